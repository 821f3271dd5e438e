"""Addresses of the people pages."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
