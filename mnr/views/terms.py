"""Words to avoid: advice for those who write, and counts for the secretariat."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.advice import LONGEST, shown_advice
from mnr.models import Obstacle, ProgressUpdate
from mnr.registers.glossary import glossary, lexicon
from mnr.roles import Action
from mnr.selectors.term_counts import term_counts
from mnr.services.content import UPDATE_TEXTS

MOST_TOLD = 3  # in one message


class TermAdviceView(ScopedView):
    """Advice on a text that somebody is writing: a piece of a page, for the script of forms."""

    action = Action.ENTRY_READ  # what the glossary says is what its readers may read
    http_method_names = ["post"]

    def post(self, request):
        text = request.POST.get("text", "")
        advice = shown_advice(text, lexicon()) if len(text) <= LONGEST else []
        return render(request, "components/advice.html", {"advice": advice})


class TermCountsView(ScopedView):
    """How often the texts of each period use words to avoid. It names no one."""

    action = Action.PERIOD_READ_TERMS

    def get(self, request):
        context = term_counts() | {"glossary_url": glossary().url("list")}
        return render(request, "terms/counts.html", context)


def tell_advice(request, text) -> None:
    """After a save that leaves the form: what is advised on the text."""
    for one in shown_advice(text, lexicon())[:MOST_TOLD]:
        told = {"found": one["excerpt"]["found"], "better": one["term"].better}
        words = _("Another word is advised for “%(found)s”. Better: %(better)s.") % told
        if not one["term"].is_confirmed:
            words = _("%(advice)s (To be confirmed by the country’s owner of terms.)") % {
                "advice": words
            }
        messages.info(request, f"{words} {one['term'].why}")


def advice_on_update(update: ProgressUpdate) -> list[dict]:
    """What is advised on the texts of an update, by the labels of its form."""
    words = lexicon()
    texts = [(_label(ProgressUpdate, name), getattr(update, name)) for name in UPDATE_TEXTS]
    texts += [(_label(Obstacle, "text"), row.text) for row in update.obstacles.all()]
    texts += [(row.question, row.answer) for row in update.questions.all()]
    return [
        {"label": label, **advice} for label, text in texts for advice in shown_advice(text, words)
    ]


def _label(model, name):
    return capfirst(str(model._meta.get_field(name).verbose_name))
