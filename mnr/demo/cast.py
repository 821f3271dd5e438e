"""Who takes part in the demonstration: organisations, assignments, people and their roles."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from mnr.demo import texts
from mnr.demo.accounts import DOMAIN, PASSWORD
from mnr.demo.dates import moment
from mnr.demo.dice import Dice
from mnr.models import (
    Assignment,
    Capability,
    Domain,
    Duty,
    Membership,
    Organisation,
    Procedure,
    User,
)
from mnr.roles import Action, Role
from mnr.services import audit, organisations, people
from mnr.services.errors import Refused

FEWEST = 18
MANY_ASSIGNMENTS = 4  # from so many on, an organisation has two people who write
YEAR = timedelta(days=365)

REPORTING_ROLE = {
    Organisation.Kind.INDUSTRY: Role.IND,
    Organisation.Kind.MEDIA: Role.IND,
    Organisation.Kind.CIVIL_SOCIETY: Role.CSO,
    Organisation.Kind.INTERNATIONAL: Role.CSO,
}


@dataclass
class Cast:
    """Everybody, by what they do."""

    organisations: dict = field(default_factory=dict)  # short name: Organisation
    settings: dict = field(default_factory=dict)  # organisation id: its table in the file
    assignments: list = field(default_factory=list)
    writers: dict = field(default_factory=dict)  # organisation id: [User]
    leads: dict = field(default_factory=dict)  # domain id: [(User, organisation id)]
    secretariat: list = field(default_factory=list)
    chairs: list = field(default_factory=list)

    def assigned_by(self, day: date) -> list:
        """The assignments that had begun by a day."""
        return [row for row in self.assignments if row.began_on <= day]

    def endorsers_of(self, assignment) -> list:
        """Leads of the domain who may endorse: not those of the same organisation."""
        return [
            user
            for user, organisation in self.leads[assignment.capability.domain_id]
            if organisation != assignment.organisation_id
        ]


class Casting:
    """Writes the people and organisations of one demonstration."""

    def __init__(self, dice: Dice, today: date):
        self.dice, self.today = dice, today
        self.cast = Cast()
        self.password = make_password(PASSWORD)  # once: hashing is slow on purpose
        self.names = _names(dice)
        self.capabilities = _capabilities()
        self.memberships: list[Membership] = []

    def write(self, count: int, begins: list[date]) -> Cast:
        """Organisations first, then the people and what they may do. `begins` of each period."""
        for table in _tables(count):
            self._organisation(table, begins[min(table.get("joined", 0), len(begins) - 1)])
        self._office()
        self._domain_leads()
        self._committee()
        for organisation in self.cast.organisations.values():
            self._writers(organisation)
        self._save_memberships()
        self._on_duty()
        return self.cast

    def _organisation(self, table, began_on):
        organisation = organisations.record_organisation(
            Organisation(
                id=self.dice.key("organisation", table["short"]),
                name=table["name"],
                short_name=table["short"],
                kind=table["kind"],
                role_text=table["role"],
            ),
            by=None,
        )
        self.cast.organisations[organisation.short_name] = organisation
        self.cast.settings[organisation.pk] = table
        for kind, numbers in (
            ("lead", table.get("leads", [])),
            ("contributor", table["contributes"]),
        ):
            for number in numbers:
                self._assignment(organisation, kind, number, began_on)

    def _assignment(self, organisation, kind, number, began_on):
        assignment = Assignment(
            id=self.dice.key("assignment", organisation.short_name, number),
            organisation=organisation,
            capability=self.capabilities[number],
            kind=kind,
            began_on=began_on,
        )
        self.cast.assignments.append(organisations.record_assignment(assignment, by=None))

    def _office(self):
        """Secretariat, chairs, administrator and auditor: those whose roles two people grant."""
        committee = texts.read("organisations")["committee"]
        first, second = (self._person(f"secretariat{end}") for end in ("", "2"))
        self.cast.secretariat = [first, second]
        self.cast.chairs = [self._person("chair"), self._person("deputy.chair")]
        chair, deputy = self.cast.chairs
        for user in (first, second):
            self._member(user, Role.SEC, confirmed_by=chair)
        for user, short, other in zip(
            self.cast.chairs, committee["chair"], [deputy, chair], strict=True
        ):
            self._member(user, Role.CHR, self.cast.organisations[short], confirmed_by=other)
        self._member(self._person("administrator"), Role.ADM, confirmed_by=chair)
        self._member(self._person("auditor"), Role.AUD, confirmed_by=chair)

    def _on_duty(self):
        """Who decides about illegal material, and the five things of the procedure."""
        (first, second), chair = self.cast.secretariat, self.cast.chairs[0]
        at = moment(self.today - timedelta(days=60), 120)
        for user, other, place in ((first, second, "officer"), (second, first, "deputy")):
            Duty.objects.create(
                id=self.dice.key("duty", place),
                membership=next(row for row in self.memberships if row.user == user),
                user=user,
                place=place,
                requested_by=other,
                confirmed_by=chair,
                confirmed_at=at,
            )
        Procedure.objects.create(
            id=self.dice.key("procedure"),
            **texts.read("organisations")["procedure"],
            duty_officer=str(first),
            deputy=str(second),
            proposed_by=second,
            confirmed_by=chair,
            confirmed_at=at,
        )

    def _domain_leads(self):
        domains = {domain.key: domain for domain in Domain.objects.current()}
        for key, shorts in texts.read("organisations")["domain_leads"].items():
            pairs = []
            for short, title in zip(shorts, ("lead", "deputy"), strict=True):
                user = self._person(f"{title}.{key.replace('_', '-')}")
                organisation = self.cast.organisations[short]
                self._member(user, Role.DOM, organisation, domains[key])
                pairs.append((user, organisation.pk))
            self.cast.leads[domains[key].pk] = pairs

    def _committee(self):
        for number, short in enumerate(texts.read("organisations")["committee"]["members"], 1):
            user = self._person(f"member{number}")
            self._member(user, Role.CMM, self.cast.organisations[short])

    def _writers(self, organisation):
        table = self.cast.settings[organisation.pk]
        many = len(table.get("leads", [])) + len(table["contributes"]) >= MANY_ASSIGNMENTS
        address = organisation.short_name.lower().replace(" ", "-").replace("'", "")
        role = REPORTING_ROLE.get(organisation.kind, Role.AGY)
        for end in ("", "2") if many else ("",):
            user = self._person(f"{address}{end}")
            self._member(user, role, organisation)
            self.cast.writers.setdefault(organisation.pk, []).append(user)

    def _person(self, address):
        email = f"{address}@{DOMAIN}"
        user = User.objects.create(
            id=self.dice.key("person", address),
            email=email,
            full_name=next(self.names),
            password=self.password,
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        audit.record(Action.USER_INVITE, user)
        return user

    def _member(self, user, role, organisation=None, domain=None, confirmed_by=None):
        starts = self.today - timedelta(days=60)
        first, second = self.cast.secretariat
        self.memberships.append(
            Membership(
                id=self.dice.key("membership", user.email),
                user=user,
                role=role,
                organisation=organisation,
                domain=domain,
                starts_on=starts,
                ends_on=starts + YEAR,
                granted_by=second if user == first else first,
                confirmed_by=confirmed_by,
                confirmed_at=moment(starts, 90) if confirmed_by else None,
            )
        )

    def _save_memberships(self):
        Membership.objects.bulk_create(self.memberships)
        for order, row in enumerate(self.memberships):
            granted_at = moment(row.starts_on, order % 60)
            Membership.objects.filter(pk=row.pk).update(granted_at=granted_at)
            if row.domain_id:
                people.synchronise_domain_grants(row.user)
        audit.record_many(
            [
                audit.Entry(Action.ROLE_GRANT, row, row.granted_by, {"role": [None, row.role]})
                for row in self.memberships
            ]
        )


def _capabilities():
    return {row.number: row for row in Capability.objects.current().select_related("domain")}


def _tables(count):
    """The first so many organisations; after the named ones, an office in each place."""
    tables = texts.read("organisations")["organisations"] + [
        {
            "name": f"Child Protection Office of {place}",
            "short": f"Office {place}",
            "kind": "service_provider",
            "role": f"Coordinates support in the region of {place}.",
            "contributes": [8, 9],
        }
        for place in texts.common("places")
    ]
    if not FEWEST <= count <= len(tables):
        raise Refused(f"The demonstration has from {FEWEST} to {len(tables)} organisations.")
    return tables[:count]


def _names(dice):
    """Invented names, each once."""
    given, family = texts.common("given_names"), texts.common("family_names")
    everybody = [f"{first} {last}" for first in given for last in family]
    dice.at("names").shuffle(everybody)
    return iter(everybody)
