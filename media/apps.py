"""The domain Media and Communications as a Django app."""

from django.apps import AppConfig

from mnr.domains import Domain


class MediaConfig(AppConfig):
    """The domain Media and Communications: capabilities 20 and 21."""

    name = "media"
    label = Domain.MEDIA.value
    verbose_name = Domain.MEDIA.label
