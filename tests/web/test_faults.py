"""When something fails: a page with a reference, and a log that says nothing of anybody's text."""

import json
import logging
import re
import sys

import pytest

from mnr.logs import JsonFormatter
from mnr.roles import Role
from tests import factories
from tests.web.site import away

SECRET = "correct-horse-hush-4711"
PERSON = "amina.hush@gov.example"
REFERENCE = re.compile(r"<bdi>([0-9a-f]{8})</bdi>")


@pytest.fixture
def broken():
    """A database in which nobody can sign in and no organisation is found."""
    with away("mnr_user", "mnr_organisation"):
        yield


def lines(log):
    """Every line of the log, read as JSON: one that is none fails here."""
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_a_fault_tells_the_reader_a_reference_and_the_log_the_rest(site, log, broken):
    form = {"login": PERSON, "password": SECRET}
    answer = site.post("/account/login/", form, User_Agent="hush-browser")
    assert answer.status == 500
    reference = REFERENCE.search(answer.text).group(1)
    for told in ("mnr_user", "Traceback", "views", "Django", "psycopg", "4711"):
        assert told not in answer.text
    assert any(reference in line["message"] for line in lines(log))


def test_the_log_of_a_hostile_hour_holds_nothing_of_anybody(site, log):
    """Faults, refusals and attacks; every line is an object, and none quotes what was sent."""
    secretary = site.as_person(factories.person(Role.SEC, full_name="Amina Hush"))
    token = "hushhushhushhushhushhushhushhushhushhushhus"
    with away("mnr_organisation"):
        form = {"name": SECRET, "short_name": PERSON}
        secretary.post(f"/organisations/new/?q={SECRET}", form)
        secretary.get(f"/organisations/?q={SECRET}")
    site.post("/account/login/", {"login": PERSON, "password": SECRET})
    site.get(f"/invitation/{token}/")
    site.get(f"/account/password/reset/key/abc-{token}/")
    site.get("/", Host="hush.evil.example")
    site.ask("TRACE", f"/{token}")
    site.ask("POST", "/csp-report/", json.dumps({"csp-report": {"document-uri": SECRET}}))
    site.get(
        "/%0d%0a%1b[31mhush", Cookie=f"__Host-sessionid={SECRET}", Authorization=f"Bearer {SECRET}"
    )
    assert len(lines(log)) > 3
    text = log.read_text()
    for hidden in (SECRET, PERSON, "Amina", token, "4711", "\x1b"):
        assert hidden not in text


def written(error):
    """A line about an exception."""
    try:
        raise error
    except type(error):
        record = logging.LogRecord("mnr", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    return json.loads(JsonFormatter().format(record))


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal for int() with base 10: {SECRET!r}"),
        KeyError(SECRET),
        LookupError(f'invalid input syntax for type integer: "{SECRET}"'),
        RuntimeError(f"no mail to {PERSON}"),
        RuntimeError(f"first line\nsecond “{SECRET}”"),
    ],
)
def test_an_exception_s_words_are_kept_and_its_quotations_are_not(error):
    told = written(error)["exception"]
    assert type(error).__name__ in told
    assert "Traceback" in told
    assert __file__ in told
    assert SECRET not in told
    assert PERSON not in told


def test_tokens_in_paths_are_left_out_and_rows_stay():
    record = logging.LogRecord(
        "x", logging.ERROR, "", 1, "Failed: %s", (f"/a/{'t' * 43}/b/",), None
    )
    row = "0199a1b2-1111-7222-8333-444455556666"
    other = logging.LogRecord("x", logging.ERROR, "", 1, "Failed: %s", (f"/a/{row}/b/",), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "Failed: /a/…/b/"
    assert row in json.loads(JsonFormatter().format(other))["message"]
