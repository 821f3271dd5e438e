"""Addresses of the domain Policy and Governance."""

from django.urls import path

from mnr.registers.urls import page_urls
from mnr.views.domains import DomainView

app_name = "governance"
urlpatterns = [
    path("", DomainView.as_view(app_label=app_name), name="home"),
    *page_urls(app_name),
]
