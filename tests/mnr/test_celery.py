"""The Celery application."""

from django.conf import settings

from mnr.celery import app


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(app.tasks)


def test_work_of_a_killed_worker_is_done_again():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_no_task_outlives_its_message():
    visible = app.conf.broker_transport_options["visibility_timeout"]
    assert app.conf.task_time_limit < visible


def test_results_stay_out_of_redis():
    assert app.conf.result_backend is None
    assert app.conf.task_ignore_result
