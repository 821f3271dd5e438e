"""Importing a country's public case: all of a good file, and nothing of a bad one."""

import copy
import csv
import html
import io
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from mnr.models import (
    Assessment,
    Assignment,
    AuditEvent,
    CapabilityGroupObjectPermission,
    CaseImport,
    Country,
    Observation,
    Organisation,
    PlanAction,
)
from mnr.roles import Role
from mnr.services import audit, case_file
from mnr.services.cases import parts
from tests import factories

pytestmark = pytest.mark.django_db
SHARED = settings.BASE_DIR.parent / "shared" / "reference" / "case_kenya.json"

CASE = {
    "_about": "An invented case.",
    "country": {"name": "Norvalia", "iso2": "NV", "plan": "Plan 2024-2028"},
    "agencies": [
        {
            "key": "police",
            "name": "National Police of Norvalia",
            "type": "law_enforcement",
            "domains": ["criminal_justice"],
            "role": "dedicated unit",
            "source": "https://police.example/unit",
        },
        {"key": "welfare", "name": "Directorate of Welfare", "type": "state", "domains": []},
        {"key": "line", "name": "Line 123", "type": "civil_society", "role": None},
    ],
    "actions": [
        {
            "capability": 4,
            "title": "Dedicated unit operating",
            "lead": "police",
            "status": "done",
            "date": "after 2019",
            "source": "https://police.example/unit",
            "lead_assigned_by_us": False,
        },
        {
            "capability": 9,
            "title": "Training manual",
            "lead": "welfare",
            "status": "reported in progress",
            "date": None,
            "lead_assigned_by_us": True,
        },
        {"capability": 11, "title": "Helpline opened", "lead": "line", "status": "done"},
        {"capability": 11, "title": "Night shifts", "lead": "welfare", "status": "proposed"},
    ],
    "indicator_values": [
        {"indicator": "C04-04", "capability": 4, "name": "Reports", "value": "up to 100"},
        {"indicator": None, "capability": 8, "name": "Share that reported", "value": "<5"},
        {"capability": 2, "name": "Children affected", "value": [5, 13], "unit": "percent"},
    ],
    "gaps": ["no quarterly series found"],
}


def case(**changes):
    """The case above with single places changed: case(**{"actions.0.capability": 22})."""
    content = copy.deepcopy(CASE)
    for place, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
        target = content
        for step in way:
            target = target[step]
        if value is ...:
            del target[last]
        else:
            target[last] = value
    return content


@pytest.fixture
def run(tmp_path, capsys):
    """Import a content, or a text as it is; returns what is printed."""

    def run(content=CASE, **options):
        path = tmp_path / "case.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(json.dumps(content), encoding="utf-8")
        call_command("import_case", path, **options)
        return capsys.readouterr().out

    return run


def nothing_stored():
    models = (Country, Organisation, PlanAction, Assignment, CaseImport, AuditEvent)
    return [model.__name__ for model in models if model.objects.exists()] == []


def test_a_case_is_stored(run):
    printed = run()
    assert Country.objects.get().name == "Norvalia"
    police = Organisation.objects.get(name="National Police of Norvalia")
    assert (police.kind, police.role_text) == ("law_enforcement", "dedicated unit")
    assert Organisation.objects.get(name="Directorate of Welfare").kind == "ministry"
    action = PlanAction.objects.get(title="Training manual")
    assert (action.status, action.status_text) == ("in_progress", "reported in progress")
    assert action.lead_is_assumed
    assert PlanAction.objects.get(title="Dedicated unit operating").date_text == "after 2019"
    assert "3 organisations" in printed
    assert "4 actions" in printed


def test_nothing_of_the_file_is_lost(run):
    printed = run()
    kept = CaseImport.objects.get()
    assert kept.content == CASE
    assert kept.imported_by is None
    for row in CASE["indicator_values"]:
        assert row["name"] in printed
    assert "3 indicator values" in printed
    assert "1 gap:" in printed
    assert "no quarterly series found" in printed


def test_no_level_is_invented(run):
    run()
    assert not Assessment.objects.exists()


