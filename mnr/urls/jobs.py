"""Addresses of the work that happens after the page has answered."""

from django.urls import path

from mnr.views import jobs

urlpatterns = [
    path("jobs/", jobs.JobListView.as_view(), name="job_list"),
    path("jobs/<uuid:pk>/retry/", jobs.JobRetryView.as_view(), name="job_retry"),
]
