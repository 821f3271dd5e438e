"""A list that is narrowed to a region holds the entries that count in it, on every way to it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mnr.api.description import description
from mnr.models import Region
from mnr.registers import registry
from mnr.registers.reach import REACHING, reach
from mnr.roles import Role
from tests import factories
from tests.api.conftest import by_session
from tests.factories import entries

pytestmark = pytest.mark.django_db
NARROWED = [each for each in registry.everything if set(each.regional) & set(each.filters)]
FAR = "B"
PLACES = {"whole": ["A"], "part": ["A1"], "both": ["A", "A1"], "far": [FAR], "country": []}
FOUND = {
    "A": {"whole", "part", "both", "country"},
    "A1": {"whole", "part", "both", "country"},
    "A2": {"whole", "both", "country"},
    FAR: {"far", "country"},
    "B1": {"far", "country"},
}


@pytest.fixture
def reader():
    return factories.person(Role.SEC)


def placed(register):
    """{place: an entry that names just the regions of that place}"""
    regions = {code: entries.region(code) for code in ("A", FAR)}
    regions |= {code: entries.region(code, within=regions[code[0]]) for code in ("A1", "A2", "B1")}
    found = {place: entries.entry(register) for place in PLACES}
    for place, codes in PLACES.items():
        getattr(found[place], register.regional[0]).set([regions[code] for code in codes])
    return found


def test_there_are_such_registers():
    assert len(NARROWED) >= 4


@pytest.mark.parametrize("each", NARROWED, ids=lambda each: each.path)
def test_the_page_and_the_api_find_what_counts_in_the_region(client, reader, each):
    client.force_login(reader)
    rows, name = placed(each), each.regional[0]
    for code, places in FOUND.items():
        wanted = sorted(str(rows[place].pk) for place in places)
        page = client.get(each.url("list"), {name: code})
        assert sorted(str(row.pk) for row in page.context["entries"]) == wanted, code
        told = by_session(reader).get(f"{each.path}/", **{name: code}).json()
        assert sorted(row["id"] for row in told["results"]) == wanted, code
        assert told["count"] == len(wanted)


@pytest.mark.parametrize("each", NARROWED, ids=lambda each: each.path)
def test_it_is_as_many_as_reach_the_region(reader, each):
    placed(each)
    found = reach(each)
    working = each.visible(reader).filter(each.working)
    for region, number in found.regions:
        rows = each.narrowed(working, {each.regional[0]: region})
        assert rows.count() == number + found.nationwide, region.code
        ((_figure, counted),) = each.summed(rows, counted=True, figures=())
        assert counted == rows.count(), "an entry that names two regions counts once"


def test_the_form_and_the_api_say_what_is_found_too(client, reader):
    client.force_login(reader)
    for each in NARROWED:
        assert str(REACHING) in client.get(each.url("list")).text
        listed = description()["paths"][f"/api/v1/{each.path}/"]["get"]
        said = {part["name"]: part["description"] for part in listed["parameters"]}
        assert said[each.regional[0]] == str(REACHING)


def test_a_saved_view_and_a_file_hold_the_same(client, reader):
    client.force_login(reader)
    each = registry.find("victim-services/support-services")
    rows = placed(each)
    asked = "regions=A2"
    client.post(each.url("views"), {"name": "Own", "asked": asked})
    view = reader.saved_views.get()
    page = client.get(f"{each.url('list')}?{view.asked}")
    assert {row.pk for row in page.context["entries"]} == {rows[n].pk for n in FOUND["A2"]}
    text = client.post(each.url("export"), {"kind": "csv", "asked": view.asked}).text
    found = {place for place, row in rows.items() if str(row.pk) in text}
    assert found == FOUND["A2"]


def test_it_costs_the_same_however_many_regions_there_are(client, reader):
    client.force_login(reader)
    each = registry.find("victim-services/support-services")
    placed(each)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(each.url("list"), {"regions": "A1"}).status_code == 200
        return len(seen)

    cost()
    before, whole = cost(), Region.objects.get(code="A")
    for _number in range(3):
        entries.region(within=whole)
        entries.entry(each).regions.set([whole])
    assert cost() == before
