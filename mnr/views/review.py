"""The review of an update: read it all, comment on its parts, pass it on or send it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr.access import ScopedView
from mnr.forms.review import CommentForm, ReturnForm, StepForm
from mnr.models import Comment, ProgressUpdate, ReportingPeriod
from mnr.once import own_path, run_once
from mnr.roles import Action
from mnr.selectors.history import history
from mnr.selectors.own_update import READING
from mnr.selectors.review import dossier, waiting_for
from mnr.services import comments, readings, releases, updates
from mnr.services.errors import EditConflict, Refused
from mnr.views.review_page import page_context
from mnr.views.terms import tell_advice

HELD = _(
    "Your comment waits for a second person’s release. Until then it is in My work, under “Texts "
    "you asked to have released”."
)
UPDATES = ProgressUpdate.objects.select_related("period", "capability__domain", "organisation")


class ReviewView(ScopedView):
    """One update on one screen, with what changed and what may be done."""

    action = Action.UPDATE_READ

    def get(self, request, pk):
        return show_review(request, pk, against=request.GET.get("against", ""))


class UpdateHistoryView(ScopedView):
    """Who did what to an update, and when."""

    action = Action.UPDATE_HISTORY

    def get(self, request, pk):
        update = self.visible_or_404(UPDATES, pk=pk)
        readings.note_reading(update=update, by=request.user)
        context = {
            "update": update,
            "events": history(request.user, update),
            "update_url": self.update_url(update),
        }
        return render(request, "review/history.html", context)

    def update_url(self, update):
        """The update's page for this reader; none while it is with its authors."""
        if self.may(Action.UPDATE_READ, update):
            return reverse("update_review", args=[update.pk])
        if any(self.may(action, update) for action in READING):
            return reverse("update_detail", args=[update.pk])
        return ""


class ReviewStepView(ScopedView):
    """A step of the review, bound to the version that was read. Sent twice, it is taken once."""

    action = Action.UPDATE_READ
    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            return run_once(request, lambda: self.act(pk))
        except EditConflict as conflict:
            return self.changed_meanwhile(conflict.current)
        except Refused as refusal:
            self.form.add_error(refusal.field, refusal.message)
        except InvalidForm:
            pass
        return show_review(request, pk, form=self.form, status=422)

    def act(self, pk):
        """Take the step; where to go next."""
        self.update = self.known_or_404(pk)
        self.form = self.bound_form()
        if not self.form.is_valid():
            raise InvalidForm
        step = {"update": self.update, "by": self.request.user, **self.form.cleaned_data}
        messages.success(self.request, self.done(self.take(**step)))
        return next_waiting(self.request.user) or reverse("my_work")

    def take(self, **step):
        """Call the service; the update as it now is."""
        raise NotImplementedError

    def done(self, update):
        """The words for what was done."""
        raise NotImplementedError

    def known_or_404(self, pk):
        """The update, if its content or at least its state is the reader's to know."""
        readable = self.visible(UPDATES, Action.UPDATE_READ)
        return get_object_or_404(readable | self.visible(UPDATES, Action.UPDATE_STATUS), pk=pk)

    def changed_meanwhile(self, update):
        if self.may(Action.UPDATE_READ, update):
            return show_review(self.request, update.pk, form=self.form, status=409)
        reason = _(
            "This update is with its authors again since you opened it. You will find it here "
            "when they send it."
        )
        context = {"reason": reason, "url": reverse("board")}
        return render(self.request, "409.html", context, status=409)

    def bound_form(self):
        return StepForm(self.request.POST)


class EndorseView(ReviewStepView):
    """The domain lead stands behind the update."""

    action = Action.UPDATE_ENDORSE

    def take(self, **step):
        return updates.endorse_update(**step)

    def done(self, update):
        return _("%(update)s is endorsed. The secretariat has it now.") % name_of(update)


class AcceptView(ReviewStepView):
    """The secretariat accepts the update."""

    action = Action.UPDATE_ACCEPT

    def take(self, **step):
        return updates.accept_update(**step)

    def done(self, update):
        return _("%(update)s is accepted. It will stand in the report.") % name_of(update)


class ReturnView(ReviewStepView):
    """The update goes back to its authors, with the reason."""

    action = Action.UPDATE_RETURN

    def bound_form(self):
        is_closed = self.update.period.state == ReportingPeriod.State.CLOSED
        return ReturnForm(self.request.POST, period_is_closed=is_closed)

    def take(self, **step):
        return updates.return_update(**step)

    def done(self, update):
        return _("%(update)s is returned. Its authors see your reason.") % name_of(update)


class CommentCreateView(ScopedView):
    """A remark on one item of an update."""

    action = Action.NOTE_CREATE
    http_method_names = ["post"]

    def post(self, request, pk):
        update = self.visible_or_404(UPDATES, Action.UPDATE_READ, pk=pk)
        form = CommentForm(request.POST, item=request.POST.get("item", ""))
        if form.is_valid():
            try:
                return run_once(request, lambda: self.add(update, form))
            except Refused as refusal:
                form.add_error(refusal.field, refusal.message)
        return show_review(request, pk, comment_form=form, status=422)

    def add(self, update, form):
        item, text = form.cleaned_data["item"], form.cleaned_data["text"]
        comment = {"update": update, "item": item, "text": text, "by": self.request.user}
        if form.reason:
            releases.hold_comment(**comment, reason=form.reason)
            messages.success(self.request, HELD)
        else:
            comments.add_comment(**comment)
            messages.success(self.request, _("Your comment is saved."))
            tell_advice(self.request, text)
        return back_to(self.request, update, item)


class CommentResolveView(ScopedView):
    """A remark is marked as dealt with."""

    action = Action.NOTE_RESOLVE
    http_method_names = ["post"]

    def post(self, request, pk):
        readable = self.visible(ProgressUpdate.objects, Action.NOTE_READ)
        comment = get_object_or_404(Comment, update__in=readable, pk=pk)
        comments.resolve_comment(comment=comment, by=request.user)
        messages.success(request, _("The comment is marked as dealt with."))
        return redirect(back_to(request, comment.update, comment.item))


class InvalidForm(Exception):
    """The form has errors; they are on it."""


def show_review(request, pk, against="", status=200, **shown):
    """The review page; 404 if the update is not the reader's to read."""
    found = dossier(request.user, pk, against)
    if found is None:
        raise Http404
    readings.note_reading(update=found.update, by=request.user)
    context = page_context(request.user, found, **shown)
    return render(request, "review/review.html", context, status=status)


def next_waiting(user):
    """The address of the next update that waits for the person, if one does."""
    waiting = waiting_for(user).values_list("pk", flat=True).first()
    return waiting and reverse("update_review", args=[waiting])


def name_of(update):
    """What a message calls an update."""
    name = _("%(number)s %(capability)s of %(organisation)s") % {
        "number": update.capability.number,
        "capability": update.capability.words.title,
        "organisation": update.organisation.label,
    }
    return {"update": name}


def back_to(request, update, item):
    """The page that the comment was written on, at its item."""
    if asked := own_path(request.POST.get("next", "")):
        return asked
    return reverse("update_review", args=[update.pk]) + f"#item-{item}"
