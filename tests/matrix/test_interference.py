"""Two countries that differ in what somebody may not see give that person the same pages.

Every address is read, then things are added that the reader may not know of, and every address is
read again: byte for byte the same, but for tokens. That covers lists, counts, filters and orders.
"""

import re
import uuid
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mnr.models import (
    Capability,
    Comment,
    Evidence,
    Indicator,
    Job,
    Observation,
    ProgressUpdate,
    Report,
)
from mnr.registers import registry
from mnr.roles import Role
from mnr.services import audit
from tests import factories
from tests.factories import entries
from tests.matrix import oracle
from tests.matrix.crawl import read
from tests.matrix.oracle import Thing
from tests.matrix.pages import addresses

pytestmark = pytest.mark.django_db

TOKENS = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|once|held)" value="|data-session-\w+="|nonce=")[^"]*"'
)
VOLATILE = {"Set-Cookie", "Date", "Server-Timing"}
STANDING, RETURNS = "media/media-guidelines", "media/coverage-reviews"  # of capability 20
COUNTS, VALUES = "society/education-returns", "indicators/values"  # the counts: of capability 13
PATHS = (STANDING, RETURNS, COUNTS, VALUES)
ADDED = uuid.UUID("00000000-0000-4000-8000-000000000001")  # the key of whatever is added


class Undo(Exception):
    """Takes back what was added."""


def draft(aviary, body):
    _update(aviary, body, 20)


def sent_update(aviary, body):
    update = _update(aviary, body, 21)
    update.submitted_by, update.submitted_at = aviary.people[Role.SEC], timezone.now()
    update.state, update.submission_number = "submitted", 1
    update.save()


def _update(aviary, body, number):
    return ProgressUpdate.objects.create(
        pk=ADDED if number == 20 else uuid.uuid4(),
        period=aviary.rows["period"][-1],
        capability=Capability.objects.get(number=number),
        organisation=body,
        achievements="Nobody else may know.",
    )


def evidence(aviary, body):
    Evidence.objects.create(
        pk=ADDED,
        organisation=body,
        title="A plan",
        publisher="Press",
        dated_on=factories.ago(3),
        url="https://gazette.example.org/plan",
    )


def remark(aviary, body):
    update = next(row for row in aviary.rows["update"] if _is_far_and_sent(aviary, row))
    Comment.objects.create(
        pk=ADDED, update=update, item="update", text="Is that so?", by=aviary.people[Role.SEC]
    )


def _is_far_and_sent(aviary, row):
    thing = aviary.things[row.pk]
    return (thing.whose, thing.state, thing.period) == ("foreign", "submitted", "open")


def entry(aviary, body):
    _entry(aviary, body, STANDING)


def period_return(aviary, body):
    _entry(aviary, body, RETURNS, period=aviary.rows["period"][-1])


def return_of_counts(aviary, body):
    _entry(aviary, body, COUNTS, period=aviary.rows["period"][-1])


def _entry(aviary, body, path, **fields):
    register = registry.find(path)
    found = entries.values(register, body, **fields)
    many = {field.name for field in register.model._meta.many_to_many}
    register.model.objects.create(
        pk=ADDED, **{name: value for name, value in found.items() if name not in many}
    )


def value(aviary, body):
    row = Observation(
        pk=ADDED,
        organisation=body,
        period=aviary.rows["period"][-1],
        indicator=Indicator.objects.get(code="C20-03"),
        value="90",
        source="A source",
        starts_on=factories.ago(60),
        ends_on=factories.ago(30),
    )
    row.derive()
    row.save()


def report(aviary, body):
    snapshot = aviary.rows["period"][1].snapshots.get()
    Report.objects.create(
        pk=ADDED,
        snapshot=snapshot,
        layout="another",
        status="ready",
        sha256="0" * 64,
        pages=1,
        size=1,
        built_at=timezone.now(),
    )


def account(aviary, body):
    person = factories.person(full_name="Aaron Nobody", id=ADDED)
    factories.role(person, Role.AGY, organisation=body)


def event(aviary, body):
    update = next(row for row in aviary.rows["update"] if _is_far_and_sent(aviary, row))
    audit.record("update.edit", update, aviary.people[Role.SEC], {"next_steps": ["", "Wait."]})


def job(aviary, body):
    Job.objects.create(
        pk=ADDED, kind="matrix", requested_by=aviary.people[Role.SEC], state="failed", error="No."
    )


def invitation(aviary, body):
    factories.invitation(body, by=aviary.people[Role.SEC], id=ADDED)


