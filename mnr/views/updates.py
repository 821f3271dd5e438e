"""An organisation's own update: begin, write, check, send, take back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr import once, permissions
from mnr.access import ScopedView
from mnr.forms.updates import VersionForm
from mnr.models import Capability, Organisation, ReportingPeriod
from mnr.roles import Action
from mnr.selectors import own_update
from mnr.selectors.readings import readings_of
from mnr.services import readings, releases, updates
from mnr.services.assessments import may_assess
from mnr.services.errors import EditConflict, Incomplete, Refused
from mnr.services.rating_questions import asked
from mnr.views.terms import advice_on_update
from mnr.views.typed import typed_texts


class UpdateView(ScopedView):
    """A page about one update that its reader may read. Not routed itself."""

    action = Action.UPDATE_READ
    rows = staticmethod(own_update.whole)

    def dispatch(self, request, *args, **kwargs):
        """A step that comes too late shows what was typed, so that it can be copied."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except permissions.WrongState as late:
            typed = typed_texts(request.path, dict(request.POST.lists()), request.user)
            if not typed:
                raise
            update = self.visible_or_404(own_update.whole(), Action.UPDATE_READ, pk=kwargs["pk"])
            context = {"update": update, "reason": late.reason, "typed": typed}
            return render(request, "updates/too_late.html", context, status=409)

    def get_update(self):
        """The update, 404 if the reader may not read it, refused if they may not do this to it."""
        update = self.visible_or_404(self.rows(), Action.UPDATE_READ, pk=self.kwargs["pk"])
        permissions.require(self.request.user, self.action, update)
        return update

    def step(self, update, service, then, done=""):
        """Take a step that is bound to the version read; show the page anew if that has passed."""
        form = VersionForm(self.request.POST)
        if not form.is_valid():
            return redirect("update_detail", update.pk)

        def act():
            service(update=update, version=form.cleaned_data["version"], by=self.request.user)
            if done:
                messages.success(self.request, done)
            return reverse(then, args=[update.pk])

        try:
            return once.run_once(self.request, act)
        except EditConflict as conflict:
            context = {"update": conflict.current}
            return render(self.request, "updates/changed.html", context, status=409)
        except Refused as refusal:
            messages.error(self.request, refusal.message)
            return redirect("update_detail", update.pk)


class UpdateStartView(ScopedView):
    """Begin an update, or go on with the one that is there."""

    action = Action.UPDATE_CREATE

    def post(self, request, code, number):
        period = get_object_or_404(ReportingPeriod, code=code)
        capability = get_object_or_404(Capability.objects.current(), number=number)
        organisation = self.own_organisation_or_404(capability)
        update = updates.start_update(
            period=period, capability=capability, organisation=organisation, by=request.user
        )
        return redirect("update_edit", update.pk)

    def own_organisation_or_404(self, capability):
        """The reader's organisation that reports on it: the one that the form names, if any."""
        assigned = permissions.standing(self.request.user).assigned
        own = {str(body): body for body, number in assigned if number == capability.pk}
        wanted = self.request.POST.get("organisation") or next(iter(own), "")
        return get_object_or_404(Organisation, pk=own.get(wanted))


class UpdateDetailView(ScopedView):
    """The update as it stands, for everybody who may read it: whole, or what is public of it."""

    action = Action.UPDATE_READ_PUBLIC

    def get(self, request, pk):
        update = self.visible_or_404(own_update.whole(), *own_update.READING, pk=pk)
        readings.note_reading(update=update, by=request.user)
        context = own_update.page(request.user, update)
        context["readings"] = readings_of(request.user, update)
        return render(request, "updates/detail.html", context)


class UpdateCheckView(UpdateView):
    """Check answers before sending; a POST sends."""

    action = Action.UPDATE_SUBMIT

    def get(self, request, pk):
        return self.show(self.get_update())

    def post(self, request, pk):
        update = self.get_update()
        try:
            return self.step(update, updates.submit_update, "update_sent")
        except Incomplete:
            return self.show(update, status=422)

    def show(self, update, status=200):
        context = own_update.page(self.request.user, update) | {
            "errors": own_update.missing(update),
            "asks": bool(releases.unreleased(update)),
            "may_assess": hasattr(update, "assessment") or may_assess(update),
            "questions": asked(update, self.request.user),
            "once": once.new_token(),
        }
        context["has_errors"] = bool(context["errors"])
        context["advice"] = advice_on_update(update)
        return render(self.request, "updates/check.html", context, status=status)


class UpdateSentView(UpdateView):
    """What was sent, to whom, and what happens next."""

    action = Action.UPDATE_READ

    def get(self, request, pk):
        update = self.get_update()
        if not update.is_reviewable:
            return redirect("update_detail", pk)
        context = {"update": update, "reference": own_update.reference(update)}
        return render(request, "updates/sent.html", context)


class QuestionView(UpdateView):
    """A step that asks first. Not routed itself."""

    action = Action.UPDATE_EDIT
    question: dict = {}

    def get(self, request, pk):
        context = {"update": self.get_update(), "question": self.question}
        return render(request, "updates/question.html", context | {"once": once.new_token()})


class UpdateWithdrawView(QuestionView):
    """Take a sent update back, after a question."""

    action = Action.UPDATE_WITHDRAW
    question = {
        "title": _("Take this update back?"),
        "text": _("It becomes a draft again. The domain lead no longer sees it until you send it."),
        "submit": _("Take it back"),
    }
    service = staticmethod(updates.withdraw_update)
    then = "update_edit"
    done = _("You took the update back. It is a draft again: send it when it is ready.")

    def post(self, request, pk):
        return self.step(self.get_update(), self.service, self.then, self.done)


class UpdateDeleteView(QuestionView):
    """Remove a draft that was never sent, after a question."""

    action = Action.UPDATE_DELETE
    question = {
        "title": _("Delete this draft?"),
        "text": _("It was never sent. What is written in it cannot be brought back."),
        "submit": _("Delete the draft"),
        "warning": True,
    }

    def post(self, request, pk):
        update = self.get_update()
        form = VersionForm(request.POST)
        if not form.is_valid():
            return redirect("update_detail", pk)

        def act():
            version = form.cleaned_data["version"]
            updates.delete_draft(update=update, version=version, by=request.user)
            return reverse("my_work")

        try:
            return once.run_once(request, act)
        except EditConflict as conflict:
            context = {"update": conflict.current}
            return render(request, "updates/changed.html", context, status=409)
