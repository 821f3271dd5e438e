"""One page to enter all values that are due, with the last ones beside: all of them, or none."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mnr.models import GuardRelease, Observation
from mnr.registers import feeding
from mnr.roles import Role
from tests import factories
from tests.factories import entries, values

pytestmark = pytest.mark.django_db

QUARTERLY, DAYS, ANNUAL, WORDS = "C05-02", "C05-03", "C05-04", "C12-01"


@pytest.fixture
def body():
    return factories.organisation("Court Service", short_name="Courts")


@pytest.fixture
def past():
    return factories.period("2026-Q2", "closed")


@pytest.fixture
def period(past):
    return factories.period("2026-Q3")


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


@pytest.fixture
def both(body, past, period):
    """Two indicators of one organisation, with a value of the quarter before."""
    found = [values.adopted(code, body) for code in (QUARTERLY, DAYS)]
    for indicator in found:
        values.value(indicator, "40", "2026-Q2", past, source="Court register")
    return found


@pytest.fixture
def page(client, writer):
    """page() reads the page; page(data) sends its form."""

    def page(data=None, person=writer):
        client.force_login(person)
        if data is None:
            return client.get(reverse("values_due"))
        return client.post(reverse("values_due"), data, follow=True)

    return page


def typed(code, value, **fields):
    days = {"starts_on": "1 July 2026", "ends_on": "30 September 2026"}
    return {f"{code}-{name}": text for name, text in ({"value": value} | days | fields).items()}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def entered():
    return {row.indicator.code: row.value for row in Observation.objects.filter(value__gt="40")}


def test_what_is_due_stands_there_with_the_last_value_and_the_days(page, both):
    text = words(page())
    assert "2 values are due" in text
    assert "Courts" in text
    assert "Before: 40 for 2026-Q2" in text
    html = page().text
    assert 'value="1 July 2026"' in html
    assert 'value="30 September 2026"' in html
    assert 'value="Court register"' in html


def test_what_returns_give_is_not_asked_for(page, both, body, period):
    register, _feed = feeding.feeding(QUARTERLY)
    assert feeding.feeding(DAYS) is None
    entries.entry(register, body, period=period)
    text = words(page())
    assert "1 value is due" in text
    assert QUARTERLY not in text


def test_all_of_it_is_saved_at_once(page, both, period, body):
    answer = page(typed(QUARTERLY, "44") | typed(DAYS, "45"))
    assert answer.redirect_chain
    assert "2 values are saved." in words(answer)
    assert "No value is due" in words(answer)
    assert entered() == {QUARTERLY: "44", DAYS: "45"}
    row = Observation.objects.get(value="44")
    assert (row.period, row.organisation, row.capability.number) == (period, body, 5)
    assert row.source == ""
    assert (row.starts_on, row.ends_on) == (date(2026, 7, 1), date(2026, 9, 30))


def test_what_is_left_empty_stays_due(page, both):
    answer = page(typed(QUARTERLY, "44") | typed(DAYS, " "))
    assert "1 value is saved." in words(answer)
    assert "1 value is due" in words(answer)


def test_nothing_is_saved_if_one_is_wrong_and_nothing_typed_is_lost(page, both):
    data = typed(QUARTERLY, "44", source="Register, page 3") | typed(DAYS, "some")
    answer = page(data)
    assert answer.status_code == 422
    assert entered() == {}
    html = answer.text
    for text in ("44", "Register, page 3", "some"):
        assert f'value="{text}"' in html
    assert f'<a href="#id_{DAYS}-value">{DAYS}: Write a number, a bound' in html
    assert f'id="id_{DAYS}-value_error"' in html
    assert words(answer).startswith("Error:")


def test_every_row_tells_what_is_wrong_at_once(page, both):
    data = typed(QUARTERLY, "-4", ends_on="30 Sept") | typed(DAYS, "4.5")
    text = words(page(data))
    assert f"{QUARTERLY}: Write “To” with day, month and year" in text
    assert f"{DAYS}: Write whole numbers." in text
    data = typed(QUARTERLY, "-4") | typed(
        DAYS, "4.5", ends_on=f"1 May {timezone.localdate().year + 2}"
    )
    text = words(page(data))
    assert f"{QUARTERLY}: The least that it can be is 0." in text
    assert f"{DAYS}: Its last day lies in the future." in text


def test_an_odd_value_is_asked_about_and_takes_an_answer(page, both):
    answer = page(typed(DAYS, "400"))
    assert f'name="{DAYS}-checked"' in answer.text
    assert f'name="{QUARTERLY}-checked"' not in answer.text
    assert "It is far from the value before it: 40 for 2026-Q2." in words(answer)
    answer = page(typed(DAYS, "400", checked="A long trial ended."))
    assert "1 value is saved." in words(answer)
    assert Observation.objects.get(value="400").checked == "A long trial ended."


def test_a_change_of_an_earlier_value_says_why(page, both, past):
    days = {"starts_on": "1 April 2026", "ends_on": "30 June 2026"}
    answer = page(typed(QUARTERLY, "44", **days))
    assert f'name="{QUARTERLY}-revision_reason"' in answer.text
    assert "40 was reported in 2026-Q2: say why it changes." in words(answer)
    page(typed(QUARTERLY, "44", **days, revision_reason="A court was late."))
    assert Observation.objects.get(value="44").supersedes.period == past


def test_words_of_a_list_are_chosen(page, body, period):
    values.adopted(WORDS, body)
    assert '<option value="INHOPE member">' in page().text
    day = {"starts_on": "30 September 2026", "ends_on": "30 September 2026"}
    page(typed(WORDS, "INHOPE member", **day))
    assert Observation.objects.get().value == "INHOPE member"


def test_a_total_goes_on(page, body, past, period):
    indicator = values.adopted(QUARTERLY, body)
    since = (date(2019, 1, 1), date(2026, 6, 30))
    values.value(indicator, "40", since, past, is_cumulative=True)
    assert f'name="{QUARTERLY}-is_cumulative"' in page().text
    page(typed(QUARTERLY, "44", starts_on="1 January 2019", is_cumulative="on"))
    assert Observation.objects.get(value="44").is_cumulative


def test_what_was_entered_is_led_to_and_changed_there(page, both, period):
    values.value(both[0], "44", "2026-Q3")
    answer = page()
    assert "1 value is due" in words(answer)
    assert reverse("observation_detail", args=[Observation.objects.get(value="44").pk]) in (
        answer.text
    )
    assert f'name="{QUARTERLY}-value"' not in answer.text


def test_a_value_that_a_colleague_entered_meanwhile_is_not_written_over(page, both):
    values.value(both[0], "44", "2026-Q3")
    answer = page(typed(QUARTERLY, "45") | typed(DAYS, "46"))
    assert answer.status_code == 422
    assert f"{QUARTERLY}: This value is entered already for the period" in words(answer)
    assert 'value="45"' in answer.text
    assert 'value="46"' in answer.text
    assert entered() == {QUARTERLY: "44"}


def test_nothing_typed_is_said(page, both):
    answer = page({})
    assert answer.status_code == 422
    assert "Write at least one value." in words(answer)


def test_what_cannot_be_entered_any_more_is_shown_again(page, both, period):
    factories.enter(period, "closed")
    answer = page(typed(QUARTERLY, "44"))
    assert answer.status_code == 422
    assert f"{QUARTERLY}: 44 cannot be entered here any more." in words(answer)
    assert entered() == {}


def test_a_value_that_another_organisation_enters_by_now_holds_back_the_rest(page, both):
    adoption = both[1].adoption
    adoption.organisation = factories.organisation()
    adoption.save()
    answer = page(typed(QUARTERLY, "44") | typed(DAYS, "45"))
    assert answer.status_code == 422
    assert f"{DAYS}: 45 cannot be entered here any more. Nothing was saved." in words(answer)
    assert 'value="44"' in answer.text
    assert entered() == {}


def test_sent_twice_it_is_saved_once(page, both):
    data = typed(QUARTERLY, "44") | {"once": uuid.uuid4()}
    assert page(data).status_code == page(data).status_code == 200
    assert Observation.objects.filter(value="44").count() == 1


def test_words_about_somebody_wait_for_a_second_person(page, both):
    source = "The girl aged 9 of the register"
    answer = page(typed(QUARTERLY, "44", source=source))
    assert answer.status_code == 422
    assert f'name="{QUARTERLY}-meant"' in answer.text
    answer = page(
        typed(QUARTERLY, "44", source=source, meant="It is the title of a book.")
        | typed(DAYS, "45")
    )
    assert "1 value is saved." in words(answer)
    assert "1 waits for a second person’s release." in words(answer)
    assert entered() == {DAYS: "45"}
    assert GuardRelease.objects.count() == 1


def test_of_days_that_are_not_over_the_part_until_today_is_offered_and_taken(
    page, body, past, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *_at: date(2026, 8, 29))
    factories.period("2026-Q3", opens_on=date(2026, 8, 11), due_on=date(2026, 9, 11))
    values.adopted(QUARTERLY, body)
    answer = page()
    assert "1 value is due" in words(answer)
    assert "This time is not over: write what there is until today" in words(answer)
    shown = dict(re.findall(rf'name="({QUARTERLY}-\w+)"\s+value="([^"]*)"', answer.text))
    assert shown[f"{QUARTERLY}-ends_on"] == "29 August 2026"
    assert re.search(rf'name="{QUARTERLY}-is_provisional"[^>]* checked', answer.text)
    page(shown | {f"{QUARTERLY}-value": "44", f"{QUARTERLY}-is_provisional": "on"})
    row = Observation.objects.get()
    assert (row.value, row.ends_on, row.is_provisional) == ("44", date(2026, 8, 29), True)


def test_of_two_organisations_each_has_its_own(page, both, writer):
    other = factories.organisation(short_name="Prosecution")
    factories.role(writer, Role.AGY, organisation=other)
    values.adopted(ANNUAL, other)
    answer = page()
    assert "3 values are due" in words(answer)
    assert answer.text.index("<bdi>Courts") < answer.text.index("<bdi>Prosecution")


@pytest.mark.parametrize("role", [Role.SEC, Role.CMM, Role.AUD, Role.ADM])
def test_who_enters_nothing_is_refused(page, both, role):
    assert page(person=factories.person(role)).status_code == 403


def test_a_stranger_finds_nothing_and_enters_nothing(page, both):
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    assert "Nothing to enter" in words(page(person=stranger))
    assert page(typed(QUARTERLY, "44"), person=stranger).status_code == 422
    assert entered() == {}


class TestMyWork:
    def show(self, client, person):
        client.force_login(person)
        return words(client.get(reverse("my_work")))

    def test_values_that_are_due_are_counted_and_linked(self, client, writer, both):
        text = self.show(client, writer)
        assert "Enter 2 values for 2026-Q3" in text
        assert f"{QUARTERLY}, {DAYS}" in text
        values.value(both[0], "44", "2026-Q3")
        assert "Enter 1 value for 2026-Q3" in self.show(client, writer)
        values.value(both[1], "44", "2026-Q3")
        assert "for 2026-Q3 C05" not in self.show(client, writer)

    def test_who_reports_but_enters_no_values_is_not_asked(self, client, both, body):
        partner = factories.person(Role.IND, organisation=body)
        text = self.show(client, partner)
        assert "2026-Q3" in text
        assert "Enter 2 values" not in text

    def test_they_are_things_that_wait(self, client, period):
        body = factories.organisation()
        values.adopted(QUARTERLY, body)
        lead = factories.person(Role.DOM, organisation=body, domain="media_communications")
        text = self.show(client, lead)
        assert "Enter 1 value for 2026-Q3" in text
        assert "One update is asked of you" in text
        factories.update("submitted", organisation=body, number=5)
        assert "One thing waits for you" in self.show(client, lead)


def test_it_takes_few_queries_whatever_there_is(client, body, writer, period):
    counts = []
    for codes in ((QUARTERLY,), (DAYS, ANNUAL, "C05-05", "C05-01")):
        for code in codes:
            indicator = values.adopted(code, body)
            for back in range(4):
                values.value(indicator, "40", f"{2025 - back}-Q1")
        client.force_login(writer)
        client.get(reverse("values_due"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("values_due"))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 15
