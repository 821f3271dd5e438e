"""Who may do what, and why: answered by the code that decides."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from mnr import action_names, permissions
from mnr.access import ScopedView
from mnr.forms.policy import OBJECTS, ExplainForm, actions_by_object
from mnr.models import User
from mnr.roles import Action, rules_for
from mnr.selectors import explaining
from mnr.views.people import find_person

MOST = 50


class ExplainView(ScopedView):
    """Pick a person, an action and an object: yes or no, and why, step by step."""

    action = Action.POLICY_EXPLAIN

    def get(self, request):
        form = ExplainForm(request.GET)
        chosen = form.chosen
        people = self.people(chosen["who"])
        person = self.person(chosen["person"])
        action = Action(chosen["action"]) if chosen["action"] else None
        context = {
            "chosen": chosen,
            "person": person,
            "people": people if person in people else [person, *people],
            "asks_about_all": self.asks_about_all(),
            "actions": actions_by_object(),
            "has_kind": bool(action and explaining.kind_of(action)),
            **(self.answer(person, action, chosen) if action else {}),
        }
        return render(request, "policy/explain.html", context)

    def asks_about_all(self):
        """Whether the reader may ask about anybody, or only about themselves."""
        return bool(self.may(Action.POLICY_EXPLAIN, User()))

    def people(self, text):
        """The people that the reader may ask about."""
        rows = self.visible(User.objects.all()).distinct()
        if text:
            rows = rows.filter(full_name__icontains=text)
        return list(rows[:MOST])

    def person(self, key):
        """Whom the question is about: the reader, unless somebody else was chosen."""
        if not key or key == self.request.user.pk:
            return self.request.user
        return self.visible_or_404(User.objects.all(), pk=key)

    def answer(self, person, action, chosen):
        target = explaining.find(self.request.user, action, chosen["object"])
        found = permissions.explain(person, action, target)
        is_partial = explaining.kind_of(action) is not None
        return {
            "action_name": action_names.name(action),
            "target_label": explaining.label(target) if target else "",
            "objects": explaining.choices(self.request.user, action, chosen["q"]),
            "explanation": found,
            "needs_object": is_partial and found.decision and target is None,
            "who_could": self.who_could(action, target) if found.decision.code else [],
        }

    def who_could(self, action, target):
        """Others who may, as far as the reader may know them."""
        if not self.asks_about_all():
            return []
        return permissions.who_could(action, target)


REACHES = {
    "A": _("everything"),
    "O": _("their organisation’s"),
    "D": _("in their domain"),
    "OD": _("their organisation’s, and in their domain"),
    "S": _("their own"),
}


class RightsView(ScopedView):
    """Everything that one person may do at present, and how far it reaches."""

    action = Action.POLICY_EXPLAIN

    def get(self, request, pk):
        find_person(self, pk)
        person = self.visible_or_404(User.objects.all(), pk=pk)
        groups: dict = {}
        for right in permissions.rights(person):
            thing = rules_for(right.action)[0].object
            groups.setdefault(OBJECTS.get(thing, thing), []).append(self.row(right))
        return render(request, "policy/rights.html", {"person": person, "groups": groups})

    def row(self, right):
        reaches = ["A"] if "A" in right.reaches else sorted(right.reaches)
        return {
            "right": right,
            "name": action_names.name(right.action),
            "reach": ", ".join(str(REACHES.get(reach, reach)) for reach in reaches),
        }
