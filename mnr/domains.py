"""The six domains of the Model National Response."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Domain(TextChoices):
    """The six domains; each value is also the label of the app that implements it."""

    GOVERNANCE = "governance", _("Policy and Governance")
    CRIMINAL_JUSTICE = "criminal_justice", _("Criminal Justice")
    VICTIM_SERVICES = "victim_services", _("Victim")
    SOCIETY = "society", _("Societal")
    INDUSTRY = "industry", _("Industry")
    MEDIA = "media", _("Media and Communications")
