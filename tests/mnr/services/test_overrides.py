"""Two people show or hide a figure against the rule; no edition that is made changes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr.figures import keeping
from mnr.models import AuditEvent, FigureOverride, Observation
from mnr.permissions import Denied, NotFresh, WrongState
from mnr.reports import committee
from mnr.roles import Role
from mnr.services import overrides, snapshots
from mnr.services.errors import Refused
from tests import factories
from tests.factories import values
from tests.signing_in import STALE, proof

pytestmark = pytest.mark.django_db
ARRESTS, SHARE = "C04-05", "C04-02"
WHY = "The ministry has published it."
GIRL = "The girl aged 9 quoted in the published judgment is not named."
State = FigureOverride.State


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


@pytest.fixture
def period():
    return factories.period("2026-Q2", "open")


@pytest.fixture
def small(period):
    """Three arrests in a quarter, entered in the open period."""
    return values.value(values.adopted(ARRESTS), "3", "2026-Q2", period)


@pytest.fixture
def ask(small, secretary):
    def call(value=small, is_shown=True, reason=WHY, by=secretary):
        return overrides.request_override(value=value, is_shown=is_shown, reason=reason, by=by)

    return call


@pytest.fixture
def confirm(chair):
    def call(row, is_confirmed=True, answer="", by=chair):
        return overrides.decide_override(
            override=row, is_confirmed=is_confirmed, answer=answer, by=by
        )

    return call


@pytest.fixture
def edition(period):
    """edition() freezes the period and makes what its edition tells."""

    def call(note=""):
        by = factories.person(Role.SEC)
        snapshot = snapshots.make_snapshot(period=period, by=by, note=note)
        keeping.figures_of(snapshot)
        return snapshot

    return call


def told(snapshot):
    return [row.get("value") for row in keeping.ready(snapshot)["figures"][ARRESTS]]


# --- two people ---------------------------------------------------------------------------


def test_what_two_people_decide_the_next_edition_follows(ask, confirm, edition, secretary, chair):
    row = ask()
    assert (row.state, row.requested_by, row.followed_in) == (State.WAITING, secretary, None)
    row = confirm(row)
    assert (row.state, row.decided_by) == (State.CONFIRMED, chair)
    snapshot = edition()
    assert told(snapshot) == ["3"]
    row.refresh_from_db()
    assert row.followed_in.snapshot == snapshot
    events = AuditEvent.objects.filter(object_type="figureoverride").order_by("number")
    assert [(event.action, event.actor_id) for event in events] == [
        ("indicator.override_request", secretary.pk),
        ("indicator.override_confirm", chair.pk),
        ("override.followed", None),
    ]


def test_the_public_edition_follows_what_the_committees_followed(ask, confirm, edition):
    """Otherwise the two side by side would tell what each hides in the place of the other."""
    confirm(ask())
    snapshot = edition()
    public = keeping.figures_of(snapshot, "public")
    assert public["figures"] == keeping.ready(snapshot)["figures"]
    assert [row["id"] for row in public["overrides"]] == [
        row["id"] for row in keeping.ready(snapshot)["overrides"]
    ]
    row = FigureOverride.objects.get()
    assert row.followed_in.edition == "committee"


def test_the_public_edition_makes_the_committees_first(ask, confirm, period):
    confirm(ask())
    snapshot = snapshots.make_snapshot(period=period, by=factories.person(Role.SEC))
    assert keeping.figures_of(snapshot, "public")["overrides"]
    assert told(snapshot) == ["3"]


@pytest.mark.parametrize("what", ["asked", "refused", "withdrawn", "withdrawn after the yes"])
def test_nothing_less_shows_it(ask, confirm, edition, secretary, what):
    row = ask()
    if what == "refused":
        confirm(row, is_confirmed=False, answer="It is too small.")
    if what == "withdrawn after the yes":
        confirm(row)
    if what.startswith("withdrawn"):
        overrides.withdraw_override(override=row, by=secretary)
    snapshot = edition()
    assert told(snapshot) == [None]
    assert keeping.ready(snapshot)["overrides"] == []


def test_an_edition_that_is_made_stays_and_its_correction_follows(ask, confirm, edition):
    first = edition()
    confirm(ask())
    assert keeping.figures_of(first)["overrides"] == []
    assert told(first) == [None]
    assert told(edition(note="One figure is shown.")) == ["3"]
    assert told(first) == [None]


def test_it_is_followed_once(ask, confirm, edition):
    confirm(ask())
    first, second = edition(), edition(note="Corrected.")
    assert len(keeping.ready(first)["overrides"]) == 1
    assert keeping.ready(second)["overrides"] == []
    assert told(second) == ["3"]  # what was told is known


def test_a_value_that_changed_since_is_not_shown(ask, confirm, edition, small):
    row = confirm(ask())
    small.value, small.version = "4", small.version + 1
    small.derive()
    small.save()
    assert told(edition()) == [None]
    row.refresh_from_db()
    assert row.followed_in is None


def test_a_figure_that_is_shown_is_hidden(ask, confirm, edition, period):
    other = values.value(Observation.objects.get().indicator, "40", "2026-Q1", period)
    confirm(ask(value=other, is_shown=False))
    assert told(edition()) == [None, None]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SEC, Role.ANO)])
def test_nobody_else_asks_or_withdraws(ask, role, small):
    row = ask()
    body = small.organisation
    other = factories.person(role, organisation=body, domain="criminal_justice")
    with pytest.raises(Denied):
        ask(by=other)
    with pytest.raises(Denied):
        overrides.withdraw_override(override=row, by=other)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CHR, Role.ANO)])
def test_nobody_else_decides(ask, confirm, role, small):
    row = ask()
    other = factories.person(role, organisation=small.organisation, domain="criminal_justice")
    with pytest.raises(Denied):
        confirm(row, by=other)
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_whoever_asked_does_not_decide(confirm, chair, small):
    row = FigureOverride.objects.create(
        value=small, version=small.version, reason=WHY, requested_by=chair
    )
    for is_confirmed in (True, False):
        with pytest.raises(Denied) as refused:
            confirm(row, is_confirmed=is_confirmed, answer="No.")
        assert refused.value.code == "person"
    with pytest.raises(IntegrityError, match="override_decided_by_another"), transaction.atomic():
        FigureOverride.objects.filter(pk=row.pk).update(
            state="confirmed", decided_by=chair, decided_at=timezone.now()
        )


def test_both_prove_first_who_they_are(ask, confirm, secretary, chair):
    row = ask()
    secretary.sign_in = chair.sign_in = proof(ago=STALE)
    with pytest.raises(NotFresh):
        overrides.withdraw_override(override=row, by=secretary)
    with pytest.raises(NotFresh):
        confirm(row)


def test_it_is_decided_once_and_withdrawn_before_an_edition(ask, confirm, edition, secretary):
    row = confirm(ask())
    with pytest.raises(WrongState):
        confirm(row)
    edition()
    with pytest.raises(Refused, match="an edition has followed it"):
        overrides.withdraw_override(override=row, by=secretary)
    assert FigureOverride.objects.get().state == State.CONFIRMED


# --- what may be asked --------------------------------------------------------------------


def test_one_thing_is_asked_of_a_figure_at_a_time(ask, secretary):
    row = ask()
    with pytest.raises(Refused, match="asked for this figure already"):
        ask()
    overrides.withdraw_override(override=row, by=secretary)
    assert ask()


def test_nothing_is_asked_for_that_is_so_already(ask, small, period):
    """Also where it is not the number itself that is small."""
    wide = values.value(small.indicator, "40", "2026-Q1", period)
    for value, is_shown, words in ((small, False, "hidden already"), (wide, True, "shown already")):
        with pytest.raises(Refused, match=words) as refused:
            ask(value=value, is_shown=is_shown)
        assert refused.value.field == "is_shown"
    whole = values.value(small.indicator, "60", "2025-Q4", period)
    days = (whole.starts_on, whole.ends_on)
    adoption = small.indicator.adoption
    adoption.categories = values.SEX_AND_AGE
    adoption.save()
    for word, number in (("female", "3"), ("male", "57")):
        part = values.value(small.indicator, number, days, period, breakdown=f"sex: {word}")
    with pytest.raises(Refused, match="hidden already"):
        ask(value=part, is_shown=False)
    assert ask(value=part)


def test_only_counts_of_people_are_asked_about(ask, period, small):
    percent = values.value(values.adopted(SHARE), "40", "2026-Q2", period)
    bound = values.value(small.indicator, "<5", "2026-Q1", period)
    words = values.value(small.indicator, "7", "2025-Q4", period, measured="Cautions")
    for value in (percent, bound, words):
        with pytest.raises(Refused, match="Only a number of people"):
            ask(value=value)


@pytest.mark.parametrize("reason", ["There were 3.", "3 is known", "1 in 3", "Three girls", "٣"])
def test_the_reason_does_not_tell_the_number(ask, reason):
    with pytest.raises(Refused, match="Do not write the number") as refused:
        ask(reason=reason)
    assert refused.value.field == "reason"


def test_a_long_number_is_found_however_it_is_written(ask, small, period):
    other = values.value(small.indicator, "1,234", "2026-Q1", period)
    for reason in ("All 1234 are known.", "All 1 234 are known.", "All 1,234 are known."):
        with pytest.raises(Refused, match="Do not write the number"):
            ask(value=other, is_shown=False, reason=reason)


def test_other_numbers_may_stand_in_it(ask):
    assert ask(reason="Published in the report of 2025, page 33.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_there_is_a_reason(ask, reason):
    with pytest.raises(Refused):
        ask(reason=reason)


def test_no_text_tells_of_a_child(ask, confirm):
    with pytest.raises(Refused):
        ask(reason=GIRL)
    with pytest.raises(Refused):
        confirm(ask(), is_confirmed=False, answer=GIRL)


def test_a_refusal_says_why(ask, confirm):
    with pytest.raises(Refused, match="Say why") as refused:
        confirm(ask(), is_confirmed=False, answer=" ")
    assert refused.value.field == "answer"


def test_the_trail_does_not_tell_the_number(ask, confirm, edition):
    row = confirm(ask())
    edition()
    events = AuditEvent.objects.filter(object_id=str(row.pk))
    said = [event.changes for event in events]
    assert len(said) == 3
    assert "'3'" not in str(said)
    assert str(row) == f"{ARRESTS}, 2026-Q2"


# --- the report ---------------------------------------------------------------------------


def test_the_report_says_what_was_decided_by_which_posts(ask, confirm, edition, secretary):
    confirm(ask())
    report = committee.committee_edition(edition())
    (row,) = report.overrides
    assert (row.code, row.when, row.place, row.is_shown) == (ARRESTS, "2026-Q2", "", True)
    assert row.reason == WHY
    assert row.requested_as.startswith("Secretariat")
    assert row.decided_as.startswith("Committee chair")
    assert row.requested_on == row.decided_on == timezone.now().date()
    assert secretary.full_name not in str(report)
    line = next(line for line in report.indicators if line.code == ARRESTS)
    assert line.figures[0].by_decision
    assert line.latest.value == "3"


def test_a_report_without_decisions_says_nothing_of_them(small, edition):
    assert committee.committee_edition(edition()).overrides == ()
