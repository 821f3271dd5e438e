"""Address of the trail."""

from django.urls import path

from mnr.views.audit import TrailView

urlpatterns = [path("audit/", TrailView.as_view(), name="audit_list")]
