"""The platform for the Model National Response: project package and core."""

from mnr.celery import app as celery_app

__all__ = ["celery_app"]
