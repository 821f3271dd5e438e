"""What the country decides about an indicator: how it is collected, and its targets."""

from datetime import date

import pytest
from django.urls import reverse

from mnr.models import IndicatorAdoption, Target
from tests import factories, signing_in
from tests.factories import values
from tests.mnr.views.test_indicators import ANNUAL, PERCENT, STATUS, words

pytestmark = pytest.mark.django_db


class TestAdopting:
    @pytest.fixture
    def body(self):
        body = factories.organisation("Ministry of Justice")
        factories.assignment(body, 5)
        return body

    def typed(self, body=None, **fields):
        data = {"status": "collected", "frequency": "quarterly", "version": 0}
        return data | ({"organisation": body.pk} if body else {}) | fields

    def test_it_is_collected_from_now_on(self, visit, secretary, body):
        data = self.typed(body, categories="sex: female, male")
        page = visit(secretary, "indicator_adopt", PERCENT, data=data)
        assert f"{PERCENT} is saved: Collected." in words(page)
        adoption = IndicatorAdoption.objects.get()
        assert (adoption.organisation, adoption.version) == (body, 1)
        assert adoption.breakdowns == {"sex": ["female", "male"]}

    def test_only_who_reports_on_the_capability_is_offered(self, visit, secretary, body):
        factories.organisation("Elsewhere")
        page = visit(secretary, "indicator_adopt", PERCENT)
        assert list(page.context["form"].fields["organisation"].queryset) == [body]

    @pytest.mark.parametrize(
        ("fields", "field", "message"),
        [
            ({"status": "not_available"}, "reason", "Say why the indicator is not available."),
            ({}, "organisation", "Say which organisation enters the values."),
            ({"status": "planned", "categories": "sex"}, "categories", "is no breakdown"),
            (
                {"status": "planned", "method": "The girl aged 9 went home."},
                "method",
                "age",
            ),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
        self, visit, secretary, fields, field, message
    ):
        data = self.typed(**({"method": "As it was."} | fields))
        page = visit(secretary, "indicator_adopt", PERCENT, data=data)
        assert page.status_code == 422
        form = page.context["form"]
        assert message in " ".join(form.errors[field])
        assert f'href="#{form[field].error_target}"' in page.text
        assert form["method"].value() == data["method"]
        assert not IndicatorAdoption.objects.exists()

    def test_the_second_of_two_sees_both_versions_and_loses_nothing(self, visit, secretary, body):
        visit(secretary, "indicator_adopt", PERCENT, data=self.typed(body, method="First."))
        mine = self.typed(body, method="Second.", frequency="annual")
        page = visit(secretary, "indicator_adopt", PERCENT, data=mine)
        assert page.status_code == 409
        assert "Somebody else changed this while you were writing" in words(page)
        assert "First." in words(page)
        assert "every quarter" in words(page)
        form = page.context["form"]
        assert form["method"].value() == "Second."
        again = mine | {"version": form["version"].value()}
        assert visit(secretary, "indicator_adopt", PERCENT, data=again).status_code == 200
        adoption = IndicatorAdoption.objects.get()
        assert (adoption.method, adoption.version) == ("Second.", 2)

    def test_sent_twice_it_is_done_once(self, visit, secretary, body):
        page = visit(secretary, "indicator_adopt", PERCENT)
        data = self.typed(body, once=page.context["token"])
        for _time in range(2):
            visit(secretary, "indicator_adopt", PERCENT, data=data)
        assert IndicatorAdoption.objects.get().version == 1

    def test_it_asks_for_a_fresh_proof(self, client, secretary, monkeypatch):
        monkeypatch.delattr("mnr.models.User.sign_in")
        signing_in.sign_in(client, secretary, ago=signing_in.STALE)
        for name in ("indicator_adopt", "target_create"):
            answer = client.get(reverse(name, args=[PERCENT]))
            assert answer.url.startswith(reverse("account_reauthenticate"))


class TestTargets:
    @pytest.fixture
    def indicator(self):
        return values.adopted(PERCENT)

    def typed(self, value="80", on="31 December 2028", **fields):
        return {"value": value, "on": on} | fields

    def test_one_is_set(self, visit, secretary, indicator):
        page = visit(secretary, "target_create", PERCENT, data=self.typed())
        assert "80 by 31 December 2028 is set." in words(page)
        assert (Target.objects.get().value, Target.objects.get().is_baseline) == (80, False)

    def test_a_word_of_the_list_is_chosen_by_name(self, visit, secretary):
        values.adopted(STATUS)
        assert "INHOPE member" in words(visit(secretary, "target_create", STATUS))
        page = visit(secretary, "target_create", STATUS, data=self.typed("3"))
        assert "INHOPE member by 31 December 2028 is set." in words(page)
        assert Target.objects.get().value == 3

    def test_what_the_service_refuses_stands_beside_its_field(self, visit, secretary, indicator):
        values.target(indicator, 80, date(2028, 12, 31))
        page = visit(secretary, "target_create", PERCENT, data=self.typed(reason="Of the plan."))
        assert page.status_code == 422
        assert "There is a value for this day already" in page.context["form"].errors["on"][0]
        assert "Of the plan." in page.text

    @pytest.mark.parametrize(("code", "value"), [(PERCENT, "-1"), ("C03-01", "6")])
    def test_it_is_a_value_that_the_indicator_can_have(self, visit, secretary, code, value):
        page = visit(secretary, "target_create", code, data=self.typed(value))
        assert page.status_code == 422
        assert "that it can be is" in page.context["form"].errors["value"][0]

    def test_a_change_says_why(self, visit, secretary, indicator):
        first = values.target(indicator, 80)
        page = visit(secretary, "target_update", PERCENT, first.pk)
        assert "What takes the place of 80 by 31 December 2027?" in words(page)
        page = visit(secretary, "target_update", PERCENT, first.pk, data=self.typed("70"))
        assert page.context["form"].errors["reason"] == ["Say why the target changes."]
        data = self.typed("70", reason="Fewer courts.")
        visit(secretary, "target_update", PERCENT, first.pk, data=data)
        assert Target.objects.standing().get().replaces == first

    def test_a_baseline_stays_one(self, visit, secretary, indicator):
        first = values.target(indicator, 20, date(2024, 12, 31), is_baseline=True)
        data = self.typed("25", "31 December 2024", reason="Counted again.")
        visit(secretary, "target_update", PERCENT, first.pk, data=data)
        assert Target.objects.standing().get().is_baseline

    def test_one_is_dropped(self, visit, secretary, indicator):
        target = values.target(indicator, 80)
        page = visit(secretary, "target_drop", PERCENT, target.pk, data={"reason": " "})
        assert page.status_code == 422
        visit(secretary, "target_drop", PERCENT, target.pk, data={"reason": "Not ours."})
        assert not Target.objects.standing().exists()

    @pytest.mark.parametrize("name", ["target_update", "target_drop"])
    def test_the_second_of_two_is_told_what_stands_by_now(self, visit, secretary, indicator, name):
        first = values.target(indicator, 80)
        second = values.target(indicator, 70, replaces=first, reason="Fewer courts.")
        data = self.typed("60", reason="Fewer still.")
        page = visit(secretary, name, PERCENT, first.pk, data=data)
        assert page.status_code == 409
        assert "By now it is 70 by 31 December 2027" in words(page)
        assert "Fewer courts." in words(page)
        assert page.context["form"]["reason"].value() == "Fewer still."
        assert f'action="{reverse(name, args=[PERCENT, second.pk])}"' in page.text

    def test_one_that_was_dropped_meanwhile_leads_to_a_new_one(self, visit, secretary, indicator):
        first = values.target(indicator, 80)
        values.target(indicator, 80, replaces=first, is_dropped=True, reason="Not ours.")
        data = self.typed("60", reason="Fewer.")
        page = visit(secretary, "target_update", PERCENT, first.pk, data=data)
        assert page.status_code == 409
        assert "It was dropped, with these words: Not ours." in words(page)
        assert reverse("target_create", args=[PERCENT]) in page.text

    def test_a_target_of_another_indicator_is_not_there(self, visit, secretary, indicator):
        other = values.target(values.adopted(ANNUAL), 80)
        assert visit(secretary, "target_update", PERCENT, other.pk).status_code == 404
