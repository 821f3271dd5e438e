"""Addresses of the front pages."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
