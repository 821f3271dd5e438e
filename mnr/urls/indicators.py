"""Indicators: what is collected, its values, its targets."""

from django.urls import include, path

from mnr.models import Observation
from mnr.registers import registry
from mnr.registers.urls import pages_of
from mnr.views import indicators as views

urlpatterns = [
    path("indicators/", views.IndicatorListView.as_view(), name="indicator_list"),
    path("indicators/values/", include(pages_of(registry.of(Observation)))),
]
