"""People, their roles, and everybody's own profile."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.access import ScopedView
from mnr.forms.people import PeopleFilter, RoleForm, roles_for
from mnr.models import Membership, User
from mnr.roles import Action, Role
from mnr.selectors import histories
from mnr.services import people
from mnr.views.step import StepView

PAGE = 50
ROLES = Membership.objects.select_related("organisation", "domain")


class PersonListView(ScopedView):
    """The people that the reader may know of."""

    action = Action.USER_DIRECTORY

    def get(self, request):
        wanted = PeopleFilter(request.GET)
        chosen = wanted.cleaned_data if wanted.is_valid() else {}
        may_see_addresses = bool(self.may(Action.USER_DEACTIVATE))
        rows = self.narrowed(known_people(self), chosen, may_see_addresses)
        context = {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "chosen": chosen,
            "roles": Role.membership_choices(),
            "may_see_addresses": may_see_addresses,
            "may_invite": self.may(Action.USER_INVITE),
            "to_confirm": self.to_confirm(),
            "may_review": self.may(Action.ROLE_REVIEW),
            "may_see_hand_overs": self.may(Action.HANDOVER_READ),
        }
        return render(request, "people/list.html", context)

    def narrowed(self, rows, chosen, may_see_addresses):
        if text := chosen.get("q"):
            found = Q(full_name__icontains=text)
            rows = rows.filter(found | Q(email__icontains=text) if may_see_addresses else found)
        if role := chosen.get("role"):
            holders = Membership.objects.in_force().filter(role=role)
            rows = rows.filter(pk__in=holders.values("user"))
        in_force = ROLES.in_force()
        return rows.prefetch_related(Prefetch("memberships", in_force, to_attr="roles_now"))

    def to_confirm(self):
        """The roles that wait for the reader's confirmation."""
        waiting = Membership.objects.awaiting_confirmation().select_related("user", "granted_by")
        return self.visible(waiting, Action.ROLE_GRANT_PRIVILEGED_CONFIRM)


class PersonDetailView(ScopedView):
    """One person, and the roles they have, had and will have."""

    action = Action.USER_DIRECTORY

    def get(self, request, pk):
        person = find_person(self, pk)
        roles = person.memberships.select_related(
            "organisation", "domain", "granted_by", "confirmed_by"
        )
        today, found = timezone.localdate(), histories.addresses(request.user, list(roles))
        context = {
            "person": person,
            "roles": [self.role(row, found) for row in roles if row.ends_on >= today],
            "ended": [(row, found.get(row.pk, "")) for row in roles if row.ends_on < today],
            "may_see_address": self.may(Action.USER_DEACTIVATE) or person == request.user,
            "may_give_role": bool(roles_for(self.may)) and person != request.user,
            "may_sign_out": self.may(Action.SESSION_KILL_ANY) and person.is_active,
            "may_open": self.may(Action.USER_REACTIVATE, person),
            "may_reset": person.is_active and self.may(Action.USER_MFA_RESET_REQUEST),
            "resets": self.resets(person),
            "may_close": self.may(Action.USER_DEACTIVATE, person),
            "may_explain": self.may(Action.POLICY_EXPLAIN, person),
        }
        return render(request, "people/detail.html", context)

    def resets(self, person):
        """Requests to begin anew that the reader may confirm."""
        if not self.may(Action.USER_MFA_RESET_CONFIRM):
            return []
        waiting = person.factor_resets.waiting().select_related("requested_by")
        return list(self.visible(waiting, Action.USER_MFA_RESET_CONFIRM))

    def role(self, membership, found):
        """A membership with what the reader may do about it, and the way to its history."""
        return {
            "membership": membership,
            "history": found.get(membership.pk, ""),
            "is_future": membership.starts_on > timezone.localdate(),
            "may_confirm": self.may(Action.ROLE_GRANT_PRIVILEGED_CONFIRM, membership),
            "may_end": self.may(Action.ROLE_REVOKE, membership),
        }


class PersonStepView(StepView):
    """A step about one person."""

    action = Action.USER_DIRECTORY

    def find(self, pk):
        self.person = find_person(self, pk)

    def next_url(self):
        return reverse("person_detail", args=[self.person.pk])

    def context(self):
        return {"person": self.person}


class PersonDeactivateView(PersonStepView):
    """Close somebody's account."""

    action = Action.USER_DEACTIVATE
    template_name = "people/close.html"

    def take(self, form):
        people.deactivate_person(user=self.person, by=self.request.user)
        return _("The account of %(person)s is closed.") % {"person": self.person}


class MembershipCreateView(PersonStepView):
    """Give somebody a role, or ask for a privileged one."""

    action = Action.ROLE_GRANT_PRIVILEGED_REQUEST
    form_class = RoleForm
    template_name = "people/role.html"

    def form_arguments(self):
        today = timezone.localdate()
        return {
            "roles": roles_for(self.may),
            "initial": {"starts_on": today, "ends_on": today + timedelta(days=365)},
        }

    def take(self, form):
        membership = people.grant_role(user=self.person, by=self.request.user, **form.cleaned_data)
        words = {"person": self.person, "role": membership.get_role_display()}
        if membership.awaits_confirmation:
            return _("%(role)s for %(person)s waits for the chair’s confirmation.") % words
        return _("%(person)s now has the role: %(role)s.") % words


class MembershipStepView(PersonStepView):
    """A step about one membership of a person that the reader may know."""

    action = Action.USER_DIRECTORY

    def find(self, pk):
        rows = Membership.objects.select_related("user", "organisation", "domain", "granted_by")
        self.membership = self.visible_or_404(
            rows.filter(user__in=known_people(self)), Action.FRAMEWORK_READ, pk=pk
        )
        self.person = self.membership.user

    def context(self):
        return {"person": self.person, "membership": self.membership}


class MembershipConfirmView(MembershipStepView):
    """The chair's yes to a privileged role."""

    action = Action.ROLE_GRANT_PRIVILEGED_CONFIRM
    template_name = "people/confirm_role.html"

    def get(self, request, pk):
        self.find(pk=pk)
        permissions.require(request.user, self.action, self.membership)
        return self.show(self.form())

    def take(self, form):
        people.confirm_role(membership=self.membership, by=self.request.user)
        return _("%(person)s now has the role: %(role)s.") % {
            "person": self.person,
            "role": self.membership.get_role_display(),
        }


class MembershipEndView(MembershipStepView):
    """End a role at once."""

    action = Action.ROLE_REVOKE
    template_name = "people/end_role.html"

    def take(self, form):
        people.end_role(membership=self.membership, by=self.request.user)
        return _("The role of %(person)s has ended.") % {"person": self.person}


def known_people(view):
    """The people that the reader may know of, and the reader."""
    found = view.visible(User.objects.all(), Action.USER_DIRECTORY)
    return User.objects.filter(Q(pk__in=found) | Q(pk=view.request.user.pk))


def find_person(view, pk):
    """One of them; 404 for others."""
    return view.visible_or_404(known_people(view), Action.FRAMEWORK_READ, pk=pk)
