"""The registers of Policy and Governance."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from governance.models import LegalInstrument
from mnr.registers import Figure, Register, registry


@registry.register
class LegalInstruments(Register):
    model = LegalInstrument
    capabilities = [3]
    intro = _("Laws, regulations and policies that bear on child sexual exploitation and abuse.")
    fields = ["title", "citation", "kind", "status", "adopted_on", "in_force_on"]
    list_columns = ["title", "kind", "status", "in_force_on"]
    filters = ["kind", "status"]
    search_fields = ["title", "citation"]
    figures = {
        "all": Figure(_("Instruments"), Count("pk")),
        "in_force": Figure(_("In force"), Count("pk", filter=Q(status="in_force"))),
    }
