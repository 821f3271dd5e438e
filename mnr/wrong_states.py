"""Why not now: the words for an action that is somebody's, on a thing in another state."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mnr.roles import Action

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NOT_PLANNED = {"": _("The period was opened already.")}
_NOT_OPEN = {
    "planned": _("The period is not open yet."),
    "": _("The period is closed for updates."),
}
_NOT_FROZEN = {
    "planned": _("The period is not open yet."),
    "open": _("The period is still open: close it first."),
    "closed": _("The period is not frozen yet: freeze it first."),
    "frozen": _("The period is not approved yet: the chair approves it first."),
    "approved": _("The period is approved already."),
    "published": _("The period is published already."),
}
_SENT = _("It was sent: it can be changed only if it is taken back or returned.")
_UNSENT = _("It is with its authors: it can be reviewed when they have sent it.")
_ACCEPTED = _("It is accepted already and stands in the report.")
_FIXED = _("The period is frozen: its updates are fixed.")
_WRITING = {
    "submitted": _SENT,
    "endorsed": _SENT,
    "accepted": _ACCEPTED,
    "": _("The period is closed for updates."),
}
_REVIEWING = {"draft": _UNSENT, "returned": _UNSENT, "accepted": _ACCEPTED, "": _FIXED}

_INVITED = {
    "accepted": _("The invitation was accepted already."),
    "withdrawn": _("The invitation was withdrawn. Invite the person anew."),
}

_WITHDRAWN = {"": _("It is withdrawn.")}
_FIXED_RETURN = {"": _("It is withdrawn, or its period is not open: its figures are fixed.")}
_OVER = {"": _("It is not withheld any more.")}

# why an action that is somebody's cannot be taken now: by the state of the thing, "" for the rest
WRONG_STATES: Mapping[Action, Mapping[str, "StrOrPromise"]] = {
    Action.PERIOD_OPEN: _NOT_PLANNED,
    Action.PERIOD_EXTEND_DEADLINE: _NOT_OPEN,
    Action.PERIOD_CLOSE_ENTRY: _NOT_OPEN | {"": _("The period is closed already.")},
    Action.PERIOD_WAIVE: _NOT_OPEN | {"": _("The period is frozen: nothing is waived any more.")},
    Action.PERIOD_FREEZE: _NOT_FROZEN
    | dict.fromkeys(("frozen", "approved", "published"), _("The period is frozen already.")),
    Action.PERIOD_APPROVE: _NOT_FROZEN,
    Action.PERIOD_PUBLISH_REQUEST: _NOT_FROZEN,
    Action.PERIOD_PUBLISH_CONFIRM: _NOT_FROZEN
    | {"approved": _("Nobody has asked for publication yet: the secretariat does so first.")},
    Action.UPDATE_CREATE: {"": _("The period is not open for updates.")},
    Action.UPDATE_EDIT: _WRITING,
    Action.UPDATE_SUBMIT: _WRITING
    | dict.fromkeys(("submitted", "endorsed"), _("It was sent already.")),
    Action.UPDATE_DELETE: _WRITING
    | {"draft": _("It was sent once, or the period is closed: it stays in the record.")},
    Action.UPDATE_WITHDRAW: {
        "submitted": _("The period is closed for updates: it cannot be taken back any more."),
        "endorsed": _("The domain lead has endorsed it: the secretariat can return it."),
        "accepted": _ACCEPTED,
        "": _("It is not sent, so there is nothing to take back."),
    },
    Action.UPDATE_RETURN: _REVIEWING,
    Action.UPDATE_ENDORSE: _REVIEWING
    | {"endorsed": _("It is endorsed already: the secretariat has it now.")},
    Action.UPDATE_ACCEPT: _REVIEWING | {"submitted": _("The domain lead has not endorsed it yet.")},
    Action.NOTE_CREATE: {"draft": _UNSENT, "": _FIXED},
    Action.NOTE_RESOLVE: {"": _FIXED},
    Action.ENTRY_CREATE: {"": _("Your organisation does not report on this capability.")},
    Action.ENTRY_EDIT: _WITHDRAWN,
    Action.ENTRY_WITHDRAW: _WITHDRAWN,
    Action.RETURN_CREATE: {
        "": _("The period is not open, or your organisation does not report on this capability.")
    },
    Action.RETURN_EDIT: _FIXED_RETURN,
    Action.RETURN_WITHDRAW: _FIXED_RETURN,
    Action.INDICATOR_ENTER: {
        "": _(
            "It is withdrawn, its period is not open, or your organisation does not report on its "
            "capability."
        )
    },
    **dict.fromkeys((Action.QUARANTINE_RELEASE, Action.QUARANTINE_HOLD), _OVER),
    Action.PURGE_REQUEST: _OVER,
    Action.PURGE_CONFIRM: {"": _("Nobody asked for this removal, or a legal hold stops it.")},
    Action.DUTY_CONFIRM: {"": _("It is confirmed or ended already.")},
    Action.DUTY_END: {"": _("It has ended already.")},
    Action.PROCEDURE_CONFIRM: {"": _("It is confirmed already.")},
    Action.INDICATOR_OVERRIDE_CONFIRM: {
        "": _("It is decided already."),
        "withdrawn": _("It was withdrawn: there is nothing to decide."),
    },
    Action.FRAMEWORK_CONFIRM: {
        "": _("It is decided already."),
        "taken_back": _("It was taken back: there is nothing to decide."),
    },
    Action.HANDOVER_CLOSE: {"": _("It is closed already.")},
    Action.SEPARATION_CONFIRM: {"": _("It was confirmed or ended already.")},
    Action.SEPARATION_END: {"": _("It was ended already.")},
    Action.ROLE_GRANT: {
        "": _("This role is privileged: it is asked for, and confirmed by the chair.")
    },
    Action.ROLE_GRANT_PRIVILEGED_REQUEST: {"": _("This role is ordinary: it is given at once.")},
    Action.ROLE_GRANT_PRIVILEGED_CONFIRM: {"": _("It does not wait for a confirmation.")},
    Action.DUTY_REQUEST: {"": _("Only somebody whose role in the secretariat is in force can.")},
    Action.GUARD_RELEASE: {"": _("Somebody has decided on this text already.")},
    Action.JOB_RETRY: {"": _("It did not fail, so there is nothing to try again.")},
    Action.USER_INVITE: _INVITED,
    Action.USER_INVITE_RELEASE: _INVITED | {"sent": _("The secretariat has agreed already.")},
    Action.USER_REACTIVATE: {"": _("This account is open.")},
    Action.USER_MFA_RESET_CONFIRM: {"": _("This was confirmed already, or it is too old.")},
    Action.USER_DEACTIVATE: {"": _("This account is closed already.")},
}


def why_not_now(action, target):
    """The words for the wrong state of a thing."""
    words = WRONG_STATES.get(action, {})
    state = getattr(target, "state", "")
    return words.get(state) or words.get("") or _("This cannot be done in its present state.")
