"""The registers of the Victim domain."""

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from mnr.registers import Figure, Register, registry
from victim_services.models import HelplineReturn, SupportService


@registry.register
class SupportServices(Register):
    model = SupportService
    capabilities = [8]
    intro = _("Who supports children, where, and in which part of their way.")
    fields = [
        "name",
        "kind",
        "phase",
        "legal_basis",
        "places",
        "opened_on",
        "closed_on",
        "regions",
    ]
    list_columns = ["name", "kind", "phase", "regions", "places"]
    filters = ["kind", "phase", "regions"]
    search_fields = ["name", "legal_basis"]
    figures = {
        "all": Figure(_("Services"), Count("pk")),
        "places": Figure(_("Places"), Sum("places")),
    }


@registry.register
class HelplineReturns(Register):
    model = HelplineReturn
    capabilities = [11]
    intro = _("The national child helpline, period by period. All contacts, no single one.")
    fields = ["attempted", "answered", "counselling", "csea", "referred"]
    list_columns = ["attempted", "answered", "counselling", "csea"]
    figures = {
        "attempted": Figure(_("Contacts attempted"), Sum("attempted")),
        "answered": Figure(_("Contacts answered"), Sum("answered")),
    }
