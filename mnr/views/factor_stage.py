"""The question for a second factor while signing in."""

from allauth.mfa.stages import AuthenticateStage

from mnr import permissions
from mnr.signed_in import sign_in_of


class FactorStage(AuthenticateStage):
    """Not asked when the provider of identities has just seen what the person's roles ask for."""

    def handle(self):
        user = self.login.user
        proof = sign_in_of(self.request, user)
        if proof is not None and proof.admits(permissions.standing(user).roles):
            return None, True
        return super().handle()
