"""The review of who has which role, renewals from it, and hand-overs."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.policy import HandOverForm, RenewalForm, ReviewForm
from mnr.models import HandOver
from mnr.roles import Action, Role
from mnr.selectors import access_review, left_behind
from mnr.services import access_reviews, hand_overs, people
from mnr.views.people import MembershipStepView
from mnr.views.step import StepView


class AccessReviewView(ScopedView):
    """What ends, who is silent, what hangs on one person, what has nobody."""

    action = Action.ROLE_REVIEW

    def get(self, request):
        renewable = Role.ordinary() if self.may(Action.ROLE_GRANT) else []
        if self.may(Action.ROLE_GRANT_PRIVILEGED_REQUEST):
            renewable = [*renewable, *Role.privileged()]
        context = {
            "review": access_review.review(request.user),
            "renewable": renewable,
            "may_close_review": self.may(Action.ROLE_REVIEW_DONE),
        }
        return render(request, "policy/review.html", context)


class AccessReviewDoneView(StepView):
    """The quarterly review is done."""

    action = Action.ROLE_REVIEW_DONE
    form_class = ReviewForm
    template_name = "policy/review_done.html"

    def take(self, form):
        access_reviews.close_review(by=self.request.user, **form.cleaned_data)
        day = date_format(access_reviews.due_on())
        return _("The review is recorded. The next one is due on %(day)s.") % {"day": day}

    def next_url(self):
        return reverse("access_review")


class MembershipRenewView(MembershipStepView):
    """The same role again, from the day after it ends; the same checks as for a new one."""

    action = Action.ROLE_GRANT_PRIVILEGED_REQUEST
    form_class = RenewalForm
    template_name = "policy/renew.html"

    def form_arguments(self):
        return {"initial": {"ends_on": people.renewed_until(self.membership)}}

    def take(self, form):
        row = people.renew_role(
            membership=self.membership, by=self.request.user, **form.cleaned_data
        )
        words = {
            "person": self.person,
            "role": row.get_role_display(),
            "day": date_format(row.ends_on),
        }
        if row.awaits_confirmation:
            return _("%(role)s for %(person)s waits for the chair’s confirmation.") % words
        return _("%(person)s stays %(role)s until %(day)s.") % words

    def next_url(self):
        return reverse("access_review") if self.may(Action.ROLE_REVIEW) else super().next_url()


class HandOverListView(ScopedView):
    """What leavers left and nobody has taken over yet."""

    action = Action.HANDOVER_READ

    def get(self, request):
        context = {"hand_overs": left_behind.open_for(request.user)}
        return render(request, "policy/hand_overs.html", context)


class HandOverCloseView(StepView):
    """Somebody has taken over."""

    action = Action.HANDOVER_CLOSE
    form_class = HandOverForm
    template_name = "policy/hand_over.html"

    def find(self, pk):
        rows = HandOver.objects.select_related(
            "organisation", "membership__user", "membership__organisation", "membership__domain"
        )
        self.hand_over = self.visible_or_404(rows, Action.HANDOVER_READ, pk=pk)

    def take(self, form):
        hand_overs.close_hand_over(
            hand_over=self.hand_over, by=self.request.user, **form.cleaned_data
        )
        return _("The hand-over is closed.")

    def context(self):
        return {"left": left_behind.left(self.request.user, self.hand_over)}

    def next_url(self):
        return reverse("hand_over_list")
