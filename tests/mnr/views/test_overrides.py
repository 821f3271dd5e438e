"""Pages on which a figure is asked for and decided on; none tells the number to who decides."""

import pytest
from django.urls import reverse

from mnr.figures import control, keeping
from mnr.models import FigureOverride, Observation
from mnr.registers import feeding, outlook
from mnr.roles import Role
from mnr.services import overrides, snapshots
from tests import factories
from tests.factories import values
from tests.mnr.views.test_indicators import words

pytestmark = pytest.mark.django_db
ARRESTS, WHY = "C04-05", "The ministry has published it."
NUMBER = "317"


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


@pytest.fixture
def value():
    period = factories.period("2026-Q2", "open")
    return values.value(
        values.adopted(ARRESTS, categories=values.SEX_AND_AGE), NUMBER, "2026-Q2", period
    )


@pytest.fixture
def asked(value, secretary):
    return overrides.request_override(value=value, is_shown=False, reason=WHY, by=secretary)


def test_from_the_value_to_the_decision(visit, secretary, chair, value):
    page = visit(secretary, "observation_detail", value.pk)
    assert reverse("override_request", args=[value.pk]) in page.text
    data = {"is_shown": "no", "reason": WHY}
    page = visit(secretary, "override_request", value.pk, data=data)
    assert "The chair is asked to confirm it." in words(page)
    assert WHY in words(page)
    row = FigureOverride.objects.get()
    page = visit(chair, "my_work")
    assert f"Decide whether a figure is hidden: {ARRESTS}, 2026-Q2" in words(page)
    page = visit(chair, "override_decide", row.pk)
    assert WHY in words(page)
    assert NUMBER not in words(page)
    page = visit(chair, "override_decide", row.pk, data={"is_confirmed": "yes"})
    assert "It is confirmed." in words(page)
    assert NUMBER not in words(page)
    snapshot = snapshots.make_snapshot(period=value.period, by=secretary)
    keeping.figures_of(snapshot)
    page = visit(chair, "indicator_detail", ARRESTS)
    assert "hidden by decision" in words(page)
    assert NUMBER not in words(page)
    assert "By the edition of 2026-Q2" in words(visit(secretary, "override_list"))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(visit, secretary, value):
    data = {"is_shown": "no", "reason": f"All {NUMBER} are known."}
    page = visit(secretary, "override_request", value.pk, data=data)
    assert page.status_code == 422
    assert "Do not write the number itself" in words(page)
    assert f"All {NUMBER} are known." in page.text
    data = {"is_shown": "no", "reason": WHY}
    visit(secretary, "override_request", value.pk, data=data)
    page = visit(secretary, "override_request", value.pk, data=data)
    assert page.status_code == 422
    assert "asked for this figure already" in words(page)
    assert FigureOverride.objects.count() == 1


def test_who_decides_sees_no_number_anywhere(visit, chair, asked):
    for name, *args in (("override_decide", asked.pk), ("my_work",), ("indicator_list",)):
        assert NUMBER not in words(visit(chair, name, *args))
    page = visit(chair, "override_decide", asked.pk, data={"is_confirmed": "no"})
    assert page.status_code == 422
    assert "Say why it is refused." in words(page)
    assert NUMBER not in words(page)


def test_who_decides_is_told_which_other_figures_it_hides_and_no_number(
    visit, secretary, chair, value
):
    for age, number in (("0-11", "103"), ("12-15", "105"), ("16-17", "109")):
        values.value(value.indicator, number, "2026-Q2", breakdown=f"age band: {age}")
    part = Observation.objects.get(value="103")
    row = overrides.request_override(value=part, is_shown=False, reason=WHY, by=secretary)
    text = words(visit(chair, "override_decide", row.pk))
    assert "1 other figure is hidden with it" in text
    assert "2026-Q2, whole country, age band: 1" in text
    assert not any(number in text for number in ("103", "105", "109"))
    Observation.objects.filter(pk=part.pk).update(version=part.version + 1)
    assert "could not follow this" in words(visit(chair, "override_decide", row.pk))
    apart = values.value(value.indicator, "211", "2026-Q1")
    other = overrides.request_override(value=apart, is_shown=False, reason=WHY, by=secretary)
    assert "no other figure" in words(visit(chair, "override_decide", other.pk))


def test_the_register_that_feeds_an_indicator_is_reckoned_with(value, monkeypatch):
    asked = []
    real = control.control
    monkeypatch.setattr(control, "control", lambda *args: asked.append(args[0]) or real(*args))
    register, _feed = feeding.feeding(value.indicator.code)
    outlook.is_hidden(value)
    ((row,),) = (content["registers"] for content in asked)
    assert row["path"] == register.path


def test_the_secretariat_withdraws_it(visit, secretary, asked):
    page = visit(secretary, "override_list")
    assert reverse("override_withdraw", args=[asked.pk]) in page.text
    page = visit(secretary, "override_withdraw", asked.pk, data={"sent": "1"})
    assert "It is withdrawn." in words(page)
    page = visit(secretary, "override_withdraw", asked.pk)
    assert "refused or withdrawn already" in words(page)


@pytest.mark.parametrize("role", [Role.CHR, Role.AUD, Role.CMM, Role.AGY])
def test_others_are_offered_nothing(visit, value, role):
    body = {"organisation": value.organisation} if role is Role.AGY else {}
    reader = factories.person(role, **body)
    page = visit(reader, "observation_detail", value.pk)
    assert reverse("override_request", args=[value.pk]) not in page.text
    reads = role in (Role.CHR, Role.AUD)
    assert (reverse("override_list") in visit(reader, "indicator_list").text) is reads
    assert visit(reader, "override_list").status_code == (200 if reads else 403)


def test_chair_and_auditor_read_what_was_asked_and_the_chair_goes_on_to_decide(
    visit, secretary, chair, asked
):
    ways = [f'"{reverse(f"override_{name}", args=[asked.pk])}"' for name in ("decide", "withdraw")]
    found = {}
    for reader in (secretary, chair, factories.person(Role.AUD)):
        page = visit(reader, "override_list")
        assert WHY in words(page)
        assert NUMBER not in words(page)
        found[reader] = tuple(way in page.text for way in ways)
    assert list(found.values()) == [(False, True), (True, False), (False, False)]


def test_other_figures_have_no_such_page(visit, secretary, value):
    bound = values.value(value.indicator, "<5", "2026-Q1", value.period)
    assert visit(secretary, "override_request", bound.pk).status_code == 409
    page = visit(secretary, "observation_detail", bound.pk)
    assert reverse("override_request", args=[bound.pk]) not in page.text


def test_a_page_says_that_the_edition_is_made(visit, secretary, value):
    assert "is made already" not in words(visit(secretary, "override_request", value.pk))
    keeping.figures_of(snapshots.make_snapshot(period=value.period, by=secretary))
    assert "is made already" in words(visit(secretary, "override_request", value.pk))
