"""Organisations, and the capabilities on which they report."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.organisations import AssignmentForm, OrganisationFilter, OrganisationForm
from mnr.models import Assignment, Evidence, Membership, Organisation, User
from mnr.roles import Action
from mnr.services import organisations
from mnr.services.errors import EditConflict
from mnr.views.step import StepView

PAGE = 50


class OrganisationListView(ScopedView):
    """Every organisation of the national response."""

    action = Action.ORG_READ

    def get(self, request):
        wanted = OrganisationFilter(request.GET)
        chosen = wanted.cleaned_data if wanted.is_valid() else {}
        rows = self.narrowed(self.visible(Organisation.objects.all()), chosen)
        context = {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "chosen": chosen,
            "kinds": Organisation.Kind.choices,
            "may_edit": self.may(Action.ORG_EDIT),
        }
        return render(request, "organisations/list.html", context)

    def narrowed(self, rows, chosen):
        if text := chosen.get("q"):
            rows = rows.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
        if kind := chosen.get("kind"):
            rows = rows.filter(kind=kind)
        in_force = Q(assignments__ended_on=None)
        return rows.annotate(
            leads=Count("assignments", filter=in_force & Q(assignments__kind="lead")),
            contributes=Count("assignments", filter=in_force & Q(assignments__kind="contributor")),
        ).order_by("name", "pk")  # counting drops the model's order


class OrganisationDetailView(ScopedView):
    """One organisation: what it reports on, and its people as far as the reader knows them."""

    action = Action.ORG_READ

    def get(self, request, pk):
        organisation = self.visible_or_404(Organisation.objects.all(), pk=pk)
        known = self.visible(User.objects.all(), Action.USER_DIRECTORY)
        assignments = organisation.assignments.select_related("capability__domain")
        evidence = self.visible(
            Evidence.objects.filter(organisation=organisation), Action.EVIDENCE_READ
        )
        context = {
            "organisation": organisation,
            "assignments": [row for row in assignments if row.ended_on is None],
            "ended": [row for row in assignments if row.ended_on],
            "memberships": Membership.objects.in_force()
            .filter(organisation=organisation, user__in=known)
            .select_related("user", "domain"),
            "may_read_evidence": self.may(
                Action.EVIDENCE_READ, Evidence(organisation=organisation)
            ),
            "documents": evidence.filter(withdrawn_on=None).count(),
            "may_edit": self.may(Action.ORG_EDIT, organisation),
        }
        return render(request, "organisations/detail.html", context)


class OrganisationCreateView(StepView):
    """Record an organisation."""

    action = Action.ORG_EDIT
    form_class = OrganisationForm
    template_name = "organisations/form.html"
    organisation: Organisation | None = None

    def take(self, form):
        self.saved = organisations.save_organisation(
            organisation=form.instance, by=self.request.user
        )
        return _("%(name)s is saved.") % {"name": self.saved.name}

    def next_url(self):
        return reverse("organisation_detail", args=[self.saved.pk])


class OrganisationUpdateView(OrganisationCreateView):
    """Change what is recorded of an organisation."""

    differences: list | None = None

    def find(self, pk):
        self.organisation = self.visible_or_404(Organisation.objects.all(), Action.ORG_READ, pk=pk)
        self.name = self.organisation.name

    def post(self, request, **kwargs):
        try:
            return super().post(request, **kwargs)
        except EditConflict as conflict:
            return self.show_conflict(conflict.current)

    def show_conflict(self, stored):
        """Both versions side by side; what was typed stays in the form, ready to be saved."""
        self.differences = list(self.sent.differences(stored))
        self.sent.data = self.sent.data.copy()
        self.sent.data["version"] = stored.version
        return self.show(self.sent, status=409)

    def form_arguments(self):
        return {"instance": self.organisation}

    def context(self):
        return {
            "organisation": self.organisation,
            "name": self.name,
            "differences": self.differences,
        }


class AssignmentCreateView(StepView):
    """Let an organisation report on a capability."""

    action = Action.ORG_EDIT
    form_class = AssignmentForm
    template_name = "organisations/assign.html"

    def find(self, pk):
        self.organisation = self.visible_or_404(Organisation.objects.all(), Action.ORG_READ, pk=pk)

    def form_arguments(self):
        return {"organisation": self.organisation}

    def take(self, form):
        assignment = organisations.assign(
            organisation=self.organisation, by=self.request.user, **form.cleaned_data
        )
        return _("%(organisation)s now reports on %(capability)s.") % {
            "organisation": self.organisation.label,
            "capability": assignment.capability,
        }

    def next_url(self):
        return reverse("organisation_detail", args=[self.organisation.pk])

    def context(self):
        return {"organisation": self.organisation}


class AssignmentEndView(StepView):
    """An organisation stops reporting on a capability."""

    action = Action.ORG_EDIT
    template_name = "organisations/end_assignment.html"

    def find(self, pk):
        rows = Assignment.objects.select_related("organisation", "capability")
        self.assignment = self.visible_or_404(rows, Action.ORG_READ, pk=pk)

    def take(self, form):
        organisations.end_assignment(assignment=self.assignment, by=self.request.user)
        return _("%(organisation)s no longer reports on %(capability)s.") % {
            "organisation": self.assignment.organisation.label,
            "capability": self.assignment.capability,
        }

    def next_url(self):
        return reverse("organisation_detail", args=[self.assignment.organisation_id])

    def context(self):
        return {"assignment": self.assignment, "organisation": self.assignment.organisation}
