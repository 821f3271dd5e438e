"""Several values of indicators at once: all of them, or none."""

import pytest

from mnr.models import Observation
from mnr.permissions import Denied
from mnr.roles import Role
from mnr.services.observations import NotEntered, Typed, enter_values
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db

PERCENT = "C05-02"


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


def typed_value(indicator, text, period, reason="", **fields):
    starts_on, ends_on = values.days("2026-Q3")
    entry = Observation(
        indicator=indicator,
        organisation=indicator.adoption.organisation,
        period=period,
        value=text,
        starts_on=starts_on,
        ends_on=ends_on,
        **fields,
    )
    return Typed(entry, reason)


def test_all_of_them(body, writer):
    period = factories.period()
    both = [values.adopted(code, body) for code in (PERCENT, "C05-03")]
    typed = {row.code: typed_value(row, "40", period) for row in both}
    assert enter_values(values=typed, by=writer) == 0
    assert Observation.objects.count() == 2


def test_or_none_and_every_error_is_told(body, writer):
    period = factories.period()
    good, high, words = (values.adopted(c, body) for c in (PERCENT, "C05-05", "C05-03"))
    typed = {
        "good": typed_value(good, "40", period),
        "high": typed_value(high, "400", period),
        "words": typed_value(words, "some", period),
    }
    with pytest.raises(NotEntered) as refusal:
        enter_values(values=typed, by=writer)
    assert set(refusal.value.errors) == {"high", "words"}
    assert "It is above 100 percent." in refusal.value.errors["high"]["checked"][0]
    assert not Observation.objects.exists()


def test_words_that_the_guard_asks_about_wait_for_somebody_else(body, writer):
    period = factories.period()
    indicator = values.adopted(PERCENT, body)
    source = {"source": "The girl aged 9 of the register"}
    with pytest.raises(NotEntered) as refusal:
        enter_values(values={"x": typed_value(indicator, "40", period, **source)}, by=writer)
    assert set(refusal.value.errors["x"]) == {"source"}
    typed = typed_value(indicator, "40", period, "It is the title of a book.", **source)
    assert enter_values(values={"x": typed}, by=writer) == 1
    assert not Observation.objects.exists()


def test_of_ones_own_organisation_alone(body):
    indicator = values.adopted(PERCENT, body)
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    with pytest.raises(Denied):
        enter_values(values={"x": typed_value(indicator, "40", factories.period())}, by=stranger)
