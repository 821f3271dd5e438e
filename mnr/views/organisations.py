"""Organisations, and the capabilities on which they report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from mnr.services.errors import Refused
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
        )


class OrganisationDetailView(ScopedView):
    """One organisation: what it reports on, and its people as far as the reader knows them."""

    action = Action.ORG_READ

    def get(self, request, pk):
        organisation = self.visible_or_404(Organisation.objects.all(), pk=pk)
        known = self.visible(User.objects.all(), Action.USER_DIRECTORY)
        assignments = organisation.assignments.select_related("capability__domain")
        evidence = self.visible(Evidence.objects.filter(organisation=organisation), Action.EVIDENCE_READ)
        context = {
            "organisation": organisation,
            "assignments": [row for row in assignments if row.ended_on is None],
            "ended": [row for row in assignments if row.ended_on],
            "memberships": Membership.objects.in_force()
            .filter(organisation=organisation, user__in=known)
            .select_related("user", "domain"),
            "may_read_evidence": self.may(Action.EVIDENCE_READ, Evidence(organisation=organisation)),
            "documents": evidence.filter(withdrawn_on=None).count(),
            "may_edit": self.may(Action.ORG_EDIT, organisation),
        }
        return render(request, "organisations/detail.html", context)


class OrganisationFormView(ScopedView):
    """Record an organisation, or change what is recorded."""

    action = Action.ORG_EDIT

    def get(self, request, pk=None):
        return self.show(OrganisationForm(instance=self.find(pk)))

    def post(self, request, pk=None):
        form = OrganisationForm(request.POST, instance=self.find(pk))
        if form.is_valid():
            try:
                saved = organisations.save_organisation(organisation=form.instance, by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
                return self.go_to(saved)
        return self.show(form, status=422)

    def find(self, pk):
        rows = Organisation.objects.all()
        return self.visible_or_404(rows, Action.ORG_READ, pk=pk) if pk else None
