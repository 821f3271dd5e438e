"""The work that happens after the page has answered: how far it is, and trying it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.models import Job
from mnr.once import new_token, run_once
from mnr.roles import Action
from mnr.selectors.jobs import kind_words
from mnr.services import jobs

PAGE = 50


class JobListView(ScopedView):
    """The jobs that the reader may know of: who asked for what, when and how it went."""

    action = Action.JOB_LIST

    def get(self, request):
        rows = self.visible(Job.objects.defer("arguments", "once"))
        wanted = request.GET.get("state", "")
        if wanted in Job.State:
            rows = rows.filter(state=wanted)
        rows = rows.select_related("requested_by")
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": [self.row(job) for job in page],
            "states": Job.State.choices,
            "wanted": wanted,
        }
        return render(request, "jobs/list.html", context)

    def row(self, job):
        may_retry = job.state == Job.State.FAILED and self.may(Action.JOB_RETRY, job)
        return {
            "job": job,
            "words": kind_words(job.kind),
            "token": new_token() if may_retry else None,
        }


class JobRetryView(ScopedView):
    """Puts a failed job back in the queue."""

    action = Action.JOB_RETRY
    http_method_names = ["post"]

    def post(self, request, pk):
        job = self.visible_or_404(Job.objects.all(), Action.JOB_LIST, pk=pk)
        return run_once(request, lambda: self.retry(job))

    def retry(self, job):
        jobs.retry_by_hand(job=job, by=self.request.user)
        messages.success(self.request, _("It is in the queue again."))
        return reverse("job_list")
