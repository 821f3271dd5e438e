"""Pages about indicators: the list, and one of them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from mnr.figures import keeping
from mnr.measures.progress import Status
from mnr.models import CaseImport, Observation
from mnr.roles import Role
from mnr.services import snapshots
from tests import factories
from tests.factories import entries, values

pytestmark = pytest.mark.django_db

PERCENT, CONTEXT, ANNUAL, STATUS = "C05-02", "C05-01", "C05-04", "C12-01"
ARRESTS, NOT_FED = "C04-05", "C05-03"


@pytest.fixture
def tell(record_property):
    """Prints a figure when the tests are done."""
    return lambda text: record_property("figure", text)


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

    def test_others_are_told_where_the_values_come_from(self, visit, secretary):
        """Who reads an edition alone finds no entry in the register."""
        period, found = factories.period("2026-Q2", "open"), {}
        for code in (ARRESTS, NOT_FED):
            values.value(values.adopted(code), "1234567", "2026-Q2", period)
        keeping.figures_of(snapshots.make_snapshot(period=period, by=secretary))
        for reader in (secretary, factories.person(Role.CMM)):
            for code in (ARRESTS, NOT_FED):
                text = words(visit(reader, "indicator_detail", code))
                assert "1,234,567" in text
                assert "1234567" not in text
                said = ("These values in the register", "come from the returns of the register")
                found[reader, code] = tuple(part in text for part in said)
        assert list(found.values()) == [(True, False)] * 2 + [(False, True), (False, False)]

    def test_a_time_that_runs_on_has_no_age(self, visit, secretary):
        row = values.value(values.adopted(PERCENT), "43", "2025")
        Observation.objects.filter(pk=row.pk).update(ends_on=factories.ago(-32))
        text = words(visit(secretary, "indicator_detail", PERCENT))
        assert ", not over yet" in text
        assert "in 32 days" not in text

    def test_only_the_secretariat_is_offered_to_decide(self, visit, secretary):
        adopt = reverse("indicator_adopt", args=[PERCENT])
        assert adopt in visit(secretary, "indicator_detail", PERCENT).text
        other = factories.person(Role.AUD)
        assert adopt not in visit(other, "indicator_detail", PERCENT).text
        for name in ("indicator_adopt", "target_create"):
            assert visit(other, name, PERCENT).status_code == 403


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
        values.value(indicator, "43")
        page = words(visit(writer, "observation_list"))
        assert "The whole country" in page
        assert "Not known" not in page
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
