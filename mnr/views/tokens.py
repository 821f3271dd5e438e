"""One's own personal tokens: list, make, revoke."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr import once, permissions
from mnr.access import ScopedView
from mnr.forms.tokens import TokenForm
from mnr.models import PersonalToken
from mnr.models.token import MOST
from mnr.roles import Action, Role
from mnr.services import tokens
from mnr.services.errors import Refused
from mnr.views.step import StepView


class TokenListView(ScopedView):
    """The reader's own tokens."""

    action = Action.TOKEN_REVOKE_SELF

    def get(self, request):
        rows = list(self.visible(PersonalToken.objects.all()))
        may_create = self.may(Action.TOKEN_CREATE_SELF) and len(rows) < MOST
        return render(request, "tokens/list.html", {"rows": rows, "may_create": may_create})


class TokenCreateView(ScopedView):
    """Make a token. Its text is shown on the answer to this form, and nowhere else.

    So the form is not one that can be sent twice for the same result: a second token of the
    same name is refused instead.
    """

    action = Action.TOKEN_CREATE_SELF

    def get(self, request):
        permissions.require(request.user, self.action, PersonalToken(owner=request.user))
        return self.show(self.form())

    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            try:
                token, text = tokens.create_token(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
            else:
                return render(request, "tokens/made.html", {"token": token, "text": text})
        return self.show(form, status=422)

    def form(self, data=None):
        reads_only = Role.AUD in permissions.standing(self.request.user).roles
        scopes = [
            (value, label)
            for value, label in PersonalToken.Scope.choices
            if not (reads_only and value == PersonalToken.Scope.WRITE)
        ]
        return TokenForm(data, scopes=scopes)

    def show(self, form, status=200):
        context = {"form": form, "token": once.new_token()}
        return render(self.request, "tokens/form.html", context, status=status)


class TokenRevokeView(StepView):
    """Revoke one's own token, after a question."""

    action = Action.TOKEN_REVOKE_SELF
    template_name = "tokens/revoke.html"

    def find(self, pk):
        self.token = self.visible_or_404(PersonalToken.objects.all(), pk=pk)

    def take(self, form):
        tokens.revoke_token(token=self.token, by=self.request.user)
        return _("The token %(name)s is revoked.") % {"name": self.token}

    def next_url(self):
        return reverse("token_list")

    def context(self):
        return {"revoked": self.token}
