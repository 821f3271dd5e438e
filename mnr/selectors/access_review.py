"""The review list: roles that end soon or ended, people who are silent, duties held by one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.models import AccessReview, Membership, User
from mnr.roles import Role
from mnr.selectors import left_behind
from mnr.selectors.ownership import Thin, Unowned, thin_domains, unowned
from mnr.services import access_reviews

SOON = timedelta(days=90)
SINGLE = (Role.ADM, Role.SEC, Role.CHR, Role.AUD)


@dataclass(frozen=True)
class Review:
    """Everything on the list; each part is empty when all is well."""

    due_on: date
    last: AccessReview | None
    ending: list = field(default_factory=list)
    ended: list = field(default_factory=list)
    silent: list = field(default_factory=list)
    invited: list = field(default_factory=list)
    single: list = field(default_factory=list)
    twins: list = field(default_factory=list)
    unowned: list[Unowned] = field(default_factory=list)
    thin: list[Thin] = field(default_factory=list)
    hand_overs: list = field(default_factory=list)

    @property
    def is_due(self):
        return self.due_on <= timezone.localdate()

    @property
    def findings(self):
        """How many things ask for a look."""
        parts = (self.ending, self.silent, self.invited, self.single, self.twins)
        return sum(map(len, (*parts, self.unowned, self.thin, self.hand_overs)))


def review(user) -> Review:
    """The list as it stands. Nine queries, however many people there are."""
    today = timezone.localdate()
    rows = _roles(today)
    in_force = [row for row in rows if row.starts_on <= today <= row.ends_on and _counts(row)]
    return Review(
        due_on=access_reviews.due_on(),
        last=AccessReview.objects.select_related("by").first(),
        ending=[row for row in in_force if row.ends_on <= today + SOON and not _goes_on(row, rows)],
        ended=[row for row in rows if row.ends_on < today],
        **_people(in_force),
        single=_single(in_force),
        twins=_twins(in_force),
        unowned=unowned(),
        thin=thin_domains(in_force),
        hand_overs=left_behind.open_for(user),
    )


def _roles(today):
    rows = Membership.objects.filter(ends_on__gte=today - SOON)
    rows = rows.select_related("user", "organisation", "domain").order_by("ends_on", "user", "pk")
    return list(rows)


def _counts(row):
    return row.user.is_active and not row.awaits_confirmation


def _goes_on(row, rows):
    """Whether the same role of the same person follows already."""
    return any(
        (other.user_id, other.role, other.organisation_id, other.domain_id)
        == (row.user_id, row.role, row.organisation_id, row.domain_id)
        and other.ends_on > row.ends_on
        for other in rows
    )


def _people(in_force):
    """Who has not signed in for long, and who never did."""
    silent_since = timezone.now() - SOON
    people = User.objects.filter(pk__in={row.user_id for row in in_force}).filter(
        Q(last_login=None) | Q(last_login__lt=silent_since)
    )
    found = list(people)
    return {
        "silent": [person for person in found if person.last_login],
        "invited": [person for person in found if not person.last_login],
    }


def _single(in_force):
    """Roles that hang on one person, or on nobody."""
    holders = defaultdict(set)
    for row in in_force:
        holders[row.role].add(row.user_id)
    return [
        _("%(role)s: nobody") % {"role": role.label}
        if not holders[role]
        else _("%(role)s: one person") % {"role": role.label}
        for role in SINGLE
        if len(holders[role]) < 2
    ]


def _twins(in_force):
    """Accounts of one name in one organisation: perhaps one person, who then counts as two."""
    found: dict = defaultdict(dict)
    for row in in_force:
        name = " ".join(row.user.full_name.casefold().split())
        found[name, row.organisation_id][row.user_id] = row.user
    return [list(people.values()) for people in found.values() if len(people) > 1]
