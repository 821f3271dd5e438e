"""Addresses of the domain."""

app_name = "governance"
urlpatterns: list = []
