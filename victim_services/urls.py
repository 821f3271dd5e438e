"""Addresses of the domain."""

app_name = "victim_services"
urlpatterns: list = []
