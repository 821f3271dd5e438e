"""Forms of invitations: sent by somebody who is in, accepted by somebody who is not yet."""

from datetime import timedelta

from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import guard, passwords
from mnr.forms.base import DateField, Form
from mnr.forms.people import ADDRESS_READERS, DIRECTORY, mark_what_the_role_lacks, role_label
from mnr.models import Domain, Organisation, User
from mnr.roles import Role

LATER = ("later", _("None yet: for privileged roles, which are given once the account is there"))


class InvitationForm(Form):
    """Who is invited, and the role that comes with accepting."""

    full_name = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("full_name").max_length,
        validators=[guard.refuse_beside_name],
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=User._meta.get_field("email").max_length,
        validators=[guard.refuse_in_contact],
        help_text=_("At work. The invitation goes there, and the person signs in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        choices=[*Role.membership_choices(), LATER],
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
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
    ends_on = DateField(
        label=_("The role ends on"),
        required=False,
        help_text=_("Twelve months from now at most; it can be renewed."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Such as a letter.")
    )
    visibility = {"full_name": DIRECTORY, "email": ADDRESS_READERS}
    needed = frozenset({"organisation", "domain", "ends_on"})

    def __init__(self, *args, roles, organisations, may_choose, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(role.value, role_label(role)) for role in roles]
        self.choice("role").choices = [*choices, LATER] if may_choose else choices
        self.row_choice("organisation").queryset = organisations
        self.row_choice("domain").queryset = Domain.objects.current()
        self.initial["ends_on"] = timezone.localdate() + timedelta(days=365)
        if not may_choose:  # one role, and an organisation of one's own
            del self.fields["domain"]
            self.row_choice("organisation").empty_label = None
            for name in ("organisation", "ends_on"):
                self.fields[name].required = True
            self.fields["organisation"].help_text = ""
            self.initial["role"] = choices[0][0] if choices else ""

    def clean(self):
        super().clean()
        if self.cleaned_data.get("role") == LATER[0]:
            nothing = {"role": "", "organisation": None, "domain": None, "ends_on": None}
            self.cleaned_data |= nothing
            return self.cleaned_data
        mark_what_the_role_lacks(self)
        if not self.cleaned_data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("A role needs a last day."))
        return self.cleaned_data


class AcceptForm(Form):
    """The name as its owner writes it, and a password."""

    full_name = forms.CharField(
        label=_("Your name"),
        max_length=User._meta.get_field("full_name").max_length,
        validators=[guard.refuse_beside_name],
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=passwords.HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    visibility = {"full_name": DIRECTORY}

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial["full_name"] = invitation.full_name

    def clean(self):
        super().clean()
        data = self.cleaned_data
        password = data.get("password")
        if password and data.get("again") and password != data["again"]:
            self.add_error("again", _("The two passwords differ. Type the second one again."))
        if password:
            self.judge(password, data.get("full_name", ""))
        return data

    def judge(self, password, full_name):
        """The rules for every password, told this person's name and address."""
        user = User(email=self.invitation.email, full_name=full_name)
        try:
            password_validation.validate_password(password, user)
        except forms.ValidationError as error:
            self.add_error("password", error)
