"""Addresses of the domain."""

app_name = "industry"
urlpatterns: list = []
