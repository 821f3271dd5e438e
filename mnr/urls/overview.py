"""Addresses of the overview and of the capabilities; each domain's app has its own."""

from django.urls import path

from mnr.views.capabilities import CapabilityView
from mnr.views.overview import OverviewView
from mnr.views.registers import RegisterListView

urlpatterns = [
    path("overview/", OverviewView.as_view(), name="overview"),
    path("overview/<period:code>/", OverviewView.as_view(), name="overview_period"),
    path("capabilities/<int:number>/", CapabilityView.as_view(), name="capability_detail"),
    path("registers/", RegisterListView.as_view(), name="register_list"),
]
