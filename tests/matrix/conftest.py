"""The country that is asked about, made once for a module; and figures printed at the end."""

import pytest
from django.db import transaction
from django.test import override_settings

from mnr import identity_provider, session_clock
from tests.matrix.canaries import build_report, make_canaries
from tests.matrix.things import make_country

PROVIDER = "https://id.example"


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """Every kind of object; taken back after the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_country()
        transaction.set_rollback(True)


@pytest.fixture
def aviary(country_of_words, settings, tmp_path_factory):
    settings.REPORTS_DIR = country_of_words.reports
    return country_of_words


@pytest.fixture
def tell(record_property):
    """tell("12 cases") prints a figure at the end of the run."""

    def say(figure):
        record_property("figure", figure)

    return say


def pytest_terminal_summary(terminalreporter):
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    figures = {
        value
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "figure"
    }
    for figure in sorted(figures):
        terminalreporter.write_line(figure)


@pytest.fixture(scope="module")
def country_of_words(django_db_setup, django_db_blocker, tmp_path_factory):
    """A country in which every text carries a word of its own, with its report built."""
    with django_db_blocker.unblock(), transaction.atomic():
        folder = tmp_path_factory.mktemp("reports")
        with override_settings(REPORTS_DIR=folder):
            aviary = make_canaries()
            for period in aviary.rows["period"][:2]:
                build_report(aviary, period)
        aviary.reports = folder
        yield aviary
        transaction.set_rollback(True)


@pytest.fixture
def within_a_minute(monkeypatch):
    """However slow the machine: that a session is in use is noted once a minute, and not here."""
    monkeypatch.setattr(session_clock, "note_activity", lambda session: False)


@pytest.fixture(autouse=True)
def no_limit(settings):
    settings.MNR_API_PER_MINUTE = 10_000


@pytest.fixture(autouse=True)
def provider_of_identities(settings, monkeypatch):
    """A deployment with single sign-on; nobody speaks with the provider."""
    settings.MNR_OIDC_ISSUER, settings.MNR_OIDC_CLIENT_ID = PROVIDER, "mnr"
    configuration = {name: f"{PROVIDER}/{name}" for name in identity_provider.NEEDED}
    monkeypatch.setattr(identity_provider, "configuration", lambda: configuration)
