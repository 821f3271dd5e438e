"""Who a request comes from: the person of its session, with how and when they proved it."""

from datetime import UTC, datetime
from functools import partial

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.middleware import get_user
from django.utils.functional import SimpleLazyObject

from mnr.models import Country
from mnr.sign_in import SignIn, Strength, may_be_relaxed

STRENGTHS = {
    "webauthn": Strength.PHISHING_RESISTANT,
    "totp": Strength.SECOND_FACTOR,
    "recovery_codes": Strength.SECOND_FACTOR,
}


class PersonMiddleware:
    """Gives the person of a request their sign-in; nothing is read before somebody asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = SimpleLazyObject(partial(person_of, request))
        return self.get_response(request)


def person_of(request):
    """The signed-in person, or nobody."""
    user = get_user(request)
    if user.is_authenticated:
        user.sign_in = sign_in_of(request, user)
    return user


def sign_in_of(request, user) -> SignIn | None:
    """The best proof of the session: the strongest fresh one, else the strongest."""
    records = get_authentication_records(request, user)
    proofs = [_proof(record) for record in records]
    if not proofs:
        return None
    best = max(proofs, key=lambda proof: (proof.is_fresh, proof.strength, proof.proven_at))
    reached = max(proof.strength for proof in proofs)
    return SignIn(best.strength, best.proven_at, best.method, reached, is_relaxed())


def is_relaxed() -> bool:
    """Whether passwords are enough here: only ever in a demonstration."""
    return may_be_relaxed() and Country.objects.filter(is_demonstration=True).exists()


def _proof(record):
    method = record.get("type") or record["method"]
    at = datetime.fromtimestamp(record["at"], UTC)
    return SignIn(STRENGTHS.get(method, Strength.PASSWORD), at, method)
