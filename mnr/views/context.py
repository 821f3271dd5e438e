"""What every page shows: the country, the navigation, who is signed in."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions, session_clock
from mnr.identity_provider import is_configured
from mnr.roles import Action, Role
from mnr.selectors import reductions as reductions_of_today
from mnr.sign_in import may_be_relaxed
from mnr.signed_in import is_admitted

NAVIGATION = (
    (_("My work"), "my_work", Action.FRAMEWORK_READ),
    (_("Overview"), "overview", Action.FRAMEWORK_READ),
    (_("Period board"), "board", Action.UPDATE_STATUS),
    (_("Indicators"), "indicator_list", Action.FRAMEWORK_READ),
    (_("Registers"), "register_list", Action.ENTRY_READ),
    (_("Reports"), "report_list", Action.REPORT_READ_INTERNAL),
    (_("Evidence"), "evidence_list", Action.EVIDENCE_READ),
    (_("Organisations"), "organisation_list", Action.ORG_READ),
    (_("People"), "person_list", Action.USER_DIRECTORY),
    (_("Audit trail"), "audit_list", Action.AUDIT_READ),
    (_("Proof of the trail"), "audit_proof", Action.AUDIT_VERIFY),
    (_("Reported"), "quarantine_list", Action.QUARANTINE_VIEW),
    (_("Jobs"), "job_list", Action.JOB_LIST),
    (_("Words"), "term_counts", Action.PERIOD_READ_TERMS),
    (_("Removals"), "purge_list", Action.PURGE_CONFIRM),
)
# a page that stands under another one, for those who may open that
WITHIN = {"audit_proof": Action.AUDIT_READ}


def page(request):
    """Context of base.html. Errors before sign-in have no user."""
    user = getattr(request, "user", None)
    country, reductions = reductions_of_today.country()
    context: dict = {
        "provider": settings.MNR_OIDC_NAME if is_configured() else "",
        "country": country,
        "reductions": reductions,
        "navigation": [],
        "standing": None,
        "contact": settings.MNR_CONTACT,
        "helpline": settings.MNR_HELPLINE,
        "is_relaxed": may_be_relaxed(),  # shown in a demonstration only
    }
    if user is not None and user.is_authenticated:
        if is_admitted(user):
            context["navigation"] = list(_navigation(request, user))
        roles = permissions.standing(user).roles
        context["standing"] = {
            "person": user,
            "is_secretariat": Role.SEC in roles,
            "roles_text": ", ".join(str(role.label) for role in sorted(roles)),
        }
        context["session_end"] = _session_end(request.session, roles)
    return context


def _session_end(session, roles):
    """Until when the sign-in lasts: if nothing is done, and at most; nothing where none began."""
    if session_clock.STARTED not in session:
        return None
    ends_at, latest = session_clock.ends_at(session, roles), session_clock.absolute_end(session)
    now = timezone.now()
    return {
        "at": ends_at,
        "latest": latest,
        "seconds": _seconds(ends_at - now),
        "idle": _seconds(session_clock.idle_limit(roles)),
        "left": _seconds(latest - now),
        "warning": _seconds(session_clock.WARNING_BEFORE),
        "is_final": ends_at == latest,
    }


def _seconds(span):
    return max(0, int(span.total_seconds()))


def _navigation(request, user):
    for label, name, action in NAVIGATION:
        is_within = name in WITHIN and permissions.can(user, WITHIN[name])
        if permissions.can(user, action) and not is_within:
            try:
                url = reverse(name)
            except NoReverseMatch:
                continue
            yield {"label": label, "url": url, "current": request.path.startswith(url)}
