"""Answering what the self-check asks about the ratings in an update."""

from django.shortcuts import render
from django.urls import reverse

from mnr import once
from mnr.forms.advice import with_words
from mnr.forms.rating_questions import RatingQuestionsForm
from mnr.registers.glossary import lexicon
from mnr.roles import Action
from mnr.selectors import own_update, self_check
from mnr.services import updates
from mnr.services.errors import EditConflict
from mnr.services.rating_questions import asked
from mnr.views.updates import UpdateView


class RatingQuestionsView(UpdateView):
    """Answer the questions that are open, beside what they were made from."""

    action = Action.UPDATE_EDIT
    form_class = RatingQuestionsForm
    rows = staticmethod(own_update.plain)

    def get(self, request, pk):
        update = self.get_update()
        questions = asked(update, request.user)
        return self.show(update, self.form_class(update=update, questions=questions))

    def post(self, request, pk):
        update = self.get_update()
        questions = asked(update, request.user)
        form = self.form_class(request.POST, update=update, questions=questions)
        if not form.is_valid():
            return self.show(update, form, status=422)
        try:
            return once.run_once(request, lambda: self.save(update, form))
        except EditConflict as conflict:
            typed = request.POST.copy()
            typed["version"] = conflict.current.version
            form.data = typed
            current = asked(conflict.current, request.user)
            return self.show(update, form, status=409, current=conflict.current, saved=current)

    def save(self, update, form):
        """Save, and go back to checking the answers."""
        updates.save_update(
            update=update,
            version=form.cleaned_data["version"],
            values={},
            questions=form.answers,
            by=self.request.user,
        )
        return reverse("update_check", args=[update.pk])

    def show(self, update, form, status=200, **more):
        with_words(lexicon(), form)
        context = {
            "update": update,
            "form": form,
            "self_check": self_check.of_update(self.request.user, update),
            "once": once.new_token(),
        }
        return render(self.request, "updates/rating_questions.html", context | more, status=status)
