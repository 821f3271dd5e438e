"""The assessment in an update: answer the checks, rate, confirm, remove."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr import once
from mnr.forms.advice import with_words
from mnr.forms.assessments import AssessmentForm, assessment_of
from mnr.permissions import Denied
from mnr.registers.glossary import lexicon
from mnr.roles import Action
from mnr.selectors import own_update, self_check
from mnr.services import assessments
from mnr.services.assessments import earlier_assessment, may_assess
from mnr.services.errors import EditConflict
from mnr.services.rating_questions import open_keys
from mnr.views.updates import QuestionView, UpdateView


class AssessingView(UpdateView):
    """A page about the assessment in an update, for the capability's lead. Not routed itself."""

    action = Action.UPDATE_EDIT

    def get_update(self):
        update = super().get_update()
        if not may_assess(update):
            raise Denied(_("Only the organisation that leads the capability assesses it."))
        return update


class AssessmentView(AssessingView):
    """Answer the evidence checks and rate the capability."""

    action = Action.UPDATE_EDIT
    rows = staticmethod(own_update.plain)

    def get(self, request, pk):
        update = self.get_update()
        assessment = assessment_of(update)
        start = assessment or self.earlier_with_answers(update)
        return self.show(update, AssessmentForm(update=update, assessment=start), assessment)

    def post(self, request, pk):
        update = self.get_update()
        form = AssessmentForm(request.POST, update=update, assessment=assessment_of(update))
        if not form.is_valid():
            return self.show(update, form, assessment_of(update), status=422)
        try:
            return once.run_once(request, lambda: self.save(update, form))
        except EditConflict as conflict:
            typed = request.POST.copy()
            typed["version"] = conflict.current.version
            form.data = typed
            context = {"conflict": assessment_of(conflict.current), "current": conflict.current}
            return self.show(update, form, assessment_of(update), status=409, **context)

    def save(self, update, form):
        """Save, and say where to go next."""
        assessments.save_assessment(
            update=update,
            version=form.cleaned_data["version"],
            values=form.values,
            answers=form.answers,
            by=self.request.user,
        )
        if "then_check" in self.request.POST:
            return reverse("update_check", args=[update.pk])
        return f"{reverse('update_assessment', args=[update.pk])}?saved=1#ratings"

    def show(self, update, form, assessment, status=200, **more):
        earlier = earlier_assessment(update)
        with_words(lexicon(), form)
        context = {
            "update": update,
            "form": form,
            "assessment": assessment,
            "earlier": earlier,
            "evidence": self_check.evidence_of(assessment),
            "questions": len(open_keys(update, self.request.user)) if assessment else 0,
            "support": own_update.support(assessment) if assessment else "",
            "fell": own_update.level_fell(assessment, earlier),
            "departs": own_update.departs(assessment),
            "saved": "saved" in self.request.GET,
            "once": once.new_token(),
        }
        return render(self.request, "assessments/edit.html", context | more, status=status)

    def earlier_with_answers(self, update):
        """The assessment that stands, as a start for the new one."""
        earlier = earlier_assessment(update)
        return assessment_of(earlier.update) if earlier else None


class ConfirmAssessmentView(QuestionView, AssessingView):
    """Say that the earlier assessment is still valid."""

    action = Action.UPDATE_EDIT
    question = {
        "title": _("Is the earlier assessment still valid?"),
        "text": _("Its answers, ratings and target are taken over into this update unchanged."),
        "submit": _("Still valid: confirm it"),
    }

    def post(self, request, pk):
        return self.step(self.get_update(), assessments.confirm_assessment, "update_edit")


class RemoveAssessmentView(QuestionView, AssessingView):
    """Take the assessment out of the draft, after a question."""

    action = Action.UPDATE_EDIT
    question = {
        "title": _("Remove the assessment from this update?"),
        "text": _("The earlier assessment, if there is one, goes on standing."),
        "submit": _("Remove it"),
        "warning": True,
    }

    def post(self, request, pk):
        return self.step(self.get_update(), assessments.remove_assessment, "update_edit")
