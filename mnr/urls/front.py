"""Addresses of the front page, and of health for machines."""

from django.urls import path

from mnr.views import front, health

urlpatterns = [
    path("", front.FrontView.as_view(), name="front"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
