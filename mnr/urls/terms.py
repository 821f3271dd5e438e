"""Addresses of the terminology check."""

from django.urls import path

from mnr.views import terms

urlpatterns = [
    path("terms/advice/", terms.TermAdviceView.as_view(), name="term_advice"),
    path("terms/counts/", terms.TermCountsView.as_view(), name="term_counts"),
]
