"""The public page that says whether a copy of a report is one of ours, and still the newest."""

import pytest
from django.urls import reverse

from mnr.roles import Role
from mnr.selectors import verifying
from mnr.selectors.verifying import Verdict, verified
from mnr.services import quarantine, reports, snapshots
from tests import factories

pytestmark = pytest.mark.django_db

FILE = "b" * 64


@pytest.fixture
def snapshot():
    return factories.period("2026-Q2", "frozen").snapshots.get()


@pytest.fixture
def report(snapshot):
    row = reports.request_report(snapshot=snapshot, by=factories.person(Role.SEC))
    reports.mark_ready(row, sha256=FILE, pages=2, size=10, seconds=1)
    row.refresh_from_db()
    return row


def correct(snapshot):
    by = factories.person(Role.SEC)
    return snapshots.make_snapshot(period=snapshot.period, by=by, note="A date was wrong.")


def asked(client, digest):
    return client.get(reverse("verify_digest", args=[digest])).text


def test_the_digest_of_a_cover_is_valid(client, snapshot):
    found = verified(snapshot.digest)
    assert (found.verdict, found.period, found.version) == (Verdict.VALID, "2026-Q2", 1)
    page = asked(client, snapshot.digest)
    assert "digest of the report on 2026-Q2, version 1" in page
    assert "There is no newer version" in page


def test_an_earlier_version_is_superseded_and_says_what_was_corrected(client, snapshot):
    second = correct(snapshot)
    page = asked(client, snapshot.digest)
    assert "Version 2 has taken its place" in page
    assert "A date was wrong." in page
    assert verified(second.digest).verdict == Verdict.VALID


def test_a_file_is_known_by_its_own_digest(client, report):
    assert "sign for sign" in asked(client, FILE)
    correct(report.snapshot)
    assert verified(FILE).verdict == Verdict.SUPERSEDED


def test_a_file_that_was_taken_back_is_no_longer_valid(client, report):
    reports.take_back([report.snapshot], by=None)
    assert verified(FILE).verdict == Verdict.TAKEN_BACK
    assert "It was taken back" in asked(client, FILE)
    reports.mark_ready(
        type(report).objects.get(pk=report.pk), sha256="c" * 64, pages=2, size=9, seconds=1
    )
    assert verified(FILE).verdict == Verdict.TAKEN_BACK
    assert verified("c" * 64).verdict == Verdict.VALID


def test_a_report_that_is_withheld_is_not_confirmed(report):
    by = factories.person(Role.ADM)
    quarantine.set_quarantine(kind="report", object_id=report.pk, reason="names", by=by)
    assert verified(FILE).verdict == Verdict.TAKEN_BACK


def test_what_nobody_made_is_unknown(client, report):
    flipped = ("0" if FILE[0] != "0" else "1") + FILE[1:]
    assert verified(flipped).verdict == Verdict.UNKNOWN
    assert "No report of this platform has this digest" in asked(client, flipped)


def test_a_digest_is_read_as_people_copy_it(client, snapshot):
    spaced = " ".join(snapshot.digest.upper()[at : at + 8] for at in range(0, 64, 8))
    page = client.get(reverse("verify"), {"digest": spaced})
    assert "There is no newer version" in page.text


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "b" * 63, "b" * 65, "\x00" * 64])
def test_what_is_no_digest_is_asked_for_again(client, digest):
    page = client.get(reverse("verify"), {"digest": digest})
    assert page.status_code == 422
    assert verifying.plain(digest) == ""


def test_the_start_of_a_digest_tells_nothing(client, snapshot):
    page = client.get(reverse("verify_digest", args=[snapshot.digest[:12]]))
    assert page.status_code == 422
    assert "2026-Q2" not in page.text


def test_it_takes_few_queries(client, report, django_assert_max_num_queries):
    for digest in (report.snapshot.digest, FILE, "d" * 64):
        with django_assert_max_num_queries(3):
            verified(digest)
