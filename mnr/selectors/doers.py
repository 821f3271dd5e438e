"""Who did something, in words: a person, or what did it in nobody's name, and where."""

from django.utils.translation import gettext as _

from mnr import origins


def name_of(event, people) -> str:
    """The person of an event, out of {key: person}; else what acted in their place."""
    if person := people.get(event.actor_id):
        return str(person)
    if event.origin == origins.WEB:
        return _("Somebody who was not signed in")
    return place_of(event) or _("The platform")


def place_of(event) -> str:
    """The operator's command or the background job, if it was one."""
    kind, name = origins.parts(event.origin)
    if kind == origins.SHELL:
        return _("Operator at the shell: %(command)s") % {"command": name}
    if kind == origins.JOB:
        return _("Background job: %(job)s") % {"job": name}
    return ""
