"""Texts that the content guard asks about: reasons of authors, and the second person's word."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr import guard
from mnr.access import ScopedView
from mnr.forms.releases import DecisionForm, MeantForm
from mnr.models import GuardRelease
from mnr.roles import Action
from mnr.selectors import own_update
from mnr.selectors.releases import is_author, own_texts, tally, waiting_for
from mnr.services import readings, releases
from mnr.services.released import release_text
from mnr.views.step import StepView
from mnr.views.updates import UpdateView

PER_PAGE = 50
ASKED = _(
    "A second person is asked. The draft waits with you meanwhile; My work says what became of it, "
    "under “Texts you asked to have released”."
)


class UpdateMeantView(StepView, UpdateView):
    """The texts of a draft that ask, each with a box for why it is meant."""

    action = Action.UPDATE_EDIT
    form_class = MeantForm
    template_name = "updates/meant.html"
    rows = staticmethod(own_update.plain)

    def find(self, pk):
        self.update = self.get_update()
        self.asking = releases.asking(own_update.whole().get(pk=pk))

    def form_arguments(self):
        waits = (row for row in self.asking if not (row.is_waiting or row.is_released))
        return {"asking": list(waits)}

    def take(self, form):
        reasons = form.cleaned_data
        update = own_update.whole().get(pk=self.update.pk)
        made = releases.ask_for_update(update=update, reasons=reasons, by=self.request.user)
        return ASKED if made else ""

    def next_url(self):
        return reverse("update_check", args=[self.update.pk])

    def context(self):
        return {"update": self.update, "asking": self.asking}


class OwnTextsView(ScopedView):
    """What became of the texts that the reader asked to have released."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        page = Paginator(own_texts(request.user), PER_PAGE).get_page(request.GET.get("page"))
        rows = [(row, releases.held_text(row)) for row in page]
        return render(request, "releases/own.html", {"page": page, "rows": rows})


class ReleaseListView(ScopedView):
    """Texts that wait for the reader's release, and how many were asked about."""

    action = Action.GUARD_RELEASE

    def get(self, request):
        rows = waiting_for(request.user)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        found = [(row, found_words(row)) for row in page]
        context = {"page": page, "rows": found, "tally": tally()}
        return render(request, "releases/list.html", context)


class ReleaseView(StepView):
    """One text, to be released or sent back with words."""

    action = Action.GUARD_RELEASE
    form_class = DecisionForm
    template_name = "releases/detail.html"

    def dispatch(self, request, *args, **kwargs):
        """An author is led to what became of their texts: nobody decides on their own."""
        if is_author(request.user, kwargs["pk"]):
            return redirect(f"{reverse('own_texts')}#text-{kwargs['pk']}")
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk):
        rows = GuardRelease.objects.select_related(
            "update__period", "update__capability", "organisation", "author"
        )
        self.release = self.visible_or_404(rows, pk=pk)

    def form_arguments(self):
        return {"is_held": self.release.held is not None}

    def take(self, form):
        if "refuse" in self.request.POST:
            answer = form.cleaned_data["answer"]
            kept = not form.cleaned_data.get("must_go")
            step = {"is_released": False, "answer": answer, "is_kept": kept}
            releases.decide(release=self.release, by=self.request.user, **step)
            return _("The text is sent back. Its author sees your words.")
        release_text(release=self.release, by=self.request.user)
        return _("The text is released.")

    def next_url(self):
        return reverse("release_list")

    def context(self):
        text = releases.held_text(self.release)
        if self.release.update:
            readings.note_reading(update=self.release.update, by=self.request.user)
        return {"release": self.release, "text": text, "words": found_words(self.release)}


def found_words(release):
    """What the guard found, each kind in words."""
    return [guard.WORDS[kind].found for kind in release.kinds]
