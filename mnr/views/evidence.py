"""Evidence: references to official documents, never the documents themselves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr import once, permissions
from mnr.access import ScopedView
from mnr.forms.advice import with_words
from mnr.forms.evidence import EvidenceFilter, EvidenceForm
from mnr.models import Evidence
from mnr.registers.glossary import lexicon
from mnr.roles import Action
from mnr.selectors import histories
from mnr.services import releases
from mnr.services.errors import EditConflict
from mnr.services.evidence import save_evidence, withdraw_evidence
from mnr.views.terms import tell_advice

PER_PAGE = 50
EDIT = Action.EVIDENCE_EDIT


class EvidenceListView(ScopedView):
    """The documents that the reader may see, searched and filtered."""

    action = Action.EVIDENCE_READ

    def get(self, request):
        form = EvidenceFilter(request.GET or None)
        wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
        rows = self.visible(Evidence.objects.select_related("organisation"))
        rows = rows.in_state(wanted.get("state")).with_words(wanted.get("q", ""))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        found = histories.addresses(request.user, page.object_list)
        context = {
            "form": form,
            "page": page,
            "rows": [(row, found.get(row.pk, "")) for row in page],
            "editable": {row.pk for row in page if self.may(EDIT, row)},
            "may_create": self.may(EDIT),
        }
        return render(request, "evidence/list.html", context)


class EvidenceFormView(ScopedView):
    """Record a document, or change its reference. Not routed itself."""

    action = EDIT
    form_class = EvidenceForm  # in words where the page itself cannot be shown again
    held = _(
        "The document waits for a second person’s release, and is in the list of documents then. "
        "Until then it is in My work, under “Texts you asked to have released”."
    )
    done = _("The document is saved.")
    done_in_update = _("The document is saved and ticked below. Save the draft to keep the tick.")

    def show(self, form, status=200, **more):
        with_words(lexicon(), form)
        context = {"form": form, "once": once.new_token(), "next": self.back(), **more}
        return render(self.request, "evidence/form.html", context, status=status)

    def back(self):
        """Where the writer came from, if that is a page of ours."""
        path = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return once.own_path(path.partition("?")[0].partition("#")[0])

    def organisations(self):
        """The organisations for which the reader may record documents."""
        who = permissions.standing(self.request.user)
        own = {Evidence(organisation_id=pk): pk for pk in who.own_organisations}
        return [pk for row, pk in own.items() if self.may(EDIT, row)]

    def handle(self, form):
        """Save what was typed; show it again with what is wrong."""
        if not form.is_valid():
            return self.show(form, status=422)

        def act():
            version = form.cleaned_data.get("version")
            by = self.request.user
            if form.reason:
                held = {"evidence": form.instance, "version": version, "reason": form.reason}
                releases.hold_evidence(**held, by=by)
                messages.success(self.request, self.held)
                return self.back() or reverse("evidence_list")
            saved = save_evidence(evidence=form.instance, version=version, by=by)
            back = self.back()
            messages.success(self.request, self.done_in_update if back else self.done)
            tell_advice(self.request, saved.title)
            return f"{back}?document={saved.pk}#id_evidence" if back else reverse("evidence_list")

        try:
            return once.run_once(self.request, act)
        except EditConflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            return self.show(form, status=409, current=conflict.current)


class EvidenceCreateView(EvidenceFormView):
    """Record a document."""

    action = EDIT

    def get(self, request):
        own = self.organisations()
        first = {"organisation": own[0]} if own else {}
        return self.show(EvidenceForm(organisations=own, initial=first))

    def post(self, request):
        return self.handle(EvidenceForm(request.POST, organisations=self.organisations()))


class EvidenceUpdateView(EvidenceFormView):
    """Change the reference to a document."""

    action = EDIT

    def get_evidence(self):
        row = self.visible_or_404(Evidence.objects, Action.EVIDENCE_READ, pk=self.kwargs["pk"])
        permissions.require(self.request.user, EDIT, row)
        if row.withdrawn_on:
            raise Http404
        return row

    def get(self, request, pk):
        return self.show(EvidenceForm(instance=self.get_evidence(), organisations=[]))

    def post(self, request, pk):
        form = EvidenceForm(request.POST, instance=self.get_evidence(), organisations=[])
        return self.handle(form)


class EvidenceWithdrawView(EvidenceUpdateView):
    """Say that a document no longer counts, after a question."""

    action = EDIT

    def get(self, request, pk):
        context = {"evidence": self.get_evidence(), "once": once.new_token()}
        return render(request, "evidence/withdraw.html", context)

    def post(self, request, pk):
        evidence = self.get_evidence()

        def act():
            withdraw_evidence(evidence=evidence, by=request.user)
            done = _("The document is withdrawn. Earlier updates go on naming it.")
            messages.success(request, done)
            return reverse("evidence_list")

        return once.run_once(request, act)
