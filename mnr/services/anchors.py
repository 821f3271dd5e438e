"""Anchors: once a day, where the trail stands, signed and mailed to the auditors.

Whoever owns the database can compute the whole chain anew; the anchors that lie elsewhere show it.
"""

import base64
import json
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mnr.models import AuditAnchor, AuditEvent, AuditHead, Membership
from mnr.roles import Role
from mnr.services import jobs
from mnr.services.seals import canonical, digest
from mnr.services.verification import Verification, one_moment

JOB = "mail_anchor"
RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
PEM = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


class NoKey(Exception):
    """There is no key to sign with; the message says what to do."""


def make_anchor() -> AuditAnchor | None:
    """Sign where the trail stands today; nothing if that is done already, or nothing happened."""
    today = timezone.localdate()
    if AuditAnchor.objects.filter(day=today).exists():
        return None
    key = signing_key()
    try:
        with transaction.atomic():
            head = AuditHead.objects.select_for_update().filter(pk=1).first()
            return _sign(head, today, key) if head and head.number else None
    except IntegrityError:  # another scheduler was a moment faster
        return None


def latest() -> AuditAnchor | None:
    """The newest anchor."""
    return AuditAnchor.objects.first()


def line(anchor: AuditAnchor) -> str:
    """An anchor as one line of JSON: what is mailed, and what `verify_audit` reads again."""
    signed = {"key": anchor.public_key, "signature": anchor.signature}
    return canonical({"statement": json.loads(anchor.statement), **signed})


def verify_anchors(kept: Iterable[str] = (), keys: Iterable[str] = ()) -> Verification:
    """Whether each anchor here, and each line kept elsewhere, is signed and true of the trail."""
    with one_moment():
        anchors = list(AuditAnchor.objects.order_by("day"))
        trusted = set(keys) or _own_keys() or {anchor.public_key for anchor in anchors[:1]}
        previous = ""
        for place, anchor in enumerate(anchors):
            problem = _false(line(anchor), trusted)
            if not problem and _statement(line(anchor))["previous"] != previous:
                problem = f"the anchor before that of {anchor.day} is missing or another one"
            if problem:
                return Verification(place, problem)
            previous = digest(anchor.statement)
        here = {line(anchor) for anchor in anchors}
        outside = [text for text in map(str.strip, kept) if text]
        for place, text in enumerate(outside):
            if problem := _false(text, trusted) or _unknown(text, here):
                return Verification(len(anchors) + place, f"{problem} (of those kept elsewhere)")
        return Verification(len(anchors) + len(outside))


def signing_key() -> Ed25519PrivateKey:
    """The key of MNR_ANCHOR_KEY_FILE, or one of its own for a demonstration."""
    path = Path(settings.MNR_ANCHOR_KEY_FILE or settings.STATE_DIR / "anchor_key.pem")
    if not settings.MNR_ANCHOR_KEY_FILE and not path.exists():
        new_key(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise NoKey(f"MNR_ANCHOR_KEY_FILE: {path} holds no key that can be read.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"MNR_ANCHOR_KEY_FILE: the key in {path} is not Ed25519.")
    return key


def new_key(path: Path) -> None:
    """Make a key in a file that only its owner reads; a file that exists is left alone."""
    text = Ed25519PrivateKey.generate().private_bytes(*PEM)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)


def public_key(key: Ed25519PrivateKey) -> str:
    """The public key in base64: what auditors write down."""
    return _base64(key.public_key().public_bytes(*RAW))


@jobs.job(JOB)
def mail_anchor(*, day: str, progress) -> None:
    """Send the anchor to the auditors: a number and digests, no figure and no link."""
    anchor = AuditAnchor.objects.get(day=day)
    people = Membership.objects.in_force().filter(role=Role.AUD, user__is_active=True)
    addresses = sorted(set(people.values_list("user__email", flat=True)))
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("audit/anchor.txt", {"anchor": anchor, "line": line(anchor)})
        for address in addresses:
            send_mail(_("Anchor of the audit trail"), text, None, [address])


def _sign(head, today, key):
    before = latest()
    statement = canonical(
        {
            "site": settings.SITE_URL,
            "day": today,
            "number": head.number,
            "digest": head.digest,
            "count": AuditEvent.objects.count(),
            "previous": digest(before.statement) if before else "",
        }
    )
    anchor = AuditAnchor.objects.create(
        day=today,
        number=head.number,
        digest=head.digest,
        statement=statement,
        public_key=public_key(key),
        signature=_base64(key.sign(statement.encode())),
    )
    jobs.queue(JOB, once=f"{JOB}-{today}", day=str(today))
    return anchor


def _false(text, trusted):
    """Why an anchor is not true, if it is not."""
    try:
        statement, signed = _statement(text), json.loads(text)
        day, number = str(statement["day"]), int(statement["number"])
        key, signature = signed["key"], base64.b64decode(signed["signature"])
        if key not in trusted:
            return f"the anchor of {day} is signed with a key that is not known"
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(
            signature, canonical(statement).encode()
        )
    except InvalidSignature:
        return f"the signature of the anchor of {day} does not fit"
    except (KeyError, TypeError, ValueError):
        return "an anchor cannot be read"
    event = AuditEvent.objects.filter(number=number).values_list("digest", flat=True).first()
    if event is None:
        return f"event {number} is missing, which the anchor of {day} names"
    if event != statement["digest"] or statement["count"] != number:
        return f"event {number} is another one than the anchor of {day} says"
    return ""


def _unknown(text, here):
    """An anchor that is true, but was removed here."""
    return "" if text in here else f"the anchor of {_statement(text)['day']} is missing"


def _statement(text):
    return json.loads(text)["statement"]


def _own_keys():
    """Of a process that may sign; others go by what the first anchor says."""
    path = settings.MNR_ANCHOR_KEY_FILE or settings.STATE_DIR / "anchor_key.pem"
    try:
        return {public_key(signing_key())} if os.access(path, os.R_OK) else set()
    except NoKey:
        return set()


def _base64(data):
    return base64.b64encode(data).decode()