# what is added, the thing that it is, and the actions of which none may reach it
FOREIGN = "foreign"
KINDS = {
    draft: (Thing("update", FOREIGN, "draft", "open"), ("update.status", "update.read")),
    sent_update: (Thing("update", FOREIGN, "submitted", "open"), ("update.status", "update.read")),
    evidence: (Thing("evidence", FOREIGN), ("evidence.read",)),
    remark: (Thing("note", FOREIGN, "submitted", "open"), ("note.read", "update.read")),
    entry: (Thing("entry", FOREIGN), ("entry.read",)),
    period_return: (Thing("return", FOREIGN, "", "open"), ("return.read",)),
    return_of_counts: (  # that there is one is for those who may know who has handed in
        Thing("return", FOREIGN, "", "open"),
        ("return.read_counts", "update.status"),
    ),
    value: (
        Thing("value", FOREIGN, "", "open"),
        ("indicator.read_raw", "indicator.read_controlled"),
    ),
    report: (Thing("report", state="ready"), ("report.read_internal", "report.make_internal")),
    account: (Thing("user", FOREIGN, "active"), ("user.directory",)),
    event: (Thing("audit", FOREIGN), ("audit.read", "audit.read_own")),
    job: (Thing("job", FOREIGN, "failed"), ("job.list",)),
    invitation: (Thing("invitation", FOREIGN, "waiting"), ("user.invite", "user.invite_release")),
}


def invisible_to(role):
    """What is added without this role's knowing of it."""
    return [
        add
        for add, (thing, actions) in KINDS.items()
        if not any(oracle.decide(action, [role.value], thing) == "yes" for action in actions)
    ]


def pages(client, urls):
    """{address: what it answers, without what changes with every request}."""
    found = {}
    for url in urls:
        page = read(client, url)
        headers = {name: value for name, value in page.headers.items() if name not in VOLATILE}
        headers.pop("Content-Length", None)
        headers.pop("Expires", None)  # the moment of the answer
        content = TOKENS.sub(rb"\1", page.content)
        found[url] = (page.status, content, headers if b"nonce" not in content else {})
    return found


def changed(before, after):
    """{address: what is different there}."""
    return {
        url: [
            pair
            for pair in zip(_parts(before[url]), _parts(after[url]), strict=False)
            if pair[0] != pair[1]
        ][:3]
        for url in before
        if before[url] != after[url]
    }


def _parts(answer):
    status, content, headers = answer
    return [status, *sorted(headers.items()), *content.splitlines()]


@pytest.fixture
def urls(aviary):
    """Every page about every row, and about a row that is not there yet."""
    body = aviary.rows["organisation"][-1]
    for number in (13, 20, 21):  # who reports on what is everybody's to know
        with suppress(Exception):
            factories.assignment(body, number, "contributor")
    about = ("update_detail", "update_history", "evidence_update", "person_detail")
    return [
        *addresses(aviary),
        *(reverse(name, args=[ADDED]) for name in (*about, "report_detail")),
        *(reverse(registry.find(path).url_name("detail"), args=[ADDED]) for path in PATHS),
        *(f"{registry.find(path).url('list')}?q=source" for path in PATHS),
        f"{reverse('evidence_list')}?q=plan",
        f"{reverse('person_list')}?q=nobody",
    ]


OFTEN = (Role.DOM,)  # the others in the full run: this one leads domains and has an organisation


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[] if role in OFTEN else pytest.mark.full)
        for role in Role
        if role is not Role.ANO
    ],
)
@pytest.mark.parametrize("at_once", [True, pytest.param(False, marks=pytest.mark.full)])
def test_what_somebody_may_not_see_changes_no_page(role, at_once, aviary, urls, client, tell):
    client.force_login(aviary.people[role])
    hidden = invisible_to(role)
    with time_machine.travel(timezone.now(), tick=False):  # pages tell until when one is signed in
        _compare(aviary, urls, client, [hidden] if at_once else [[each] for each in hidden])
    count = f"{len(hidden)} invisible things, {len(urls)} pages"
    tell(f"non-interference: {role} reads the same bytes, {count}")


def _compare(aviary, urls, client, rounds):
    before = pages(client, urls)
    again = pages(client, urls)
    assert not changed(before, again), "a page changes by itself"
    for added in rounds:
        with suppress(Undo), transaction.atomic():
            for add in added:
                add(aviary, aviary.rows["organisation"][-1])
            after = pages(client, urls)
            assert not changed(before, after)
            raise Undo
