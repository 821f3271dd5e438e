"""Pages about indicators: the list, one of them, what the country decides about it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from mnr.measures.progress import Status
from mnr.models import CaseImport, IndicatorAdoption, Observation, Target
from mnr.roles import Role
from tests import factories, signing_in
from tests.factories import entries, values

pytestmark = pytest.mark.django_db

PERCENT, CONTEXT, ANNUAL, STATUS = "C05-02", "C05-01", "C05-04", "C12-01"


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def tell(record_property):
    """Prints a figure when the tests are done."""
    return lambda text: record_property("figure", text)


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(person, name, *args, data=None, **query):
        client.force_login(person)
        address = reverse(name, args=args)
        if data is None:
            return client.get(address, query)
        return client.post(address, data, follow=True)

    return visit


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def codes(page):
    return [row.indicator.code for _domain, rows in page.context["domains"] for row in rows]


def line(page, code):
    """The row of an indicator in a table, as text."""
    found = re.search(rf"<tr(?:(?!</tr>).)*/indicators/{code}/.*?</tr>", page.text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


class TestList:
    def test_every_indicator_by_domain_and_capability(self, visit, secretary):
        page = visit(secretary, "indicator_list")
        assert len(codes(page)) == page.context["total"] == 94
        assert codes(page) == sorted(codes(page))
        assert "94 Not decided" in words(page)
        assert "5 Judiciary" in words(page) or "/capabilities/5/" in page.text

    def test_a_line_says_who_answers_the_last_value_and_where_it_stands(self, visit, secretary):
        indicator = values.adopted(PERCENT, factories.organisation(short_name="Courts"))
        values.value(indicator, "40", "2025-Q2", is_provisional=True)
        values.target(indicator, 80)
        text = line(visit(secretary, "indicator_list"), PERCENT)
        for part in ("Collected", "Courts", "40 percent", "for 2025-Q2", "ago", "provisional"):
            assert part in text
        assert "Cannot be said" in text  # the path begins with its only target

    def test_the_status_has_shape_and_words(self, visit, secretary):
        indicator = values.adopted(PERCENT)
        values.value(indicator, "40", "2025-Q2")
        values.target(indicator, 20, date(2024, 12, 31), is_baseline=True)
        values.target(indicator, 80)
        assert line(visit(secretary, "indicator_list"), PERCENT).endswith(
            f"{Status.ON_PATH.sign} On path"
        )

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"decision": "collected"}, {PERCENT}),
            ({"decision": "not_available"}, {ANNUAL}),
            ({"domain": "criminal_justice", "decision": "planned"}, set()),
            ({"status": "no_target"}, {PERCENT}),
            ({"status": "no_target", "domain": "media_communications"}, set()),
        ],
    )
    def test_it_is_narrowed(self, visit, secretary, query, found):
        values.value(values.adopted(PERCENT), "40")
        values.adopted(ANNUAL, status="not_available", reason="No court counts it.")
        page = visit(secretary, "indicator_list", **query)
        assert set(codes(page)) == found
        assert ("No indicator found" in words(page)) == (not found)

    def test_of_a_domain(self, visit, secretary):
        page = visit(secretary, "indicator_list", domain="criminal_justice")
        assert {code[:3] for code in codes(page)} == {"C04", "C05", "C06", "C07"}
        assert set(codes(visit(secretary, "indicator_list", domain="nonsense"))) >= {STATUS}

    def test_the_rules_of_the_statuses_stand_on_it(self, visit, secretary):
        assert "The latest value is not as good as the path on its last day." in words(
            visit(secretary, "indicator_list")
        )

    def test_who_may_not_see_a_value_is_not_told_of_it(self, visit):
        indicator = values.adopted(PERCENT)
        values.value(indicator, "43")
        values.target(indicator, 80)
        text = line(visit(factories.person(Role.CMM), "indicator_list"), PERCENT)
        assert "43" not in text
        assert text.endswith("None that you may see Not published yet")

    def test_it_is_in_the_navigation_of_everybody(self, visit):
        for role in (Role.CMM, Role.ADM, Role.AUD):
            page = visit(factories.person(role), "my_work")
            assert f'href="{reverse("indicator_list")}"' in page.text


class TestDetail:
    def test_there_is_no_other(self, visit, secretary):
        assert visit(secretary, "indicator_detail", "C99-01").status_code == 404

    def test_the_definition_with_its_public_sources(self, visit, secretary):
        page = words(visit(secretary, "indicator_detail", PERCENT))
        for part in (
            "Conviction rate of finalised CSEA prosecutions",
            "more is better",
            "every quarter",
            "offence group",
            "A Model National Response, guidance of November 2016",
            "Not decided",
            "The country has set no target.",
        ):
            assert part in page

    def test_how_the_country_collects_it(self, visit, secretary):
        values.adopted(PERCENT, method="Appeals are left out.", source_system="Court register")
        page = words(visit(secretary, "indicator_detail", PERCENT))
        assert "Appeals are left out." in page
        assert "Court register" in page

    @pytest.fixture
    def followed(self):
        """An indicator with a path, a gap, a revision and a provisional value."""
        past = factories.period("2026-Q2", "closed")
        indicator = values.adopted(PERCENT)
        values.target(indicator, 20, date(2024, 12, 31), is_baseline=True, reason="Study of 2024.")
        values.target(indicator, 80)
        for when, text in (("2025-Q1", "30"), ("2025-Q2", "31"), ("2026-Q1", "38")):
            values.value(indicator, text, when, past)
        values.value(indicator, "35", "2026-Q1", revision_reason="A court was late.")
        values.value(indicator, "40", "2026-Q3", is_provisional=True, source="Register of courts")
        return indicator

    def test_the_status_with_its_rule_and_the_value_of_the_path(self, visit, secretary, followed):
        page = words(visit(secretary, "indicator_detail", PERCENT))
        assert f"{Status.BEHIND.sign} Behind the path" in page
        assert "The latest value is not as good as the path on its last day." in page
        assert re.search(r"The path asks for 54\.\d+ on 30 September 2026\.", page)

    def test_the_chart_says_its_message_and_marks_what_is_to_be_minded(
        self, visit, secretary, followed
    ):
        page = visit(secretary, "indicator_detail", PERCENT)
        title = re.search(r"<title id=\"line[^>]*>([^<]+)", page.text)[1]
        assert title.startswith("40 percent for 2026-Q3, up from 35 for 2026-Q1. Behind the path")
        told = re.search(r"<desc[^>]*>([^<]+)", page.text)[1]
        assert told.startswith("4 figures, from 2025-Q1 to 2026-Q3. 2 gaps. 1 revised.")
        assert "r: revised since it was first reported." in words(page)
        assert "Ring and p: provisional." in words(page)

    def test_the_series_and_the_revision(self, visit, secretary, followed):
        page = visit(secretary, "indicator_detail", PERCENT)
        rows = [(figure.when, figure.text) for figure, _remarks in page.context["figures"]]
        assert rows == [
            ("2026-Q3", "40"),
            ("2026-Q1", "35"),
            ("2025-Q2", "31"),
            ("2025-Q1", "30"),
        ]
        text = words(page)
        assert "Register of courts" in text
        assert "38 (2026-Q2) 35 (2026-Q3) A court was late." in text

    def test_a_context_figure_is_never_good_or_bad(self, visit, secretary):
        indicator = values.adopted(CONTEXT)
        values.value(indicator, "40", "2025-Q1")
        values.value(indicator, "50", "2025-Q2")
        page = visit(secretary, "indicator_detail", CONTEXT)
        text = words(page)
        assert f"{Status.CONTEXT.sign} Context" in text
        assert "no direction is good or bad" in text
        assert "50 for 2025-Q2, up from 40 for 2025-Q1" in text
        assert "Set a target" not in text
        assert visit(secretary, "target_create", CONTEXT).status_code == 404

    def test_parts_of_the_last_time_with_bars_and_of_another_on_request(self, visit, secretary):
        indicator = values.adopted(PERCENT, categories="sex: female, male")
        for when, female in (("2025-Q1", "30"), ("2025-Q2", "<5")):
            values.value(indicator, female, when, breakdown="sex: female")
            values.value(indicator, "60", when, breakdown="sex: male")
            values.value(indicator, "45", when, region=entries.region())
        page = visit(secretary, "indicator_detail", PERCENT)
        told = "By sex, for 2025-Q2: 1 of 2 are told as numbers, from 60 to 60"
        assert told in words(page)
        assert {figure.text for figure, _r in page.context["parts"]} == {"<5", "60", "45"}
        assert "&lt;5</text>" in page.text
        (_key, _), (first, _) = page.context["times"]
        page = visit(secretary, "indicator_detail", PERCENT, time=first)
        assert {figure.text for figure, _r in page.context["parts"]} == {"30", "60", "45"}
        assert "By sex, for 2025-Q1: from 30 to 60" in words(page)

    def test_targets_that_count_no_more_stay_with_the_reason(self, visit, secretary):
        indicator = values.adopted(PERCENT)
        first = values.target(indicator, 90, reason="Plan of 2024.")
        values.target(indicator, 80, replaces=first, reason="Fewer courts.")
        other = values.target(indicator, 95, date(2030, 12, 31))
        values.target(indicator, 95, other.on, replaces=other, is_dropped=True, reason="Too far.")
        page = words(visit(secretary, "indicator_detail", PERCENT))
        assert re.search(r"90 Replaced [^:]+: Fewer courts\. Plan of 2024\.", page)
        assert re.search(r"95 Dropped [^:]+: Too far\.", page)
        assert "80 Yes Fewer courts." in page

    def test_what_was_published_elsewhere_stands_as_it_was_published(self, visit):
        case = CaseImport.objects.create(country="Testland", digest="0" * 64, content={})
        values.value(
            values.adopted(PERCENT),
            "about two thirds",
            "2019",
            case=case,
            measured="Survivors who did not know where to go",
            unit_text="text",
            time_text="2019 to article date",
            confidence_text="low: a mirror of an article",
            source="https://news.example/1",
        )
        page = visit(factories.person(Role.CMM), "indicator_detail", PERCENT)
        text = words(page)
        for part in (
            "Survivors who did not know where to go",
            "about two thirds text",
            "2019 to article date",
            "low: a mirror of an article",
            "https://news.example/1",
        ):
            assert part in text

    def test_only_who_may_read_the_values_is_led_to_them(self, visit, secretary):
        indicator = values.adopted(PERCENT)
        values.value(indicator, "43")
        link = f"{reverse('observation_list')}?indicator={indicator.pk}"
        page = visit(secretary, "indicator_detail", PERCENT)
        assert link in page.text
        assert "43" in visit(secretary, "observation_list", indicator=indicator.pk).text
        page = visit(factories.person(Role.CHR), "indicator_detail", PERCENT)
        assert link not in page.text
        assert "Others read them when a period is published." in words(page)

    def test_only_the_secretariat_is_offered_to_decide(self, visit, secretary):
        adopt = reverse("indicator_adopt", args=[PERCENT])
        assert adopt in visit(secretary, "indicator_detail", PERCENT).text
        other = factories.person(Role.AUD)
        assert adopt not in visit(other, "indicator_detail", PERCENT).text
        for name in ("indicator_adopt", "target_create"):
            assert visit(other, name, PERCENT).status_code == 403


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


class TestElsewhere:
    def test_the_pages_of_capability_and_domain_show_them(self, visit, secretary):
        factories.period()
        values.value(values.adopted(PERCENT), "40", "2025-Q2")
        for name, args in (("capability_detail", [5]), ("criminal_justice:home", [])):
            text = line(visit(secretary, name, *args), PERCENT)
            assert "40 percent for 2025-Q2" in text
            assert "No target" in text

    def test_the_register_of_values_speaks_of_values(self, visit):
        factories.period("2026-Q2", "open")
        indicator = values.adopted(PERCENT)
        writer = factories.person(Role.AGY, organisation=indicator.adoption.organisation)
        page = words(visit(writer, "observation_list"))
        assert "Values of indicators" in page
        assert "Enter a value" in page
        assert "Make an entry" not in page
        page = words(visit(writer, "observation_create"))
        assert "Enter a value" in page
        assert "Save the value" in page


def grow(indicator, count):
    """Ten values for each quarter, back to whenever: the whole, two parts, seven regions."""
    parts = [("", None), ("sex: female", None), ("sex: male", None)]
    parts += [("", entries.region()) for _ in range(7)]
    period = factories.period("2026-Q3")
    plain = {
        "indicator": indicator,
        "capability": indicator.capability,
        "organisation": indicator.adoption.organisation,
        "period": period,
        "form": "number",
    }
    rows = []
    for number in range(count):
        back, place = divmod(number, len(parts))
        starts_on, ends_on = values.days(f"{2026 - back // 4}-Q{4 - back % 4}")
        breakdown, region = parts[place]
        told = {"value": str(number), "low": number, "high": number}
        about = {"starts_on": starts_on, "ends_on": ends_on}
        rows.append(Observation(breakdown=breakdown, region=region, **plain, **told, **about))
    Observation.objects.bulk_create(rows)


@pytest.mark.parametrize("count", [10, 2000])
@pytest.mark.parametrize("role", [Role.SEC, Role.AGY, Role.CMM])
def test_pages_take_few_queries_whatever_there_is(
    client, count, role, django_assert_max_num_queries, tell
):
    indicator = values.adopted(PERCENT, categories="sex: female, male")
    values.target(indicator, 80)
    grow(indicator, count)
    body = indicator.adoption.organisation
    client.force_login(factories.person(role, organisation=body))
    told = []
    for address in (
        reverse("indicator_list"),
        reverse("indicator_detail", args=[PERCENT]),
        reverse("observation_list") + f"?indicator={indicator.pk}",
    ):
        client.get(address)
        with django_assert_max_num_queries(15) as found:
            assert client.get(address).status_code == 200
        told.append(str(len(found)))
    tell(f"indicators, {count} values, {role}: list, detail, register: {', '.join(told)} queries")
