"""The page of all registers."""

from django.shortcuts import render

from mnr.access import ScopedView
from mnr.models import ReportingPeriod
from mnr.roles import Action
from mnr.selectors.register_list import listed


class RegisterListView(ScopedView):
    """Every register by its domain, with what is in it and who owes it a return."""

    action = Action.ENTRY_READ

    def get(self, request):
        period = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN).first()
        context = {"period": period, "domains": listed(request.user, period)}
        return render(request, "registers/registers.html", context)
