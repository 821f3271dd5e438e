"""Forms about people and their roles."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import DateField, Form, ModelForm
from mnr.models import Domain, FactorReset, Organisation, User
from mnr.roles import ORGANISATION_ROLES, Action, Role

DIRECTORY = _("Colleagues of the same organisation, the secretariat, chair, auditors.")
ADDRESS_READERS = _("The secretariat and administrators.")


class RoleForm(Form):
    """A role for a person, from a day until a day."""

    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, choices=Role.membership_choices()
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True),
        label=_("Organisation"),
        required=False,
        empty_label=_("None"),
        help_text=_("For domain leads and everybody who reports; others may have one."),
    )
    domain = forms.ModelChoiceField(
        Domain.objects.none(),
        label=_("Domain"),
        required=False,
        empty_label=_("None"),
        help_text=_("For domain leads only."),
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(
        label=_("Until"), help_text=_("Twelve months later at most; it can be renewed.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Such as a letter.")
    )

    needed = frozenset({"organisation", "domain"})

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("role").choices = [(role.value, role_label(role)) for role in roles]
        self.row_choice("domain").queryset = Domain.objects.current()

    def clean(self):
        super().clean()
        mark_what_the_role_lacks(self)
        return self.cleaned_data


class EndForm(Form):
    """Why a role ends or an account closes."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Such as: left the ministry. It is kept in the audit trail."),
    )
    visibility = {"reason": _("Whoever may read the audit trail of this person or role.")}


class ProfileForm(ModelForm):
    """What people change about themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    visibility = {"full_name": DIRECTORY}

    class Meta:
        model = User
        fields = ["full_name", "language"]


class PeopleFilter(forms.Form):
    """What a list of people is narrowed to."""

    q = forms.CharField(required=False, max_length=100)
    role = forms.ChoiceField(required=False, choices=[("", ""), *Role.membership_choices()])


def mark_what_the_role_lacks(form):
    """An error at the organisation or the domain, where the chosen role asks for another answer."""
    data = form.cleaned_data
    role, domain = data.get("role"), data.get("domain")
    if role in ORGANISATION_ROLES and not data.get("organisation"):
        form.add_error("organisation", _("This role belongs to an organisation: choose one."))
    if role == Role.DOM and not domain:
        form.add_error("domain", _("A domain lead needs a domain: choose one."))
    if role and role != Role.DOM and domain:
        form.add_error("domain", _("Only a domain lead has a domain: choose “None”."))


def role_label(role):
    """A role's name; privileged ones say that two people give them."""
    if role in Role.privileged():
        return _("%(role)s – waits for the chair’s confirmation") % {"role": role.label}
    return role.label


def roles_for(may):
    """The roles that somebody may give or ask for. `may` answers for an action."""
    roles = Role.ordinary() if may(Action.ROLE_GRANT) else []
    return roles + (Role.privileged() if may(Action.ROLE_GRANT_PRIVILEGED_REQUEST) else [])


class FactorResetForm(Form):
    """Why somebody may begin anew with their second factors."""

    reason = forms.CharField(
        label=_("How do you know that it is this person who asks?"),
        max_length=FactorReset._meta.get_field("reason").max_length,
        help_text=_("For example: we met, or I called back on the number in the directory."),
    )
    visibility = {"reason": _("The secretariat, the chair and auditors.")}
