"""What stands still while an object is in quarantine."""

from django.utils.translation import gettext_lazy as _

from mnr.roles import Action

WITHHELD = _("Withheld: under review. Nobody changes it until the duty officer has decided.")
HALTED = frozenset(
    {
        Action.UPDATE_EDIT,
        Action.UPDATE_DELETE,
        Action.UPDATE_SUBMIT,
        Action.UPDATE_WITHDRAW,
        Action.UPDATE_RETURN,
        Action.UPDATE_ENDORSE,
        Action.UPDATE_ACCEPT,
        Action.EVIDENCE_EDIT,
        Action.ORG_EDIT,
        Action.USER_EDIT_SELF,
        Action.REPORT_READ_INTERNAL,
        Action.ENTRY_EDIT,
        Action.ENTRY_WITHDRAW,
        Action.RETURN_EDIT,
        Action.INDICATOR_ENTER,
        Action.RETURN_WITHDRAW,
    }
)
