"""A way to look at a register that somebody keeps for themselves."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Name, key


class SavedView(models.Model):
    """What somebody asks of a register's list, under a name of their own."""

    MOST = 20  # of one person in one register

    id = key()
    user = models.ForeignKey(
        "mnr.User", on_delete=models.PROTECT, related_name="saved_views", editable=False
    )
    register = models.CharField(_("register"), max_length=100, editable=False)
    name = Name(_("name of the view"), max_length=60)
    # As it stands in the address of the list. It holds keys, which the content guard would take for
    # digests: `save_view` asks it about what was typed.
    asked = models.TextField(validators=[MaxLengthValidator(500)], editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "register", "name"],
                name="savedview_name_once",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self):
        return self.name
