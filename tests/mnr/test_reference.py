"""The framework's files: complete, translatable, and clear about mistakes."""

import re

import pytest
from django.utils import translation

from mnr import domains, reference
from mnr.models import Capability, Domain, Enabler, EvidenceCheck, Indicator, MaturityLevel
from tests.mnr.reference_files import (
    CHECK_WORDS,
    CHECKS,
    EDITION,
    FRAMEWORK,
    INDICATOR_WORDS,
    INDICATORS,
    WORDS,
    copy,
    rewrite,
    write,
)


@pytest.fixture
def files(tmp_path):
    return copy(tmp_path)


@pytest.fixture
def edition():
    (found,) = reference.editions()
    return found


# --- what the files say -------------------------------------------------------------------


def test_the_framework_is_complete(edition):
    assert len(edition.domains) == 6
    assert list(edition.capabilities) == list(range(1, 22))
    assert len(edition.enablers) == 7
    assert len(edition.checks) == 106
    assert len(edition.indicators) == 94
    assert list(reference.levels()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("number", "title", "domain"),
    [
        (10, "Compensation, remedies and complaints arrangements", "victim"),
        (11, "Child Helpline", "victim"),
        (14, "Child Participation", "societal"),
        (15, "Offender Support Systems", "societal"),
    ],
)
def test_numbers_that_are_easily_mistaken(edition, number, title, domain):
    assert edition.capabilities[number]["title"] == title
    assert edition.capabilities[number]["domain"] == domain


def test_domains_are_the_apps(edition):
    assert {row["app_label"]: row["name"] for row in edition.domains.values()} == {
        domain.value: str(domain.label) for domain in domains.Domain
    }


@pytest.mark.parametrize("number", range(1, 22))
def test_checks_can_carry_the_rule(edition, number):
    checks = [row for row in edition.checks.values() if row["capability"] == number]
    assert {2, 3} <= {row["level"] for row in checks}
    assert "in_place" in {row["rating"] for row in checks}
    assert [row["order"] for row in checks] == list(range(1, len(checks) + 1))


def test_check_codes_and_ratings_are_the_models(edition):
    assert {row["rating"] for row in edition.checks.values()} == set(EvidenceCheck.Rating.values)
    assert set(reference.rating_meanings()) == set(EvidenceCheck.Rating.values)


@pytest.mark.parametrize("number", range(1, 22))
def test_every_capability_is_measured(edition, number):
    assert sum(row["capability"] == number for row in edition.indicators.values()) in (3, 4, 5)


def test_indicators_use_the_words_of_the_models(edition):
    rows = edition.indicators.values()
    for column, known in (
        ("unit", Indicator.Unit),
        ("direction", Indicator.Direction),
        ("frequency", Indicator.Frequency),
    ):
        assert {row[column] for row in rows} <= set(known.values)


def test_indicators_can_be_entered(edition):
    for code, row in edition.indicators.items():
        assert (row["unit"] == "status") == bool(row["choices"]), code
        assert len(set(row["choices"])) == len(row["choices"]), code
        assert row["minimum"] is None or row["maximum"] > row["minimum"], code


def test_where_an_indicator_comes_from_is_told(edition):
    sources = reference.sources(edition.key)
    assert {name for row in edition.indicators.values() for name in row["sources"]} <= set(sources)
    assert all(row["ref"] and row["status"] for row in sources.values())


def test_what_to_mind_is_told_of_an_indicator(edition):
    assert reference.noted(edition.key, "C05-02") == {"note": "read with volume"}
    assert reference.noted(edition.key, "C05-01") == {}


def test_no_editorial_remark_is_shown(edition):
    for row in edition.checks.values():
        assert not re.search(r"\bseed\b|\bTODO\b", row["text"])


def test_texts_fit_their_columns(edition):
    for model, rows in [
        (Domain, edition.domains),
        (Capability, edition.capabilities),
        (EvidenceCheck, edition.checks),
        (Enabler, edition.enablers),
        (Indicator, edition.indicators),
        (MaturityLevel, reference.levels()),
    ]:
        for row in rows.values():
            for name in reference.TEXT_FIELDS[model.section]:
                longest = model._meta.get_field(name).max_length
                assert longest is None or len(row[name]) <= longest


