"""Where registers show outside their own pages: their domain and their capabilities."""

import pytest
from django.conf import settings
from django.urls import reverse

from mnr.registers import registry
from mnr.roles import Role
from mnr.selectors import registers
from tests import factories
from tests.factories import entries
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db

REGISTERS = [register for register in SHAPES if register.is_return]


@pytest.fixture
def period():
    return factories.period()


@pytest.mark.parametrize("app", settings.DOMAIN_APPS)
def test_a_domain_tells_the_figures_of_its_registers_and_links_to_them(client, app, period, own):
    there = registry.for_domain(app)
    for register in there:
        entries.entry(register, own)
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse(f"{app}:home")).content.decode()
    for register in there:
        assert register.url("list") in page
        for figure in register.figures.values():
            assert str(figure.label) in page, register.path


def test_a_capability_tells_the_entries_that_bear_on_it(client, period, own):
    client.force_login(factories.person(Role.SEC))
    made = {register: entries.entry(register, own) for register in registry}
    for number in sorted({number for register in registry for number in register.capabilities}):
        page = client.get(reverse("capability_detail", args=[number])).content.decode()
        for register in registry:
            assert (register.url("list") in page) == (number in register.capabilities)
            is_about = number == register.capabilities[0]
            assert (register.url("detail", made[register]) in page) == is_about, register.path


def test_a_return_that_is_missing_is_told_as_missing(client, register, period, own):
    factories.assignment(own, register.capabilities[0])
    agency = factories.person(Role.AGY, organisation=own)
    secretariat = factories.person(Role.SEC)
    stranger = factories.person(Role.AGY, organisation=factories.organisation())

    def missing(person):
        found = registers.stands(person, register.app_label, period)
        return next(stand.missing for stand in found if stand.register is register)

    assert missing(agency) == missing(secretariat) == [own.label]

    def of_its_list(person, **asked):
        client.force_login(person)
        found = client.get(register.url("list"), asked)
        told = {each.period.code: each.bodies for each in found.context["lacking"]}
        assert (f"No return for {period.code} from: {own.label}." in found.text) == bool(told)
        return told

    assert missing(stranger) == []
    mine = factories.organisation()
    entries.entry(register, mine, period=period)
    late = {period.code: [own.label]}
    assert of_its_list(secretariat) == of_its_list(agency, period=period.code) == late
    assert of_its_list(agency) == late  # of the open period, though nothing of it is listed
    assert of_its_list(stranger) == of_its_list(stranger, period=period.code) == {}
    assert of_its_list(secretariat, organisation=mine.pk) == {}
    entries.entry(register, own, period=period)
    assert missing(agency) == missing(secretariat) == []
    assert of_its_list(secretariat) == {}


def test_the_list_of_a_frozen_period_lacks_what_its_snapshot_lacks(client, register, period, own):
    factories.assignment(own, register.capabilities[0])
    entries.entry(register, period=period)
    for state in ("closed", "frozen"):
        factories.enter(period, state)
    own.assignments.update(ended_on=period.starts_on)
    client.force_login(factories.person(Role.SEC))
    page = client.get(register.url("list"))
    assert f"No return for {period.code} from: {own.label}." in page.text
