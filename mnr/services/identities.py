"""Identities at the country's provider: linked to an account by its owner, never by an address.

An identity is an issuer with a subject. The table is django-allauth's, and holds nothing else.
"""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import User
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused


def identity_of(user: User) -> SocialAccount | None:
    """The person's identity at the provider that is configured now."""
    return SocialAccount.objects.filter(user=user, provider=settings.MNR_OIDC_ISSUER).first()


@transaction.atomic
def link(*, user: User, subject: str, by) -> SocialAccount:
    """Let an identity sign in to its owner's account."""
    permissions.require(by, Action.IDENTITY_LINK_SELF, user)
    return record_identity(user=user, subject=subject, by=by)


def record_identity(*, user: User, subject: str, by) -> SocialAccount:
    """Write the link. The caller has made sure that it is the owner who asks."""
    if identity_of(user):
        raise Refused(_("Your account is linked already. Remove that link first."))
    try:
        with transaction.atomic():
            identity = SocialAccount.objects.create(
                user=user, provider=settings.MNR_OIDC_ISSUER, uid=subject
            )
    except IntegrityError as error:
        raise Refused(_("This identity is linked to another account.")) from error
    audit.record(Action.IDENTITY_LINK_SELF, user, by, {"linked": [False, True]})
    return identity


@transaction.atomic
def unlink(*, user: User, by) -> None:
    """From now on the account is reached by its password only."""
    permissions.require(by, Action.IDENTITY_LINK_SELF, user)
    identity = identity_of(user)
    if identity is None:
        raise Refused(_("Your account is not linked."))
    if not user.has_usable_password():
        raise Refused(_("Choose a password first: else no way to sign in is left."))
    identity.delete()
    audit.record(Action.IDENTITY_LINK_SELF, user, by, {"linked": [True, False]})


def forget(*, user: User, by) -> None:
    """Remove every link of a person, with what ends their access. The caller asks permission."""
    deleted, _rows = SocialAccount.objects.filter(user=user).delete()
    if deleted:
        audit.record(Action.IDENTITY_LINK_SELF, user, by, {"linked": [True, False]})
