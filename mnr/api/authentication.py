"""Who a request of the API comes from: a token's owner, or the person of a session."""

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from mnr import origins
from mnr.services import tokens

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer mnr_…`. Unknown, ended and revoked tokens get the same answer."""

    def authenticate(self, request):
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        found = tokens.owner_of(text.strip())
        if found is None:
            raise AuthenticationFailed
        origins.by_token(found[1].ending)
        return found

    def authenticate_header(self, request):
        return SCHEME


class PersonAuthentication(SessionAuthentication):
    """The session of the pages, with its protection against forged requests."""

    def authenticate_header(self, request):
        return SCHEME


class Nobody(BasePermission):
    """What holds for a view that forgot to say who may."""

    def has_permission(self, request, view):
        return False
