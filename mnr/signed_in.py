"""Who a request comes from: the person of its session, how they proved it, and for how long."""

from datetime import UTC, datetime
from functools import partial

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from mnr import held_posts, permissions, problem, session_clock
from mnr.models import Country
from mnr.services import sessions
from mnr.sign_in import SignIn, Strength, may_be_relaxed

STRENGTHS = {
    "webauthn": Strength.PHISHING_RESISTANT,
    "totp": Strength.SECOND_FACTOR,
    "recovery_codes": Strength.SECOND_FACTOR,
}
FACTOR = _("Your account needs a second factor.")
# Pages for people who have not shown the factor that their roles ask for; all others wait.
OPEN_WITHOUT_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "sso_confirm",
    "sso_callback",
    "session_stay",
    "mfa_index",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "front",
    "security_txt",
    "report_weakness",
    "verify",
    "verify_digest",
    "health_live",
    "health_ready",
    "csp_report",
}


class PersonMiddleware:
    """Gives the person of a request their sign-in; nothing is read before somebody asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = SimpleLazyObject(partial(person_of, request))
        return self.get_response(request)


class FactorMiddleware:
    """Leads people to the factor that their roles ask for; until then no other page opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT_FACTOR or is_admitted(request.user):
            return None
        if problem.is_api(request):
            return problem.answer(403, FACTOR, "factor")
        if is_machine(request):
            return JsonResponse({"reason": FACTOR}, status=403)
        if request.method == "POST":
            held_posts.keep(request)
        return redirect("mfa_index")


def person_of(request):
    """The signed-in person, or nobody; a session that has reached a limit ends here."""
    user = get_user(request)
    if not user.is_authenticated:
        return user
    if not session_clock.lasts(request.session, permissions.standing(user).roles):
        sessions.expire(session_key=request.session.session_key)
        request.session.flush()
        return AnonymousUser()
    if "X-Refresh" not in request.headers and session_clock.note_activity(request.session):
        sessions.note_use(session_key=request.session.session_key)
    user.sign_in = sign_in_of(request, user)
    return user


def is_admitted(user) -> bool:
    """Whether the person has shown what their roles ask for; nobody is kept from public pages."""
    if not user.is_authenticated:
        return True
    return user.sign_in is not None and user.sign_in.admits(permissions.standing(user).roles)


def is_machine(request) -> bool:
    """Whether a script asks, which no page of words would help."""
    return "X-Autosave" in request.headers or not request.accepts("text/html")


def renew(request) -> None:
    """Give the session a new key, as after every proof of who it is."""
    old_key = request.session.session_key
    request.session.cycle_key()
    sessions.move(old_key=old_key, new_key=request.session.session_key)


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
    if method == "sso":  # what it is worth was read from the provider's signed token
        return SignIn(Strength(record["strength"]), at, method)
    return SignIn(STRENGTHS.get(method, Strength.PASSWORD), at, method)
