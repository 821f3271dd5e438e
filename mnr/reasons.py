"""Why somebody may not: every reason by its code, in words that say who could or what to do.

The words are made when somebody reads them; deciding costs nothing for them. Those for the wrong
state of a thing stand in `wrong_states.py`.
"""

from django.utils.functional import lazy
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mnr.action_names import name
from mnr.roles import Action, Role, rules_for

CLOSED = _("The account is closed.")
FRESH = _("This step is protected: confirm first that it is you.")
NO_ROLE = _("You have no role at present. Ask the secretariat for a membership.")
OFF_DUTY = _("Only the duty officer for illegal material may do this, or the deputy.")
NOBODY = _(
    "%(action)s: nobody may. Nothing of this kind is deleted or changed; it is put right anew."
)
ROLES_THAT_MAY = _("%(action)s is up to: %(roles)s. Your role does not include it.")
WHOSE = {
    "O": _("You may do this for your own organisation only."),
    "D": _("You may do this in the domain that you lead only."),
    "OD": _("You may do this for your own organisation and in the domain that you lead only."),
    "S": _("You may do this for yourself only."),
}
OUTSIDE = _("It is outside your organisation or domain.")
EVERYWHERE = _("Everywhere it is up to: %(roles)s.")
OWN_ORGANISATION = _("Domain leads cannot endorse their own organisation’s update.")
ASK = _("Ask %(people)s.")
NOBODY_ELSE = {
    Action.UPDATE_ENDORSE: _(
        "No other lead of this domain comes from elsewhere: the secretariat can appoint a deputy "
        "lead from another organisation."
    )
}
NOBODY_ELSE_HERE = _(
    "At present nobody else can: the secretariat can give the role to a second person."
)


def roles_that_may(action, reach="") -> list[Role]:
    """The roles that have the action at all, or with this reach, as the matrix says."""
    return [
        role
        for role in Role
        if any(rule.reach(role) and reach in rule.reach(role) for rule in rules_for(action))
    ]


def in_words(roles) -> str:
    """A list of roles or names: "Secretariat or Committee chair"."""
    return get_text_list([str(getattr(role, "label", role)) for role in roles], gettext("or"))


def _for_role(action, held):
    if not held:
        return str(NO_ROLE)
    if any(rule.reach(role) == "F" for rule in rules_for(action) for role in held):
        return str(OFF_DUTY)
    roles = roles_that_may(action)
    words = ROLES_THAT_MAY if roles else NOBODY
    return words % {"action": name(action), "roles": in_words(roles)}


def _for_scope(action, reaches):
    words = [str(OUTSIDE), *(str(WHOSE[reach]) for reach in sorted(reaches) if reach in WHOSE)]
    if roles := roles_that_may(action, "A"):
        words.append(EVERYWHERE % {"roles": in_words(roles)})
    return " ".join(words)


def _for_person(action, rule, is_own_organisation, others):
    """Why this person does not, and who can: found by asking the policy about others."""
    why = OWN_ORGANISATION if is_own_organisation else rule.reason
    people = [
        f"{row.user} ({row.organisation.label if row.organisation else row.get_role_display()})"
        for row in others()
    ]
    if people:
        return f"{why} {ASK % {'people': in_words(people)}}"
    return f"{why} {NOBODY_ELSE.get(action, NOBODY_ELSE_HERE)}"


for_role = lazy(_for_role, str)
for_scope = lazy(_for_scope, str)
for_person = lazy(_for_person, str)
