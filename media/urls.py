"""Addresses of the domain."""

app_name = "media"
urlpatterns: list = []
