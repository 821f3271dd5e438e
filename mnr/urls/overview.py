"""Addresses of the overview pages."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
