"""Forms about the policy itself: who may what and why, reduced separation, reviews, hand-overs."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr import action_names
from mnr.forms.base import DateField, Form
from mnr.models import AccessReview, HandOver, Membership, ReducedSeparation
from mnr.roles import Action, rules_for

EVERYBODY = _("Everybody who signs in; it is printed in the report.")
REVIEWERS = _("The secretariat, chair, administrators and auditors.")
OBJECTS = {
    "framework": _("The framework"),
    "period": _("Periods"),
    "update": _("Updates"),
    "note": _("Comments on updates"),
    "evidence": _("Documents"),
    "plan": _("Plans"),
    "report": _("Reports"),
    "organisation": _("Organisations"),
    "user": _("People"),
    "invitation": _("Invitations"),
    "role": _("Roles"),
    "session": _("Sessions"),
    "handover": _("Hand-overs"),
    "separation": _("Reduced separation"),
    "audit": _("The trail"),
    "any": _("Any content"),
    "quarantine": _("What is withheld"),
    "duty": _("Duty officers"),
    "procedure": _("The procedure for illegal material"),
    "job": _("Jobs"),
}


class ExplainForm(forms.Form):
    """A person, an action and an object. Wrong values are as good as none."""

    person = forms.UUIDField(required=False)
    who = forms.CharField(required=False, max_length=100)
    action = forms.ChoiceField(required=False, choices=[(a.value, a.value) for a in Action])
    q = forms.CharField(required=False, max_length=100)
    object = forms.CharField(required=False, max_length=60)

    @property
    def chosen(self):
        """What was chosen, as far as it can be understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ReductionForm(Form):
    """What the chair asks for."""

    pair = forms.ChoiceField(
        label=_("What one person may do"),
        choices=ReducedSeparation.Pair.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=ReducedSeparation._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Why there are too few people, and until when. Names no person."),
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until"), help_text=_("Twelve months later at most."))
    visibility = {"reason": EVERYBODY}


class RenewalForm(Form):
    """Until when a role goes on."""

    ends_on = DateField(
        label=_("Until"), help_text=_("Twelve months after it begins anew at most.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=Membership._meta.get_field("reason").max_length,
        required=False,
        help_text=_("Such as a letter."),
    )


class ReviewForm(Form):
    """What the quarterly review found."""

    note = forms.CharField(
        label=_("What you found, and what you changed"),
        max_length=AccessReview._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    visibility = {"note": REVIEWERS}


class HandOverForm(Form):
    """Who takes over what."""

    note = forms.CharField(
        label=_("Who takes over what"),
        max_length=HandOver._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    visibility = {"note": _("The secretariat, chair, auditors, and the organisation’s people.")}


def actions_by_object() -> list:
    """Every action in words, under what it is about."""

    def thing(action):
        return rules_for(action)[0].object

    grouped = groupby(sorted(Action, key=lambda a: _order(thing(a))), key=thing)
    return [
        (OBJECTS.get(key, key), [(a.value, action_names.name(a)) for a in actions])
        for key, actions in grouped
    ]


def _order(thing):
    keys = [*OBJECTS]
    return (keys.index(thing), "") if thing in keys else (len(keys), thing)
