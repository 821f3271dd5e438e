"""What programs may ask to be answered in: JSON, whichever of its two names they give it."""

from rest_framework.negotiation import DefaultContentNegotiation

from mnr import problem

JSON = "application/json"


class Negotiation(DefaultContentNegotiation):
    """Who takes problems in JSON takes answers in JSON."""

    def get_accept_list(self, request):
        accepted = super().get_accept_list(request)
        return [JSON if self._is_problem(part) else part for part in accepted]

    def _is_problem(self, part):
        return part.partition(";")[0].strip().lower() == problem.KIND