def test_a_lead_is_only_whom_the_source_names_for_all(run):
    run()
    rows = Assignment.objects.values_list("capability__number", "organisation__name", "kind")
    assert set(rows) == {
        (4, "National Police of Norvalia", "lead"),
        (9, "Directorate of Welfare", "contributor"),
        (11, "Line 123", "contributor"),
        (11, "Directorate of Welfare", "contributor"),
    }
    assert CapabilityGroupObjectPermission.objects.count() == 4
    mixed = [
        {"capability": 4, "lead": "police", "lead_assigned_by_us": assumed}
        for assumed in (False, True)
    ]
    assert parts(mixed) == {("police", 4): "contributor"}


def test_the_same_case_twice_changes_nothing(run):
    run()
    before = AuditEvent.objects.count()
    assert "already there" in run(dict(reversed(CASE.items())))
    assert AuditEvent.objects.count() == before
    assert CaseImport.objects.count() == 1


def test_a_later_edition_adds_and_brings_up_to_date(run):
    run()
    later = case(**{"actions.1.status": "done", "actions.1.date": "2026-03"})
    later["actions"].append(
        {"capability": 4, "title": "Second unit", "lead": "welfare", "status": "ongoing"}
    )
    printed = run(later)
    assert PlanAction.objects.get(title="Training manual").date_text == "2026-03"
    assert "1 action brought up to date" in printed
    assert PlanAction.objects.count() == 5
    assert Organisation.objects.count() == 3
    assert Assignment.objects.get(capability__number=4, kind="lead").organisation.name.startswith(
        "National Police"
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"actions.3.capability": 22}, "actions[3].capability: 22 is not a capability (1 to 21)"),
        (
            {"actions.0.capability": "4"},
            "actions[0].capability: should be a whole number, not text",
        ),
        ({"actions.0.capability": True}, "should be a whole number, not true or false"),
        ({"actions.0.title": ...}, "actions[0].title: is missing"),
        ({"actions.0.title": " "}, "actions[0].title: the text is empty"),
        ({"actions.0.title": "x" * 301}, "actions[0].title: 301 characters; 300 are the most"),
        ({"actions.0.lead": "mayor"}, "actions[0].lead: “mayor” is not the key of an agency"),
        ({"actions.0.status": "finished"}, "actions[0].status: “finished” is not one of: proposed"),
        ({"actions.0.date": 2019}, "actions[0].date: should be text, not a whole number"),
        ({"actions.0": "Unit"}, "actions[0]: should be an object in braces, not text"),
        ({"actions.3.lead": "line", "actions.3.title": "Helpline opened"}, "as actions[2]"),
        ({"agencies.1.key": "police"}, "agencies[1]: the same key as agencies[0]"),
        ({"agencies.1.name": "Line 123"}, "agencies[2]: the same name as agencies[1]"),
        ({"agencies.0.type": "army"}, "agencies[0].type: “army” is not one of: ministry"),
        ({"agencies.0.domains": ["sport"]}, "agencies[0].domains[0]: “sport” is not one of"),
        ({"agencies": {}}, "agencies: should be a list, not an object in braces"),
        ({"country": ...}, "country: is missing"),
        ({"country.name": None}, "country.name: is null"),
        ({"indicator_values.2.value": {"from": 5}}, "indicator_values[2].value"),
        ({"indicator_values.2.value": [1, 2, 3]}, "indicator_values[2].value"),
        ({"indicator_values.0.value": ...}, "indicator_values[0].value: “null”"),
        ({"gaps.0": 3}, "gaps[0]: should be text, not a whole number"),
        ({"actions.0.title": "a\x00b"}, "actions[0].title: holds a character"),
        ({"country.plan": "\ud800"}, "country.plan: holds a character that cannot be stored"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(run, changes, problem):
    with pytest.raises(CommandError) as refusal:
        run(case(**changes))
    assert problem in str(refusal.value)
    assert "nothing was stored" in str(refusal.value)
    assert nothing_stored()


def test_all_that_is_wrong_is_named_at_once(run):
    with pytest.raises(CommandError) as refusal:
        run(case(**{"actions.0.capability": 0, "actions.2.status": "?", "country.name": 1}))
    assert str(refusal.value).count("\n") == 3


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "is not JSON"),
        (b"country: Norvalia", "is not JSON: Expecting value at line 1, column 1"),
        (b"[]", "The file: should be an object in braces, not a list"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": 1e999}', "the number is too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number that is too long"),
        (b"[" * 100_000, "nested too deeply"),
        ('{"a": "ä"}'.encode("latin-1"), "is not text in UTF-8"),
        (b" " * (case_file.LARGEST_BYTES + 1), "is larger than 5 MB"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_plain_sentence(run, raw, problem):
    with pytest.raises(CommandError, match=problem):
        run(raw)
    assert nothing_stored()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_case", tmp_path / "none.json")


def test_unknown_keys_are_named_and_kept(run):
    printed = run(case(**{"actions.0.budget": "12 million", "sources": []}))
    assert "Note: actions[0].budget is not known" in printed
    assert "Note: sources is not known" in printed
    assert CaseImport.objects.get().content["actions"][0]["budget"] == "12 million"


def test_one_database_holds_one_country(run):
    Country.objects.create(pk=1, name="Talvia", is_demonstration=True)
    with pytest.raises(CommandError, match=r"is Talvia's.*scripts/run --case FILE"):
        run()
    assert not CaseImport.objects.exists()


def test_once_people_work_with_it_one_of_the_secretariat_imports(run):
    secretary, contributor = factories.person(Role.SEC), factories.person(Role.CMM)
    with pytest.raises(CommandError, match="--by"):
        run()
    with pytest.raises(CommandError, match="is up to: Secretariat"):
        run(by=contributor.email)
    with pytest.raises(CommandError, match="Nobody with the address"):
        run(by="nobody@example.org")
    assert not CaseImport.objects.exists()
    run(by=secretary.email.upper())
    assert CaseImport.objects.get().imported_by == secretary
    assert AuditEvent.objects.get(object_type="caseimport").actor_id == secretary.pk
    assert audit.verify().problem == ""


def test_a_real_case_goes_in_whole(run):
    """The real case kept beside the project, where there is one; else the one above."""
    content = json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else CASE
    printed = run(content)
    assert Organisation.objects.count() == len(content["agencies"])
    assert PlanAction.objects.count() == len(content["actions"])
    assert CaseImport.objects.get().content == content
    assert f"{len(content['indicator_values'])} indicator values" in printed
    assert "Note:" not in printed


def test_every_value_is_stored_as_it_was_published(run):
    content = json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else CASE
    run(content)
    stored = list(Observation.objects.filter(case__isnull=False))
    assert len(stored) == len(content["indicator_values"])
    written = {(row.measured, row.value, row.time_text, row.unit_text) for row in stored}
    for row in content["indicator_values"]:
        value = row["value"]
        text = f"{value[0]}–{value[1]}" if isinstance(value, list) else str(value)
        assert (row["name"], text, row.get("period") or "", row.get("unit") or "") in written
    assert not Observation.objects.exclude(confidence_text="").filter(confidence="").exists()


def test_a_value_means_what_its_form_says(run):
    run()
    forms = {row.value: (row.form, row.low, row.high) for row in Observation.objects.all()}
    assert forms == {"up to 100": ("bound", None, 100), "<5": ("bound", None, 5)} | {
        "5–13": ("range", 5, 13)
    }


def test_a_value_of_an_unknown_indicator_is_kept_by_its_capability(run):
    content = case(**{"indicator_values.0.indicator": "C99-99"})
    assert "indicator_values[0].indicator is not known" in run(content)
    assert Observation.objects.filter(indicator=None, capability__number=4).count() == 1


def test_values_of_no_indicator_have_a_page_and_stand_in_files(run, client):
    run(json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else CASE)
    alone = Observation.objects.filter(indicator=None)
    assert alone
    client.force_login(factories.person(Role.CMM))
    assert reverse("published_values") in client.get(reverse("indicator_list")).text
    answer = client.get(reverse("published_values"))
    page = html.unescape(answer.text)
    assert sum(len(rows) for _one, rows in answer.context["capabilities"]) == alone.count()
    rows = list(csv.reader(io.StringIO(client.get(reverse("published_values_file")).text)))
    for row in alone:
        assert row.measured in page
        assert row.value in page
        assert any(row.measured in cells and row.value in cells for cells in rows)
    assert len(rows) == alone.count() + 1
    client.force_login(factories.person(Role.SEC))
    taken = client.post(reverse("observation_export"), {"kind": "csv", "all": "1"})
    cells = {cell for line in csv.reader(io.StringIO(taken.text)) for cell in line}
    assert {row.measured for row in alone} <= cells


def test_without_a_case_there_is_no_link_to_values_of_no_indicator(client):
    client.force_login(factories.person(Role.CMM))
    assert reverse("published_values") not in client.get(reverse("indicator_list")).text
    assert "There are none" in client.get(reverse("published_values")).text