# --- faults name file, key and remedy -----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            CHECKS,
            '"4.2" = { level = 3,',
            '"4.2" = { level = 5,',
            'facts/mnr-2016/checks.toml, checks."4.2".level: 5 is out of range. '
            "Give a number from 1 to 4.",
        ),
        (
            CHECKS,
            '"4.2" = { level = 3, rating = "in_use" }',
            '"4.2" = { level = 3, rating = "used" }',
            'checks."4.2".rating: “used” is not known. Write in_place or in_use.',
        ),
        (
            CHECKS,
            '"4.2" = { level = 3, rating',
            '"4.2" = { level = true, rating',
            'checks."4.2".level: this is not a number from 1 to 4. Change it',
        ),
        (CHECKS, '"4.2" = {', '"44.2" = {', 'checks."44.2": write the number of a capability'),
        (CHECKS, '"4.2" = { level', '"4.2" = { lvel', 'checks."4.2".lvel: the key is not known'),
        (CHECKS, '"4.2" = {', '"4.2" = ', "facts/mnr-2016/checks.toml: correct the TOML"),
        (
            CHECK_WORDS,
            '"4.2" = ',
            '"4.22" = ',
            'en/mnr-2016/checks.toml, checks."4.2".text: the English text is missing. Add it.',
        ),
        (CHECK_WORDS, '\n"4.2"', '\n"4.7" = "A"\n"4.2"', 'checks."4.7": nothing has this code.'),
        (
            WORDS,
            'title = "Child Helpline"',
            'title = " "',
            "capabilities.11.title: the text is empty",
        ),
        (WORDS, 'title = "Child Helpline"', "", 'capabilities."11".title: the English text is'),
        (
            WORDS,
            'title = "Child Helpline"',
            "title = 11",
            "capabilities.11.title: this is not a text",
        ),
        (
            FRAMEWORK,
            "is_current = true",
            "is_current = false",
            "exactly one edition must be current",
        ),
        (FRAMEWORK, "[20, 21]", "[20, 20]", "media_communications.capabilities: something in the"),
        (FRAMEWORK, "[20, 21]", "[19, 20, 21]", "19 is in two domains. Remove one."),
        (FRAMEWORK, '"media"', '"industry"', "app_label: another domain has this app."),
        (
            INDICATORS,
            "[indicators.C04-05]\ncapability = 4",
            "[indicators.C04-05]\ncapability = 5",
            "C04-05: write C, the capability's two digits, a hyphen, two digits.",
        ),
        (
            INDICATORS,
            "[indicators.C04-05]\ncapability = 4",
            "[indicators.C22-05]\ncapability = 22",
            "C22-05.capability: the framework has no capability of this number.",
        ),
        (
            INDICATORS,
            '[indicators.C04-05]\ncapability = 4\nunit = "count"',
            '[indicators.C04-05]\ncapability = 4\nunit = "counts"',
            "C04-05.unit: “counts” is not known. Write percent or count or",
        ),
        (INDICATORS, 'sources = ["NCA"]', 'sources = ["NCB"]', "“NCB” is no source of this file."),
        (INDICATORS, "counts_people = true", "count_people = true", "count_people: the key is not"),
        (INDICATORS, "[sources.NCA]", "[source.NCA]", "indicators.toml, source: the key is not"),
        (INDICATOR_WORDS, "C04-05 =", "C04-06 =", '"C04-05".name: the English text is missing.'),
        (
            INDICATOR_WORDS,
            "[indicator_notes]",
            '[indicator_notes]\nC04-09 = "?"',
            '"C04-09": nothing has this code.',
        ),
        (FRAMEWORK, "published", "publishd", "publishd: the key is not known here."),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_remedy(files, name, old, new, message):
    rewrite(files, name, old, new)
    with pytest.raises(reference.ReferenceFault) as caught:
        reference.editions(files)
    assert message in str(caught.value)


def test_a_missing_file_is_reported(files):
    (files / CHECKS).unlink()
    with pytest.raises(reference.ReferenceFault, match=r"checks\.toml: the file is missing"):
        reference.editions(files)


# --- languages ----------------------------------------------------------------------------


def test_untranslated_texts_are_shown_in_english_and_listed(files):
    write(files, f"fr/{EDITION}/checks.toml", '[checks]\n"4.1" = "Une unité nationale"\n')
    write(files, "fr/maturity/scale.toml", '[levels.2]\nlabel = "En développement"\n')
    assert reference.languages(files) == ["en", "fr"]
    with translation.override("fr"):
        assert reference.translated(EDITION, "checks", "4.1", files) == {
            "text": "Une unité nationale"
        }
        assert reference.translated(EDITION, "checks", "4.2", files) == {}
        assert reference.translated("maturity", "levels", "2", files) == {
            "label": "En développement"
        }
    lacking = reference.untranslated("fr", files)
    assert f'{EDITION}: checks."4.2".text' in lacking
    assert 'maturity: levels."2".test' in lacking
    assert f'{EDITION}: checks."4.1".text' not in lacking
    assert reference.untranslated("en", files) == []


def test_a_regional_language_falls_back_to_the_general_one(files):
    write(files, f"pt/{EDITION}/checks.toml", '[checks]\n"4.1" = "geral"\n"4.2" = "geral"\n')
    write(files, f"pt-br/{EDITION}/checks.toml", '[checks]\n"4.2" = "do Brasil"\n')
    with translation.override("pt-br"):
        texts = [reference.translated(EDITION, "checks", code, files) for code in ("4.1", "4.2")]
    assert [row["text"] for row in texts] == ["geral", "do Brasil"]


@pytest.mark.parametrize("language", ["en", "en-gb", "xx", None])
def test_a_language_without_a_folder_is_english(language):
    activate = translation.override(language, deactivate=True)
    with activate:
        assert reference.translated(EDITION, "checks", "4.1") == {}


def test_a_translation_of_nothing_is_refused(files):
    write(files, f"fr/{EDITION}/checks.toml", '[checks]\n"4.9" = "Rien"\n')
    write(files, "fr/maturity/scale.toml", "")
    message = 'fr/mnr-2016/checks.toml, checks."4.9": English has no such code.'
    with pytest.raises(reference.ReferenceFault, match=re.escape(message)):
        reference.refuse_strays(files)
