"""Addresses of the review pages."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
