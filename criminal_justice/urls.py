"""Addresses of the domain."""

app_name = "criminal_justice"
urlpatterns: list = []
