"""My work: what is asked of me now, by when, and what waits for others."""

from django.shortcuts import render

from mnr import once
from mnr.access import ScopedView
from mnr.roles import Action
from mnr.selectors.duties import SHOWN, my_work


class MyWorkView(ScopedView):
    """The page on which everybody begins."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        context = {"work": my_work(request.user), "shown": SHOWN, "once": once.new_token()}
        return render(request, "my_work/my_work.html", context)
