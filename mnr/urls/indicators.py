"""Indicators: what is collected, its values, its targets."""

from django.urls import include, path

from mnr.models import Observation
from mnr.registers import registry
from mnr.registers.urls import pages_of
from mnr.views import (
    definitions,
    indicator_targets,
    indicators,
    indicators_due,
    overrides,
    published_values,
)

urlpatterns = [
    path("indicators/", indicators.IndicatorListView.as_view(), name="indicator_list"),
    path("indicators/due/", indicators_due.ValuesDueView.as_view(), name="values_due"),
    path(
        "indicators/published/",
        published_values.PublishedValuesView.as_view(),
        name="published_values",
    ),
    path(
        "indicators/published.csv",
        published_values.PublishedValuesFileView.as_view(),
        name="published_values_file",
    ),
    path("indicators/new/", definitions.DefinitionCreateView.as_view(), name="definition_create"),
    path(
        "indicators/definitions/<uuid:pk>/",
        definitions.DefinitionDecideView.as_view(),
        name="definition_decide",
    ),
    path(
        "indicators/definitions/<uuid:pk>/take-back/",
        definitions.DefinitionTakeBackView.as_view(),
        name="definition_take_back",
    ),
    path("indicators/overrides/", overrides.OverrideListView.as_view(), name="override_list"),
    path(
        "indicators/overrides/<uuid:pk>/",
        overrides.OverrideDecideView.as_view(),
        name="override_decide",
    ),
    path(
        "indicators/overrides/<uuid:pk>/withdraw/",
        overrides.OverrideWithdrawView.as_view(),
        name="override_withdraw",
    ),
    path(
        "indicators/values/<uuid:pk>/override/",
        overrides.OverrideRequestView.as_view(),
        name="override_request",
    ),
    path("indicators/values/", include(pages_of(registry.of(Observation)))),
    path(
        "indicators/<str:code>/", indicators.IndicatorDetailView.as_view(), name="indicator_detail"
    ),
    path(
        "indicators/<str:code>/edit/",
        definitions.DefinitionUpdateView.as_view(),
        name="definition_update",
    ),
    path(
        "indicators/<str:code>/withdraw/",
        definitions.IndicatorWithdrawView.as_view(),
        name="indicator_withdraw",
    ),
    path(
        "indicators/<str:code>/adopt/",
        indicator_targets.AdoptionView.as_view(),
        name="indicator_adopt",
    ),
    path(
        "indicators/<str:code>/targets/new/",
        indicator_targets.TargetCreateView.as_view(),
        name="target_create",
    ),
    path(
        "indicators/<str:code>/targets/<uuid:pk>/replace/",
        indicator_targets.TargetUpdateView.as_view(),
        name="target_update",
    ),
    path(
        "indicators/<str:code>/targets/<uuid:pk>/drop/",
        indicator_targets.TargetDropView.as_view(),
        name="target_drop",
    ),
]
