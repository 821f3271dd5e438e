"""Writing an update: saving by button and by itself, and two people at the same time."""

from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from mnr import once
from mnr.forms.advice import with_words
from mnr.forms.updates import UpdateForm, obstacle_formset, written_obstacles
from mnr.registers.glossary import lexicon
from mnr.roles import Action
from mnr.selectors import own_update
from mnr.services import updates
from mnr.services.assessments import confirm_assessment
from mnr.services.errors import EditConflict, Refused
from mnr.views import autosaved
from mnr.views.updates import UpdateView

THEN = {
    "then_check": "update_check",
    "then_assess": "update_assessment",
    "then_remove": "update_remove_assessment",
}


class UpdateWritingView(UpdateView):
    """Saves what a page holds of an update. Not routed itself."""

    action = Action.UPDATE_EDIT
    rows = staticmethod(own_update.plain)

    def write(self, update, version, written):
        """Save it, also over what this very page has saved by itself meanwhile."""
        by = self.request.user
        try:
            return updates.save_update(update=update, version=version, by=by, **written)
        except EditConflict as conflict:
            version = conflict.current.version
            if not autosaved.is_own(self.request, version):
                raise
        return updates.save_update(update=update, version=version, by=by, **written)


class UpdateEditView(UpdateWritingView):
    """Write the update. It is saved whether or not it is complete."""

    action = Action.UPDATE_EDIT
    form_class = UpdateForm
    template = "updates/edit.html"

    def get(self, request, pk):
        update = self.get_update()
        rows = request.GET.get("rows", "")
        formset = obstacle_formset(update, rows=int(rows) if rows.isdecimal() else 0)
        form = UpdateForm(instance=update)
        if document := request.GET.get("document"):  # just recorded for this update
            form.initial["evidence"].append(document)
        return self.show(update, form, formset)

    def post(self, request, pk):
        update = self.get_update()
        form = UpdateForm(request.POST, instance=own_update.plain().get(pk=pk))
        formset = obstacle_formset(update, request.POST)
        if not (form.is_valid() and formset.is_valid()):
            return self.show(update, form, formset, status=422)
        try:
            return once.run_once(request, lambda: self.save(update, form, formset))
        except EditConflict as conflict:
            return self.show_conflict(conflict.current, form, formset)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.show(update, form, formset, status=422)

    def save(self, update, form, formset):
        """Save, and say where to go next."""
        written = {
            "values": form.values,
            "obstacles": written_obstacles(formset),
            "evidence": list(form.cleaned_data["evidence"]),
        }
        saved = self.write(update, form.cleaned_data["version"], written)
        if "then_confirm" in self.request.POST:
            confirm_assessment(update=saved, version=saved.version, by=self.request.user)
        return self.next_page(update, formset)

    def next_page(self, update, formset):
        """The page that the pressed button leads to; the draft is saved whichever it is."""
        here = reverse("update_edit", args=[update.pk])
        pressed = self.request.POST
        for button, page in THEN.items():
            if button in pressed:
                return reverse(page, args=[update.pk])
        if "then_evidence" in pressed:
            return f"{reverse('evidence_create')}?next={here}"
        if "add_obstacle" in pressed:
            return f"{here}?rows={len(formset.forms) + 1}#obstacles"
        return f"{here}?saved=1"

    def show(self, update, form, formset, status=200, **more):
        context = own_update.writing(update) | {"form": form, "obstacles": formset}
        with_words(lexicon(), form, *formset)
        context["has_errors"] = formset.is_bound and formset.total_error_count() > 0
        context |= {"once": once.new_token(), "saved": "saved" in self.request.GET} | more
        return render(self.request, self.template, context, status=status)

    def show_conflict(self, current, form, formset):
        """Both versions side by side; what was typed stays in the form, ready to be saved."""
        differences = own_update.differences(current, form, formset)
        form.data = form.data.copy()
        form.data["version"] = current.version
        current = own_update.plain().get(pk=current.pk)
        return self.show(current, form, formset, status=409, differences=differences)


class UpdateAutosaveView(UpdateWritingView):
    """Save a draft from the script of the page: whatever of it is in order."""

    action = Action.UPDATE_EDIT

    def post(self, request, pk):
        update = self.get_update()
        form = UpdateForm(request.POST, instance=own_update.plain().get(pk=pk))
        formset = obstacle_formset(update, request.POST)
        form.is_valid()
        values = form.values
        if values.get("is_nil") and any(values.get(name) for name in values if name != "is_nil"):
            del values["is_nil"]  # would empty the other answers: only the button does that
        written = {
            "values": values,
            "obstacles": written_obstacles(formset) if formset.is_valid() else None,
            "evidence": form.cleaned_data.get("evidence"),
        }
        try:
            with transaction.atomic():
                saved = self.write(update, form.cleaned_data.get("version", 0), written)
                autosaved.remember(request, saved.version)
        except EditConflict as conflict:
            return JsonResponse({"version": conflict.current.version}, status=409)
        answer = {"saved_at": saved.saved_at.isoformat(), "version": saved.version}
        unsaved = [name for name in form.errors if name in form.fields]
        unsaved += [] if formset.is_valid() else ["obstacles"]
        return JsonResponse(answer | {"unsaved": unsaved}, status=422 if unsaved else 200)
