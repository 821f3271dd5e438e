"""The trail in the words of a reader: actions, labels of codes, names, days."""

import re
from pathlib import Path

import pytest

import mnr
from mnr.models import AuditEvent, Domain
from mnr.roles import Action, Role
from mnr.selectors import audit_trail, trail_words
from mnr.services import audit, audit_export
from tests import factories

pytestmark = pytest.mark.django_db

SOURCE = "".join(path.read_text() for path in Path(mnr.__file__).parent.glob("services/*.py"))
RECORDED = set(
    re.findall(
        r'"((?:session|password|factor|content|handover|invitation|procedure'
        r'|report|case|snapshot|guard|country)\.[a-z_]+)"',
        SOURCE,
    )
)


def line(action, target, changes, by=None):
    audit.record(action, target, by, changes)
    (found,) = audit_trail.lines(AuditEvent.objects.order_by("-number")[:1])
    return found


def told(*arguments, **options):
    return [str(change) for change in line(*arguments, **options).changes]


def test_every_action_has_words():
    assert len(RECORDED) > 15
    for action in RECORDED | {str(action) for action in Action}:
        assert not re.search(r"[a-z]: |_", trail_words.action_words(action)), action
    assert trail_words.action_words("user.mfa_reset_request").startswith("Asking for new second")


def test_a_role_is_told_by_labels_names_and_days():
    body, domain = factories.organisation("Ministry of Words"), Domain.objects.get(key="victim")
    membership = factories.role(factories.person(), Role.DOM, body, domain)
    changes = {
        "role": [None, "SEC"],
        "organisation": [None, str(body.pk)],
        "domain": [None, domain.pk],
        "from": [None, "2026-11-28"],
        "until": [None, None],
    }
    assert set(told(Action.ROLE_GRANT, membership, changes)) == {
        "Role: Secretariat",
        f"Organisation: {body.label}",
        f"Domain: {domain}",
        "From: 28 November 2026",
    }


def test_codes_of_columns_are_told_by_their_labels():
    body = factories.organisation()
    assert told(Action.ORG_EDIT, body, {"kind": ["media", "industry"], "source": ["", ""]}) == [
        "Kind: Media → Industry"
    ]
    assert told(Action.ORG_EDIT, body, {"source": ["A law.", ""]}) == ["Source: A law. → nothing"]


def test_a_file_has_a_digest_and_a_moment_is_a_moment():
    body = factories.organisation()
    changes = {"sha256": [None, "a" * 64], "editable_until": [None, "2026-11-28T10:05:00+00:00"]}
    moment, digest = told("report.built", body, changes)
    assert digest == f"Digest of the file: {'a' * 64}"
    assert "2026-11" not in moment


def test_a_person_is_named_only_where_the_page_names_them():
    person = factories.person(Role.SEC, full_name="Mara Holm")
    changes = {"person": [None, str(person.pk)]}
    body = factories.organisation()
    assert told(Action.USER_MFA_RESET_REQUEST, body, changes) == [f"Person: {person.pk}"]
    assert told(Action.USER_MFA_RESET_REQUEST, body, changes, by=person) == ["Person: Mara Holm"]


def test_what_the_guard_found_is_told_in_words():
    body = factories.organisation()
    changes = {"found": [None, [["child_age", 3, 9], ["child_age", 20, 30]]]}
    assert told("guard.ask", body, changes) == ["What the guard found: the age of one child"]


def test_who_was_turned_away_is_told_from_what_and_why():
    changes = {"action": [None, "period.freeze"], "reason": [None, "role"]}
    assert told("denied", None, changes) == [
        "Action: Freezing a period",
        "Reason: The role does not include it",
    ]


def test_the_table_holds_codes_for_machines_and_words_beside_them():
    found = line(Action.ORG_EDIT, factories.organisation(), {"kind": ["media", "industry"]})
    cells = dict(zip(audit_export.HEADINGS, audit_export.cells(found), strict=True))
    assert (cells["action"], cells["changes"]) == ("org.edit", "kind: media → industry")
    assert cells["action_in_words"] == "Recording organisations and what they report on"
    assert cells["changes_in_words"] == "Kind: Media → Industry"
