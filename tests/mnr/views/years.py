"""A country of any size, in few rows, for counting queries and reading pages."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mnr.models import Assignment, Enabler, Obstacle
from mnr.roles import Role
from tests import factories

STEPS = ("closed", "frozen", "approved", "published")


def codes(count):
    """The codes of the quarters up to 2026-Q4, the oldest first."""
    last = 2026 * 4 + 3
    return [f"{place // 4}-Q{place % 4 + 1}" for place in range(last - count + 1, last + 1)]


def organisations(count):
    """Organisations that each have a part in a capability, as lead where it has none yet."""
    bodies = [factories.organisation() for _ in range(count)]
    for place, body in enumerate(bodies):
        number = place % 21 + 1
        led = Assignment.objects.filter(capability__number=number, kind="lead").exists()
        factories.assignment(body, number, "contributor" if led else "lead", began=-9000)
    return bodies


def quarters(codes, bodies):
    """Periods with updates of four organisations: published, the last but one frozen, one open."""
    rows = []
    for code in codes:
        row = factories.period(code)
        rows.append(row)
        for place, body in enumerate(bodies[:4]):
            tell(row, place + 1, body)
        for state in STEPS[: max(0, len(codes) - len(rows)) * 2]:
            factories.enter(row, state)
    return rows


def tell(period, number, body, state="accepted"):
    """An update with an assessment, evidence checks and an obstacle."""
    update = factories.update("draft", period, number, body, assessed=(2, 1))
    source = Enabler.objects.get(key="resources")
    Obstacle.objects.create(update=update, order=1, text="Posts are not financed.", enabler=source)
    return factories.reach(update, state)


def readers(body):
    """A person of each role whose pages are counted; the lead also reports."""
    return {
        role: factories.person(role, organisation=body, domain="policy_governance")
        for role in (Role.SEC, Role.AGY, Role.ADM, Role.DOM)
    }


def counts(client, people, addresses):
    """How many queries each page takes for each person."""
    return [
        {role: queries(client, person, address) for role, person in people.items()}
        for address in addresses
    ]


def queries(client, person, address):
    """How many queries a page takes, from a cold session."""
    client.force_login(person)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)
