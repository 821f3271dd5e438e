"""Who did something, in words: a person, or what did it in nobody's name, and where."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, JSONField, OuterRef
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from mnr import origins
from mnr.models import AuditEvent, User
from mnr.roles import Action

# of each person: [number of the event that ended a name, what it changed], in order
RENAMINGS = ArraySubquery(
    AuditEvent.objects.filter(
        object_type="user",
        object_id=Cast(OuterRef("pk"), CharField()),
        action=Action.USER_EDIT_SELF,
        content__text__contains='"full_name":[',  # earlier versions told only that it changed
    )
    .order_by("number")
    .values(told=JSONObject(until="number", changes=Cast("content__text", JSONField())))
)


class People:
    """The people of some events, under the names that they had then. One query."""

    def __init__(self, events):
        rows = User.objects.annotate(renamings=RENAMINGS)
        self._rows = rows.in_bulk({event.actor_id for event in events} - {None})

    def __contains__(self, actor_id):
        return actor_id in self._rows

    def items(self):
        """The people as they are called now, by their keys."""
        return self._rows.items()

    def name_of(self, event) -> str:
        """The person of an event; else what acted in their place."""
        if person := self._rows.get(event.actor_id):
            return _name_then(person, event.number)
        if event.origin == origins.WEB:
            return _("Somebody who was not signed in")
        return place_of(event) or _("The platform")


def _name_then(person, number):
    """What people call themselves changes; who reads an old event must not take one for another."""
    names = (told["changes"]["full_name"][0] for told in person.renamings if number < told["until"])
    then = next(names, person.full_name)
    if then == person.full_name or person.is_withheld:
        return str(person)
    return _("%(then)s (now %(now)s)") % {"then": then, "now": person}


def place_of(event) -> str:
    """The operator's command, the background job or the personal token, if it was one."""
    kind, name = origins.parts(event.origin)
    if kind == origins.SHELL:
        return _("Operator at the shell: %(command)s") % {"command": name}
    if kind == origins.JOB:
        return _("Background job: %(job)s") % {"job": name}
    if kind == origins.TOKEN:
        return _("Personal token ending in %(ending)s") % {"ending": name}
    return ""
