"""Invitations: the list of open ones, the steps on them, and the page that their link opens."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from mnr import permissions
from mnr.access import ScopedView
from mnr.forms.invitations import AcceptForm, InvitationForm
from mnr.models import Invitation, Organisation
from mnr.roles import REPORTING_ROLES, Action, Role
from mnr.services import invitations
from mnr.services.errors import Refused
from mnr.views.step import StepView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE = 50


class InvitationListView(ScopedView):
    """The invitations that are under way, as far as they are the reader's."""

    action = Action.USER_INVITE

    def get(self, request):
        rows = self.visible(Invitation.objects.open()).select_related(
            "organisation", "domain", "invited_by", "released_by"
        )
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "rows": [self.row(each) for each in page]}
        return render(request, "invitations/list.html", context)

    def row(self, invitation):
        """An invitation with what the reader may do about it."""
        return {
            "invitation": invitation,
            "may_release": self.may(Action.USER_INVITE_RELEASE, invitation),
            "may_resend": invitation.state == Invitation.State.SENT,
        }


class InvitationCreateView(StepView):
    """Invite somebody."""

    action = Action.USER_INVITE
    form_class = InvitationForm
    template_name = "invitations/form.html"

    def may_choose(self):
        """The secretariat proposes any ordinary role; an agency its own."""
        return bool(self.may(Action.USER_INVITE_RELEASE))

    def form_arguments(self):
        if self.may_choose():
            roles, organisations = Role.ordinary(), Organisation.objects.filter(is_active=True)
        else:
            held = permissions.standing(self.request.user).organisations
            roles = [role for role in REPORTING_ROLES if held.get(role)]
            own = frozenset().union(*(held[role] for role in roles))
            organisations = Organisation.objects.filter(pk__in=own, is_active=True)
        return {
            "roles": roles,
            "organisations": organisations,
            "may_choose": self.may_choose(),
        }

    def take(self, form):
        language = self.request.user.language
        row = Invitation(language=language, **form.cleaned_data)
        row = invitations.invite(invitation=row, by=self.request.user)
        if row.state == Invitation.State.WAITING:
            return _("The invitation of %(person)s waits for the secretariat.") % {"person": row}
        return _("The invitation of %(person)s is on its way.") % {"person": row}

    def next_url(self):
        return reverse("invitation_list")

    def context(self):
        return {"may_choose": self.may_choose()}


class InvitationStepView(StepView):
    """A step on an invitation, after a question. Not routed itself."""

    action = Action.USER_INVITE
    template_name = "invitations/question.html"
    service: Callable[..., Invitation]
    question: dict = {}
    done: "StrOrPromise" = ""

    def get(self, request, pk):
        self.find(pk=pk)
        permissions.require(request.user, self.action, self.invitation)
        return self.show(self.form())

    def find(self, pk):
        rows = Invitation.objects.select_related("organisation", "domain", "invited_by")
        self.invitation = self.visible_or_404(rows, Action.USER_INVITE, pk=pk)

    def take(self, form):
        self.service(invitation=self.invitation, by=self.request.user)
        return self.done % {"person": self.invitation}

    def next_url(self):
        return reverse("invitation_list")

    def context(self):
        words = self.question | {"title": self.question["title"] % {"person": self.invitation}}
        return {"invitation": self.invitation, "question": words}


class InvitationReleaseView(InvitationStepView):
    """The secretariat's yes to an agency's invitation."""

    action = Action.USER_INVITE_RELEASE
    service = staticmethod(invitations.release)
    question = {
        "title": gettext_lazy("Agree to the invitation of %(person)s?"),
        "text": gettext_lazy(
            "The person gets an e-mail with a link, and the role when they accept."
        ),
        "submit": gettext_lazy("Agree and send it"),
    }
    done = gettext_lazy("The invitation of %(person)s is on its way.")


class InvitationResendView(InvitationStepView):
    """Mail a new link."""

    action = Action.USER_INVITE
    service = staticmethod(invitations.resend)
    question = {
        "title": gettext_lazy("Send the invitation of %(person)s again?"),
        "text": gettext_lazy("A new link is mailed. The one that was sent before stops working."),
        "submit": gettext_lazy("Send it again"),
    }
    done = gettext_lazy("A new link for %(person)s is on its way.")


class InvitationWithdrawView(InvitationStepView):
    """Take an invitation back."""

    action = Action.USER_INVITE
    service = staticmethod(invitations.withdraw)
    question = {
        "title": gettext_lazy("Withdraw the invitation of %(person)s?"),
        "text": gettext_lazy("A link that was sent stops working at once."),
        "submit": gettext_lazy("Withdraw it"),
        "warning": True,
    }
    done = gettext_lazy("The invitation of %(person)s is withdrawn.")


@method_decorator([never_cache, sensitive_post_parameters("password", "again")], "dispatch")
class InvitationAcceptView(View):
    """The page that the link in the mail opens. Reading it changes nothing.

    Unknown, used, withdrawn and expired links get the same words, so that none can be told apart.
    """

    def get(self, request, token):
        invitation = invitations.find(token)
        if invitation is None:
            return self.gone()
        return self.show(invitation, AcceptForm(invitation=invitation))

    def post(self, request, token):
        invitation = invitations.find(token)
        if invitation is None:
            return self.gone()
        form = AcceptForm(request.POST, invitation=invitation)
        if not form.is_valid():
            return self.show(invitation, form, status=422)
        data = form.cleaned_data
        try:
            user = invitations.accept(
                fingerprint=invitations.fingerprint(token),
                full_name=data["full_name"],
                password=data["password"],
            )
        except Refused:  # what it promised is no longer to be had
            user = None
        if user is None:
            return self.gone()
        messages.success(request, _("Your account is ready. Sign in with your new password."))
        return redirect("account_login")

    def show(self, invitation, form, status=200):
        context = {"invitation": invitation, "form": form, "token": self.kwargs["token"]}
        return render(self.request, "invitations/accept.html", context, status=status)

    def gone(self):
        return render(self.request, "invitations/gone.html", status=410)
