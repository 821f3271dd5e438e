"""The framework's rows follow its files."""

import re
import shutil
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from mnr import reference
from mnr.models import (
    Capability,
    Domain,
    Enabler,
    EvidenceCheck,
    FrameworkEdition,
    Indicator,
    MaturityLevel,
    Term,
)
from mnr.services.reference import after_migrate, synchronise
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
from tests.owning import as_owner


@pytest.fixture
def files(tmp_path):
    return copy(tmp_path)


@pytest.fixture
def synchronised(db):
    return synchronise()


def contents():
    """Every row of the framework, for comparison."""
    models = (
        FrameworkEdition,
        Domain,
        Capability,
        EvidenceCheck,
        Indicator,
        Enabler,
        MaturityLevel,
        Term,
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_rows_are_those_of_the_files(synchronised):
    assert {name: counts.held for name, counts in synchronised.items()} == {
        "FrameworkEdition": 1,
        "Domain": 6,
        "Capability": 21,
        "EvidenceCheck": 106,
        "Indicator": 94,
        "Enabler": 7,
        "MaturityLevel": 5,
        "Term": len(reference.terms()),
    }
    assert EvidenceCheck.objects.current().count() == 106
    assert Indicator.objects.current().count() == 94
    assert str(Capability.objects.get(number=11)) == "11 Child Helpline"
    check = EvidenceCheck.objects.get(code="21.1")
    assert check.capability.domain.app_label == "media"
    assert (check.level, check.rating) == (2, EvidenceCheck.Rating.IN_PLACE)


def test_synchronising_again_changes_nothing(synchronised):
    before = contents()
    counts = synchronise()
    assert contents() == before
    for count in counts.values():
        assert (count.added, count.changed, count.withdrawn, count.reinstated) == (0, 0, 0, 0)


def test_queries_do_not_depend_on_rows(synchronised, files, django_assert_max_num_queries):
    for number in range(1, 7):
        rewrite(files, CHECK_WORDS, f'"4.{number}" = "', f'"4.{number}" = "Reworded: ')
    for number in range(1, 6):
        rewrite(files, INDICATOR_WORDS, f'C04-0{number} = "', f'C04-0{number} = "Reworded: ')
    with django_assert_max_num_queries(28):
        counts = synchronise(root=files)
    assert counts["EvidenceCheck"].changed == 6
    assert counts["Indicator"].changed == 5


def test_changed_words_and_levels_are_taken_over(synchronised, files):
    key = EvidenceCheck.objects.get(code="4.1").pk
    rewrite(files, WORDS, "Child Helpline", "Helpline for Children")
    rewrite(files, CHECKS, '"4.1" = { level = 2', '"4.1" = { level = 3')
    counts = synchronise(root=files)
    assert (counts["Capability"].changed, counts["EvidenceCheck"].changed) == (1, 1)
    assert Capability.objects.get(number=11).title == "Helpline for Children"
    check = EvidenceCheck.objects.get(code="4.1")
    assert (check.pk, check.level) == (key, 3)


def arrests(files):
    """What the file says of one indicator."""
    text = (files / INDICATORS).read_text()
    return re.search(r"\[indicators\.C04-05\].*?(?=\n\[)", text, re.DOTALL)[0]


def test_an_indicator_follows_its_files(synchronised, files):
    key = Indicator.objects.get(code="C04-05").pk
    rewrite(files, INDICATOR_WORDS, '"Arrests for CSEA', '"All arrests for CSEA')
    table = arrests(files)
    rewrite(files, INDICATORS, table, table.replace("quarterly", "annual"))
    assert synchronise(root=files)["Indicator"].changed == 1
    row = Indicator.objects.get(code="C04-05")
    assert (row.pk, row.name) == (key, "All arrests for CSEA offences")
    assert (row.frequency, row.capability.number) == ("annual", 4)


def test_an_indicator_gone_from_the_files_is_withdrawn_and_comes_back(synchronised, files):
    row = Indicator.objects.get(code="C04-05")
    rewrite(files, INDICATORS, arrests(files), "")
    rewrite(files, INDICATOR_WORDS, 'C04-05 = "Arrests for CSEA offences"\n', "")
    assert synchronise(root=files)["Indicator"].withdrawn == 1
    assert row not in Indicator.objects.current()
    assert synchronise()["Indicator"].reinstated == 1
    assert row in Indicator.objects.current()


def test_rows_gone_from_the_files_are_withdrawn_and_come_back(synchronised, files):
    key = EvidenceCheck.objects.get(code="4.6").pk
    rewrite(files, CHECKS, '"4.6" = { level = 3, rating = "in_use" }\n', "")
    text = (files / CHECK_WORDS).read_text()
    (files / CHECK_WORDS).write_text(re.sub(r'"4\.6" = .*\n', "", text))
    assert synchronise(root=files)["EvidenceCheck"].withdrawn == 1
    withdrawn = EvidenceCheck.objects.get(code="4.6")
    assert withdrawn.withdrawn_on
    assert withdrawn not in EvidenceCheck.objects.current()
    assert synchronise(root=files)["EvidenceCheck"].withdrawn == 0
    assert synchronise()["EvidenceCheck"].reinstated == 1
    back = EvidenceCheck.objects.current().get(code="4.6")
    assert back.pk == key


def test_a_newer_edition_stands_beside_the_older_one(synchronised, files):
    for folder in ("facts", "en"):
        shutil.copytree(files / folder / EDITION, files / folder / "mnr-2022")
    rewrite(files, FRAMEWORK, "is_current = true", "is_current = false")
    rewrite(files, "en/mnr-2022/framework.toml", "mnr-2016 =", "mnr-2022 =")
    synchronise(root=files)
    assert FrameworkEdition.objects.current().get().key == "mnr-2022"
    assert Capability.objects.count() == 42
    assert set(Capability.objects.current().values_list("edition", flat=True)) == {"mnr-2022"}
    synchronise()
    assert FrameworkEdition.objects.current().get().key == EDITION
    assert not Capability.objects.filter(edition="mnr-2022", withdrawn_on=None).exists()


def test_a_fault_changes_nothing(synchronised, files):
    before = contents()
    rewrite(files, WORDS, "Child Helpline", "Helpline for Children")
    write(files, f"fr/{EDITION}/checks.toml", "[checks]\n4 = 4\n")
    write(files, "fr/maturity/scale.toml", "")
    with pytest.raises(reference.ReferenceFault):
        synchronise(root=files)
    assert contents() == before


def test_readers_see_their_language(synchronised, monkeypatch):
    monkeypatch.setattr(
        reference, "translated", lambda book, section, code: {"title": f"{book} {section} {code}"}
    )
    capability = Capability.objects.get(number=11)
    assert capability.title == "Child Helpline"
    assert capability.words.title == f"{EDITION} capabilities 11"
    assert capability.words.description == capability.description


def test_reading_words_takes_no_query(synchronised, django_assert_num_queries):
    checks = list(EvidenceCheck.objects.current())
    with django_assert_num_queries(0):
        assert all(check.words.text == check.text for check in checks)


# --- after migrate, and the command -------------------------------------------------------


def test_migrate_synchronises(db):
    with as_owner():
        MaturityLevel.objects.filter(level=3).delete()
    after_migrate(apps.get_app_config("mnr"), using="default", apps=apps)
    assert MaturityLevel.objects.count() == 5


class WithoutTables:
    """An older state: the tables are not there."""

    def get_model(self, label):
        raise LookupError(label)


class WithOtherColumns:
    """An older state: the tables are there, with other columns than the code knows."""

    def get_model(self, label):
        return apps.get_model("auth.Group")


@pytest.mark.parametrize("older", [WithoutTables(), WithOtherColumns()])
def test_an_older_state_of_the_tables_is_left_alone(db, older):
    with as_owner():
        MaturityLevel.objects.filter(level=3).delete()
    after_migrate(apps.get_app_config("mnr"), using="default", apps=older)
    assert not MaturityLevel.objects.filter(level=3).exists()


def test_the_command_reports_counts(synchronised):
    out = StringIO()
    call_command("sync_reference", stdout=out)
    assert "EvidenceCheck: 106 in the files; 0 added, 0 changed" in out.getvalue()


def test_the_command_reports_a_fault(db, monkeypatch):
    fault = reference.ReferenceFault(reference.ROOT / "x.toml", "checks", "Correct it.")

    def fail():
        raise fault

    monkeypatch.setattr("mnr.management.commands.sync_reference.synchronise", fail)
    with pytest.raises(CommandError, match="checks: Correct it"):
        call_command("sync_reference")


# --- rules of the tables ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (EvidenceCheck, {"level": 0}),
        (EvidenceCheck, {"level": 5}),
        (EvidenceCheck, {"rating": "used"}),
        (EvidenceCheck, {"code": "1.2"}),
        (Indicator, {"code": "C01-02"}),
        (Capability, {"number": 0}),
        (Capability, {"number": 2}),
        (Domain, {"key": "victim"}),
        (Enabler, {"key": "resources"}),
        (MaturityLevel, {"level": 5}),
    ],
)
def test_the_database_refuses(synchronised, model, values):
    first = model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=first.pk).update(**values)


@transaction.atomic
def give_two_domains_one_app():
    """The rule is looked at when the transaction ends, so that apps may be swapped in it."""
    Domain.objects.filter(key="victim").update(app_label="media")
    connection.check_constraints()


def test_two_domains_never_share_an_app(synchronised):
    with pytest.raises(IntegrityError):
        give_two_domains_one_app()


def test_only_one_edition_is_current(synchronised):
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameworkEdition.objects.create(
            key="other",
            title="Other",
            published="2030",
            source_url="https://x.org",
            is_current=True,
        )
