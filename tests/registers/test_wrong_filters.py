"""What a list is asked for that there is not: said, and never answered with everything."""

import pytest

from mnr.models import AuditEvent, SavedView
from mnr.registers import registry
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db
WRONG = (
    "status=bogus",
    "organisation=bogus",
    "sort=bogus",
    "sort=--title",
    "is_withdrawn=1&state=x",
)


@pytest.fixture
def laws():
    register = registry.find("governance/legal-instruments")
    entries.entry(register)
    return register


@pytest.fixture
def reader(client):
    reader = factories.person(Role.SEC)
    client.force_login(reader)
    return reader


@pytest.mark.parametrize("asked", WRONG)
def test_the_list_says_so_and_shows_nothing(client, reader, laws, asked):
    page = client.get(f"{laws.url('list')}?{asked}")
    assert page.context["table"] == []
    assert "There is a problem" in page.text
    assert 'value="bogus"' not in page.text, "the form would ask for it again"
    assert len(client.get(laws.url("list")).context["table"]) == 1


@pytest.mark.parametrize("asked", WRONG)
def test_nothing_is_taken_away(client, reader, laws, asked):
    answer = client.post(laws.url("export"), {"kind": "csv", "asked": asked}, follow=True)
    assert "Nothing was taken" in answer.text
    assert not AuditEvent.objects.filter(action="export.unpublished").exists()


@pytest.mark.parametrize("asked", WRONG)
def test_no_view_of_it_is_kept(client, reader, laws, asked):
    answer = client.post(laws.url("views"), {"name": "Own", "asked": asked})
    assert answer.status_code == 422
    assert "something that there is not" in answer.text
    assert not SavedView.objects.exists()


def test_a_period_and_a_region_are_asked_for_by_their_codes_too(client, reader):
    for path, name in (
        ("victim-services/helpline-returns", "period"),
        ("victim-services/support-services", "regions"),
    ):
        register = registry.find(path)
        entry = entries.entry(register)
        stored = getattr(entry, name)
        row = stored.first() if register.field(name).many_to_many else stored
        other = entries.region() if name == "regions" else factories.period("2020-Q1", "planned")
        for asked, count in ((row.code, 1), (row.pk, 1), (other.code, 0), ("2019-Q9", 0)):
            page = client.get(register.url("list"), {name: asked})
            assert len(page.context["table"]) == count, (name, asked)
            if count:
                assert f'<option value="{row.pk}" selected>' in page.text


def test_what_is_no_key_is_no_choice(client, reader):
    register = registry.find("governance/committee-decisions")
    page = client.get(register.url("list"), {"meeting": "x"}).text
    assert "from the list" in page
    assert "UUID" not in page
