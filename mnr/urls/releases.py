"""Addresses of texts that the content guard asks about."""

from django.urls import path

from mnr.views import releases

urlpatterns = [
    path("updates/<uuid:pk>/meant/", releases.UpdateMeantView.as_view(), name="update_meant"),
    path("texts/", releases.OwnTextsView.as_view(), name="own_texts"),
    path("releases/", releases.ReleaseListView.as_view(), name="release_list"),
    path("releases/<uuid:pk>/", releases.ReleaseView.as_view(), name="release_detail"),
]
