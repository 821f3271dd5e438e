"""Anchors: signed, kept elsewhere, and what they show that the chain alone does not."""

import json
import stat
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from mnr.database_roles import APPLICATION
from mnr.models import AuditAnchor, AuditCheck, AuditEvent, Job
from mnr.roles import Role
from mnr.services import anchors, audit, trail_watch
from mnr.services.seals import seal
from tests import factories
from tests.mnr.services.test_audit import delete, sql, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    """Five events, anchored."""
    target = factories.organisation()
    for number in range(5):
        audit.record("org.edit", target, None, {"name": [None, str(number)]})
    return anchors.make_anchor()


def with_role(role):
    person = factories.person()
    factories.role(person, role)
    return person


def verify(*words, **options):
    """What the command says."""
    out = StringIO()
    call_command("verify_audit", *words, stdout=out, **options)
    return out.getvalue()


def write_anew(name="other"):
    """Another history, complete with its chain and its head: what a chain alone does not show."""
    previous = ""
    for event in AuditEvent.objects.order_by("number"):
        event.action, event.previous_digest = f"org.{name}", previous
        event.digest = previous = seal(event)
        tamper(
            "UPDATE mnr_auditevent SET action = %s, previous_digest = %s, digest = %s "
            "WHERE number = %s",
            *(event.action, event.previous_digest, event.digest, event.number),
        )
    sql("UPDATE mnr_audithead SET digest = %s", previous)


def test_an_anchor_says_where_the_trail_stood(trail):
    assert (trail.number, trail.digest) == (5, AuditEvent.objects.first().digest)
    assert json.loads(trail.statement)["count"] == 5
    assert anchors.verify_anchors() == audit.Verification(1)
    assert "1 anchors checked" in verify("--anchors")


def test_one_anchor_a_day(trail):
    audit.record("org.edit", factories.organisation())
    assert anchors.make_anchor() is None
    assert anchors.verify_anchors() == audit.Verification(1)


def test_an_empty_trail_has_no_anchor():
    assert anchors.make_anchor() is None
    with pytest.raises(CommandError, match="no anchor to check"):
        verify("--anchors")


def test_the_key_of_a_demonstration_is_its_own_and_closed(trail, state):
    file = state / "anchor_key.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert anchors.public_key(anchors.signing_key()) == trail.public_key


def test_a_key_that_cannot_be_read_is_told(settings, tmp_path):
    settings.MNR_ANCHOR_KEY_FILE = str(tmp_path / "none.pem")
    audit.record("org.edit", factories.organisation())
    with pytest.raises(CommandError, match="MNR_ANCHOR_KEY_FILE"):
        call_command("make_anchor")


def test_a_tail_that_was_cut_with_its_head_shows(trail):
    delete("number > 3")
    sql("UPDATE mnr_audithead SET number = 3, digest = %s", AuditEvent.objects.first().digest)
    assert audit.verify() == audit.Verification(3)
    with pytest.raises(CommandError, match="event 5 is missing, which the anchor"):
        verify("--anchors")


def test_a_trail_that_was_written_anew_shows(trail):
    write_anew()
    assert audit.verify() == audit.Verification(5)
    with pytest.raises(CommandError, match="event 5 is another one than the anchor"):
        verify("--anchors")


def test_a_trail_written_anew_with_new_anchors_shows_by_what_was_kept(trail, tmp_path, state):
    kept = tmp_path / "kept.txt"
    kept.write_text(anchors.line(trail) + "\n")
    key = trail.public_key
    assert "2 anchors checked" in verify(anchor_file=[kept])
    write_anew()
    tamper("DELETE FROM mnr_auditanchor")
    (state / "anchor_key.pem").unlink()
    anchors.make_anchor()
    assert "1 anchors checked" in verify("--anchors")
    with pytest.raises(CommandError, match="key that is not known"):
        verify(anchor_file=[kept])
    with pytest.raises(CommandError, match="key that is not known"):
        verify("--anchors", public_key=[key])
    with pytest.raises(CommandError, match="event 5 is another one"):
        verify(anchor_file=[kept], public_key=[key, anchors.latest().public_key])


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ("statement = replace(statement, '\"number\":5', '\"number\":4')", "does not fit"),
        ("signature = 'AAAA'", "does not fit"),
        ("signature = 'A'", "cannot be read"),
        ("public_key = 'AAAA'", "key that is not known"),
    ],
)
def test_an_anchor_that_was_edited_shows(trail, edit, problem):
    tamper("UPDATE mnr_auditanchor SET " + edit)  # noqa: S608
    assert problem in anchors.verify_anchors().problem


def test_an_anchor_that_was_removed_shows(trail):
    kept = anchors.line(trail)
    for days in (1, 2):
        at = timezone.localdate() + timedelta(days=days)
        tomorrow = timezone.now() + timedelta(days=days)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda tomorrow=tomorrow: tomorrow)
            audit.record("org.edit", factories.organisation())
            assert anchors.make_anchor().day == at
    assert anchors.verify_anchors([kept]) == audit.Verification(4)
    tamper("DELETE FROM mnr_auditanchor WHERE day = %s", timezone.localdate() + timedelta(days=1))
    assert "the anchor before that of" in anchors.verify_anchors().problem
    tamper("DELETE FROM mnr_auditanchor WHERE day <> %s", timezone.localdate())
    assert anchors.verify_anchors() == audit.Verification(1)
    tamper("DELETE FROM mnr_auditanchor")
    assert "is missing" in anchors.verify_anchors([kept], [trail.public_key]).problem


def test_auditors_in_force_get_the_anchor_without_links(trail):
    auditor = with_role(Role.AUD)
    with_role(Role.SEC)
    anchors.mail_anchor(day=str(trail.day), progress=None)
    assert [message.to for message in mail.outbox] == [[auditor.email]]
    body = mail.outbox[0].body
    assert trail.digest in body
    assert "http" not in body.replace(json.loads(trail.statement)["site"], "")
    (text,) = [line for line in body.splitlines() if line.startswith("{")]
    assert anchors.verify_anchors([text]) == audit.Verification(2)


def test_the_day_makes_one_anchor_and_one_verification():
    audit.record("org.edit", factories.organisation())
    for _hour in range(3):
        trail_watch.daily()
    assert AuditAnchor.objects.count() == 1
    assert list(Job.objects.values_list("kind", flat=True).order_by("kind")) == [
        "mail_anchor",
        "verify_trail",
    ]
    trail_watch.verify_trail(progress=None)
    check = AuditCheck.objects.get()
    assert (check.events, check.anchors, check.problem) == (1, 1, "")
    assert mail.outbox == []


def test_a_broken_trail_is_mailed_to_administrators_and_auditors(trail):
    people = {with_role(role).email for role in (Role.ADM, Role.AUD)}
    with_role(Role.CHR)
    tamper("UPDATE mnr_auditcontent SET text = '{}' WHERE event_id = 2")
    trail_watch.verify_trail(progress=None)
    assert AuditCheck.objects.get().problem == "the content of event 2 was changed"
    assert {message.to[0] for message in mail.outbox} == people
    assert APPLICATION not in mail.outbox[0].body


def test_the_command_says_how_much_it_read_and_where_it_breaks(trail):
    assert verify() == "5 events checked: the trail is intact.\n"
    delete("number = 2")
    with pytest.raises(CommandError, match=r"event 2 is missing\. The 1 events before it"):
        verify()
