"""Where a register shows outside its own pages: its domain and its capabilities."""

import pytest
from django.urls import reverse

from mnr.roles import Role
from mnr.selectors import registers
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return factories.period()


def test_the_domain_tells_its_figures_and_links_to_it(client, register, period, own):
    entries.entry(register, own)
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse(f"{register.app_label}:home")).content.decode()
    assert register.url("list") in page
    for figure in register.figures.values():
        assert str(figure.label) in page


def test_the_capability_tells_the_entries_that_bear_on_it(client, register, period, own):
    entry = entries.entry(register, own)
    client.force_login(factories.person(Role.SEC))
    for number in register.capabilities:
        page = client.get(reverse("capability_detail", args=[number])).content.decode()
        assert register.url("list") in page
        assert (register.url("detail", entry) in page) == (number == register.capabilities[0])


def test_a_return_that_is_missing_is_told_as_missing(register, period, own):
    if not register.is_return:
        return
    factories.assignment(own, register.capabilities[0])
    agency = factories.person(Role.AGY, organisation=own)
    secretariat = factories.person(Role.SEC)
    stranger = factories.person(Role.AGY, organisation=factories.organisation())

    def missing(person):
        found = registers.stands(person, register.app_label, period)
        return next(stand.missing for stand in found if stand.register is register)

    assert missing(agency) == missing(secretariat) == [own.label]
    assert missing(stranger) == []
    entries.entry(register, own, period=period)
    assert missing(agency) == missing(secretariat) == []
