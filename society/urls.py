"""Addresses of the domain."""

app_name = "society"
urlpatterns: list = []
