"""The demonstration: repeatable, in every state, and true to the rules that the services hold."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mnr.demo import accounts, builder, texts
from mnr.measures.contradictions import Key
from mnr.models import (
    Assessment,
    Assignment,
    AuditEvent,
    CapabilityGroupObjectPermission,
    Comment,
    Country,
    DomainUserObjectPermission,
    Enabler,
    Evidence,
    Extension,
    HandOver,
    Indicator,
    Membership,
    Obstacle,
    Organisation,
    ProgressUpdate,
    RatingQuestion,
    ReducedSeparation,
    Region,
    Report,
    ReportingPeriod,
    Snapshot,
    Submission,
    User,
    Waiver,
)
from mnr.registers import owed, reach, registry
from mnr.roles import Role
from mnr.selectors import access_review
from mnr.services import audit, periods, snapshots
from mnr.services.updates import missing_from_update

pytestmark = pytest.mark.django_db
PAST = 5


@pytest.fixture(scope="module")
def talvia(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the tests of this module and taken away after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = builder.load(count=18, past=PAST, seed=1)
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def open_period(talvia):
    return ReportingPeriod.objects.get(state="open")


def test_every_role_and_every_kind_of_organisation_is_there(talvia):
    held = set(Membership.objects.in_force().values_list("role", flat=True))
    assert held == {role.value for role in Role} - {Role.ANO}
    assert set(Organisation.objects.values_list("kind", flat=True)) == set(Organisation.Kind.values)
    assert Country.objects.get().is_demonstration


def test_people_are_invented_and_can_sign_in(talvia):
    emails = User.objects.values_list("email", flat=True)
    assert all(email.endswith("@demo.example") for email in emails)
    assert User.objects.values("full_name").distinct().count() == len(emails)
    for account in accounts.one_a_role():
        assert authenticate(None, email=account.email, password=account.password)


def test_memberships_end_within_a_year_and_two_people_grant_privileged_ones(talvia):
    rows = Membership.objects.all()
    left = HandOver.objects.open().get().membership  # somebody left in the middle of a draft
    assert set(rows) - set(Membership.objects.in_force()) == {left}
    assert all(row.ends_on - row.starts_on <= timedelta(days=366) for row in rows)
    privileged = rows.filter(role__in=Role.privileged())
    assert not privileged.filter(confirmed_by=None).exists()
    assert not privileged.filter(confirmed_by=F("user")).exists()


def test_the_review_of_roles_has_something_to_show(talvia):
    review = access_review.review(Membership.objects.filter(role=Role.SEC).first().user)
    assert review.ending
    assert review.single
    assert {item["kind"] for item in review.hand_overs[0].hand_over.left_open} == {"draft"}
    assert not review.unowned
    assert not review.thin
    assert ReducedSeparation.objects.awaiting_confirmation().exists()


def test_every_capability_has_a_lead_and_every_domain_two_of_different_organisations(talvia):
    leads = Assignment.objects.in_force().filter(kind="lead")
    assert set(leads.values_list("capability__number", flat=True)) == set(range(1, 22))
    rows = Membership.objects.filter(role=Role.DOM).values_list("domain__key", "organisation")
    domains = {key for key, _organisation in rows}
    assert len(domains) == 6
    assert len(set(rows)) == 2 * len(domains)


def test_grants_follow_from_assignments_and_memberships(talvia):
    assigned = Assignment.objects.in_force().values_list("organisation", "capability")
    granted = CapabilityGroupObjectPermission.objects.values_list(
        "group__organisation", "content_object"
    )
    assert set(granted) == set(assigned)
    leading = Membership.objects.filter(role=Role.DOM).values_list("user", "domain")
    assert set(DomainUserObjectPermission.objects.values_list("user", "content_object")) == set(
        leading
    )


def test_the_open_period_is_in_every_state_of_work(open_period):
    states = set(open_period.updates.values_list("state", flat=True))
    assert states == set(ProgressUpdate.State.values)
    assert open_period.updates.filter(is_nil=True).exclude(state="draft").exists()
    assert open_period.updates.filter(submission_number=2).exists()
    owed = set(Assignment.objects.in_force().values_list("organisation", flat=True))
    assert owed - set(open_period.updates.values_list("organisation", flat=True))  # silent
    assert Comment.objects.filter(update__period=open_period, resolved_at=None).exists()
    assert open_period.extensions.exists()


def test_contributors_do_not_repeat_each_other(open_period):
    rows = open_period.updates.filter(capability__number=1).exclude(achievements="")
    said = [text for text in rows.values_list("achievements", flat=True) if text]
    assert len(set(said)) == len(said)


def test_today_is_within_the_open_period(open_period):
    assert open_period.opens_on < timezone.localdate() < open_period.due_on


def test_past_periods_are_settled_and_in_each_frozen_state(talvia):
    past = ReportingPeriod.objects.exclude(state="open")
    assert [row.state for row in past] == ["frozen", "approved", *["published"] * (PAST - 2)]
    assert [periods.outstanding(row) for row in past] == [[]] * PAST
    assert Waiver.objects.exists()
    assert Extension.objects.exclude(period__state="open").exists()


def test_snapshots_hold_and_the_latest_have_reports(talvia):
    for snapshot in Snapshot.objects.order_by("pk"):
        content = snapshots.read(snapshot)
        assert content["country"].items() >= {"name": "Talvia", "is_demonstration": True}.items()
    assert Report.objects.filter(status="queued").count() == builder.REPORTED
    latest = {row.code for row in ReportingPeriod.objects.exclude(state="open")[:3]}
    assert set(Report.objects.values_list("snapshot__period__code", flat=True)) == latest


def test_the_trail_is_whole(talvia):
    outcome = audit.verify()
    assert outcome.problem == ""
    assert outcome.checked > ProgressUpdate.objects.count()


def test_nobody_reviews_their_own(talvia):
    for update in ProgressUpdate.objects.exclude(endorsed_by=None).select_related("endorsed_by"):
        mine = update.endorsed_by.memberships.values_list("organisation", flat=True)
        assert update.organisation_id not in mine
        assert len({update.submitted_by_id, update.endorsed_by_id}) == 2
        assert update.accepted_by_id not in (update.submitted_by_id, update.endorsed_by_id)


def test_what_was_sent_is_complete_by_the_rules_of_the_service(talvia):
    sent = ProgressUpdate.objects.exclude(submission_number=0).select_related("period")
    assert [(row, missing_from_update(row)) for row in sent if missing_from_update(row)] == []
    numbers = Submission.objects.filter(update__in=sent).count()
    assert numbers == sum(row.submission_number for row in sent)


def test_steps_were_taken_in_order_and_in_the_past(talvia):
    accepted = ProgressUpdate.objects.filter(state="accepted")
    assert not accepted.exclude(submitted_at__lt=F("endorsed_at")).exists()
    assert not accepted.exclude(endorsed_at__lt=F("accepted_at")).exists()
    assert not ProgressUpdate.objects.filter(saved_at__gt=timezone.now()).exists()
    assert not accepted.filter(accepted_at__gt=timezone.now()).exists()


def test_levels_move_believably(talvia):
    summaries = [row.summary["capabilities"] for row in Snapshot.objects.order_by("pk")]
    first, last = summaries[0], summaries[-1]
    changes = [
        last[number]["in_use"] - first[number]["in_use"]
        for number in last
        if first[number]["in_use"] is not None and last[number]["in_use"] is not None
    ]
    assert sum(change > 0 for change in changes) >= 4
    assert Assessment.objects.exclude(lowering_reason="").exists()
    assert any(row["in_use"] is None for row in last.values())  # one was never assessed
    assert Assessment.objects.filter(is_confirmation=True).exists()
    oldest = min(row["assessed_in"] for row in last.values() if row["assessed_in"])
    assert oldest == ReportingPeriod.objects.order_by("starts_on").first().code


def test_obstacles_name_enablers_and_documents_lead_nowhere(talvia):
    assert Obstacle.objects.exclude(enabler=None).values("enabler").distinct().count() >= 5
    addresses = Evidence.objects.exclude(url="").values_list("url", flat=True)
    assert addresses
    assert all(".example/" in address for address in addresses)
    assert Evidence.objects.filter(valid_until__lt=timezone.localdate()).exists()
    assert Evidence.objects.exclude(registry_number="").exists()


def test_documents_say_of_which_kind_they_are_and_some_are_published_by_others(talvia):
    assert not Evidence.objects.filter(kind="").exists()
    assert Evidence.objects.exclude(publisher=F("organisation__name")).exists()
    assert Evidence.objects.filter(publisher=F("organisation__name")).exists()


def test_contradictions_are_asked_about_and_some_are_answered(talvia):
    rows = RatingQuestion.objects.filter(update__period__state="open")
    assert rows.exclude(answer="").exists()
    assert rows.filter(answer="").exists()
    assert set(Key) - set(RatingQuestion.objects.values_list("key", flat=True)) <= {
        Key.JUMP_IN_PLACE,
        Key.JUMP_IN_USE,
    }
    letters = {
        told["letter"]
        for snapshot in Snapshot.objects.all()
        for row in json.loads(snapshot.content)["capabilities"]
        if row["assessment"]
        for told in row["assessment"]["strength"].values()
    }
    assert letters == set("ABCD")


def test_every_register_has_entries_by_the_rules_of_its_model(talvia):
    assigned = set(Assignment.objects.values_list("organisation", "capability"))
    for register in registry:
        rows = list(register.rows())
        assert rows, register.path
        for entry in rows:
            entry.full_clean()
            assert (entry.organisation_id, entry.capability_id) in assigned, entry
            assert entry.capability.number in register.capabilities


def test_registers_are_kept_by_several_with_gaps_and_texts_apart(talvia):
    rows = [entry for register in registry for entry in register.rows()]
    assert len({entry.organisation_id for entry in rows}) >= 14
    assert sum(entry.is_withdrawn for entry in rows) >= 5
    assert sum(bool(entry.internal_note) for entry in rows) >= 20
    assert sum(bool(entry.public_text) for entry in rows) >= 15
    content = " ".join(Snapshot.objects.values_list("content", flat=True))
    notes = {entry.internal_note for entry in rows if entry.internal_note}
    assert [note for note in notes if note in content] == []


def test_every_period_has_returns_and_one_at_least_is_missing(talvia):
    returns = [register for register in registry if register.is_return]
    for period in ReportingPeriod.objects.all():
        made = [row for row in returns if row.model.objects.filter(period=period).exists()]
        missing = owed.missing(registry, period)
        assert len(made) >= len(returns) / 3, period
        assert any(missing.values()), period
        for snapshot in period.snapshots.all():
            frozen = snapshots.read(snapshot)["registers"]
            assert sum(len(row["missing"]) for row in frozen) >= 1


def test_entries_have_their_history_and_days_within_the_past(talvia):
    for register in registry:
        for entry in register.rows():
            assert entry.recorded_at <= entry.changed_at < timezone.now()
            assert entry.recorded_by_id
    created = AuditEvent.objects.filter(action__in=["entry.create", "return.create"]).count()
    assert created == sum(register.model.objects.count() for register in registry)


def test_regions_have_two_levels_and_services_leave_gaps(talvia):
    assert Region.objects.upper().count() >= 4
    assert Region.objects.exclude(within=None).count() >= 12
    found = [reach.reach(register) for register in registry if register.regional]
    assert all(any(entries for _region, entries in one.regions) for one in found)
    assert all(one.without for one in found)


def test_it_is_never_loaded_twice(talvia):
    with pytest.raises(CommandError, match=r"already holds Talvia.*DATABASE_URL"):
        call_command("load_demo")


def test_accounts_are_listed_for_the_demonstration_only(talvia, capsys, settings):
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    assert printed.count(accounts.PASSWORD) == len(Role) - 1
    assert settings.SITE_URL in printed
    Country.objects.update(is_demonstration=False)
    with pytest.raises(CommandError, match="not the demonstration"):
        call_command("demo_accounts")


def test_texts_are_rich_and_fit(talvia):
    enablers = {row.key for row in Enabler.objects.current()}
    assert sorted(texts.fragments()) == list(range(1, 22))
    for said in texts.fragments().values():
        assert len(said.achievements) >= 4
        assert len(said.obstacles) >= 3
        assert len(said.next_steps) >= 3
        assert min(len(said.decisions), len(said.public), len(said.documents)) >= 2
        assert {enabler for _text, enabler in said.obstacles} <= enablers
        assert bool(said.setback) == (said.course.shape == "fell")


def test_the_country_measures_something_of_its_own(talvia):
    own = Indicator.objects.get(is_own=True)
    (version,) = own.definitions.all()
    assert version.proposed_by != version.decided_by
    assert own.adoption.status == "collected"
    assert own.targets.count() == 2
    assert own.observations.values("period").distinct().count() >= PAST - 1
    said = {row.action for row in AuditEvent.objects.filter(object_id=str(version.pk))}
    assert said == {"indicator.define", "framework.confirm"}


def test_what_is_entered_and_what_returns_say_agree(talvia):
    for snapshot in Snapshot.objects.all():
        content = json.loads(snapshot.content)
        for row in content["indicators"]["definitions"]:
            assert not [one for one in row["values"] if "returned" in one], row["code"]


def test_what_is_entered_and_what_registers_hold_agree(talvia):
    """Of indicators without returns, read off the newest snapshot."""
    content = snapshots.read(Snapshot.objects.order_by("-period__starts_on", "-version").first())
    period = content["period"]
    figures = {
        (register["path"], figure["key"]): figure["value"]
        for register in content["registers"]
        for figure in register["figures"]
    }
    compared = []
    for row in content["indicators"]["definitions"]:
        said = texts.read("indicators")["indicators"].get(row["code"], {}).get("kept", {})
        if not said or {"per", "only", "dated"} & said.keys():
            continue
        held = figures[said["register"], said["figure"]]
        wanted = ("yes" if held else "no") if said.get("is_there") else str(held)
        compared += [
            (row["code"], value["value"].casefold() == wanted)
            for value in row["values"]
            if value["ends_on"] == period["ends_on"] and not (value["region"] or value["breakdown"])
        ]
    assert compared
    assert all(agrees for _code, agrees in compared), compared
