"""The public front page: what this is, for whom, and what it promises."""

from django.db.models import Prefetch
from django.views.generic import TemplateView

from mnr.models import Capability, Domain, Enabler


class FrontView(TemplateView):
    """What anybody may read of the framework and the promise, without a sign-in: no figures."""

    template_name = "front/front.html"

    def get_context_data(self, **kwargs):
        capabilities = Prefetch("capabilities", Capability.objects.current())
        return super().get_context_data(
            domains=Domain.objects.current().prefetch_related(capabilities),
            enablers=Enabler.objects.current(),
            **kwargs,
        )
