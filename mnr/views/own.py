"""Pages about the reader's own account: open to whoever is signed in, with or without a role."""

from django.views import View

from mnr.access import SignedInRequest, ask_to_sign_in


class OwnView(View):
    """A page that speaks of nobody but its reader, and so needs no row of the matrix."""

    request: SignedInRequest

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
