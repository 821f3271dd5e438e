"""Hostile text in every field: forms answer in order, pages show it and run none of it."""

import socket
import threading
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from mnr.reports import pdf
from mnr.roles import Role
from tests import factories
from tests.matrix import routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import make_world

pytestmark = pytest.mark.django_db

MARK_UP = "\"'><mnr-x onmnr=1></textarea></title><script>mnr()</script>{{7*7}}mnr<!--"
STATEMENT = "'; DROP TABLE mnr_user; --"
TEMPLATE = "{% debug %}{{ request }}{% load x %}"
FORMAT = "%s%n%(name)s{0.__class__}{request}"
HOSTILE = {
    "mark-up": MARK_UP,
    "words": STATEMENT + TEMPLATE + FORMAT,  # each is a text like others
    "null": "a\x00b",
    "lines": "A\r\nBcc: x@evil.example\r\n\r\nHello",
    "terminal": "\x1b[2J\x1b[31mred\x07",
    "direction": "\u202egnp.exe",
    "long": "x" * 200_000,
    "digits": "٣" * 400,
    "number": "9" * 400,
    "infinite": "NaN",
}
SAFE_START = ("/", "#", "?", "mailto:")
READERS = (Role.SEC, Role.DOM, Role.AGY, Role.AUD)
FEWEST_FIELDS, FEWEST_SIGHTINGS = 15, 40


class Page(HTMLParser):
    """The tags, attributes and texts of a page, as a browser reads them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.texts, self.forms = [], [], [], []
        self.inside = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.inside = tag
        if tag == "form":
            self.forms.append({"method": values.get("method", "get"), "fields": []})
        elif tag in ("input", "textarea", "select") and self.forms and values.get("name"):
            self.forms[-1]["fields"].append((tag, values))
        elif tag == "option" and self.forms and self.forms[-1]["fields"] and values.get("value"):
            self.forms[-1]["fields"][-1][1].setdefault("chosen", values["value"])

    def handle_data(self, data):
        self.texts.append((self.inside, data))

    def wrong(self):
        """Whatever hostile text could have put there."""
        for tag, values in self.tags:
            if tag == "mnr-x" or (tag == "script" and "src" not in values):
                yield tag
        for tag, name, value in self.attributes:
            if name.startswith("on") or name == "style":
                yield f"{tag} {name}"
            if name in ("href", "src", "action") and value and not value.startswith(SAFE_START):
                yield f"{tag} {name}={value}"
        for _tag, text in self.texts:
            if "49mnr" in text:
                yield "a template was evaluated"


# Columns that no form fills with words: keys, codes, digests and what programs compare.
NO_WORDS = {"language", "action", "object_type", "object_id", "sha256", "password", "email"}


def is_text(field):
    """Whether people type words into a column."""
    kind = isinstance(field, models.CharField | models.TextField) and not field.choices
    named = field.name in NO_WORDS or field.name.endswith(("code", "key", "digest", "token"))
    return kind and not (field.primary_key or field.unique or named)


def fill_every_text():
    """Write the mark-up into every text column of every row, past the forms; count the columns."""
    filled = 0
    for model in apps.get_app_config("mnr").get_models():
        for field in filter(is_text, model._meta.fields):
            if not model.__module__.endswith("framework"):
                text = MARK_UP if field.name != "url" else f"https://gov.example/{MARK_UP}"
                value = text[: field.max_length or 1000]
                try:
                    with transaction.atomic():
                        filled += bool(model.objects.update(**{field.name: value}))
                except DatabaseError:
                    continue  # a guard of the database: unique, fixed or append-only
    return filled


def test_pages_show_hostile_text_and_run_none_of_it(client):
    world = make_world()
    rows = other_rows(world)
    paths = [
        address(name, world, rows)
        for name, route in routes.ROUTES.items()
        if "GET" in route.methods and name != "leave"
    ]
    assert fill_every_text() >= FEWEST_FIELDS
    wrong, seen = [], 0
    for role in READERS:
        client.force_login(world.people[role])
        for path in paths:
            answer = client.get(path)
            if "text/html" in answer.headers.get("Content-Type", ""):
                html = answer.content.decode()
                wrong += [(role, path, found) for found in Page(html).wrong()]
                seen += "&lt;mnr-x" in html
    assert not wrong
    assert seen >= FEWEST_SIGHTINGS


def filled(form, text):
    """What a hostile visitor sends: every field for words holds the text."""
    sent = {}
    for tag, field in form["fields"]:
        kind = field.get("type", "text") if tag == "input" else tag
        if kind in ("hidden", "checkbox", "radio"):
            sent.setdefault(field["name"], field.get("value", "on"))
        elif kind == "select":
            sent[field["name"]] = field.get("chosen", "")
        elif kind not in ("submit", "button"):
            sent[field["name"]] = text
    return sent


@pytest.mark.parametrize("kind", HOSTILE)
def test_forms_answer_hostile_text_in_order(client, kind):
    """Refused or taken, never a fault; and no mail has a header that somebody typed."""
    world = make_world()
    rows = other_rows(world)
    client.force_login(world.people[Role.SEC])
    for role in (Role.SEC, Role.AGY):
        client.force_login(world.people[role])
        sent = 0
        for name, route in routes.ROUTES.items():
            if "POST" in route.methods and "GET" in route.methods:
                path = address(name, world, rows)
                page = Page(client.get(path).content.decode())
                for form in page.forms:
                    if form["method"] == "post" and len(form["fields"]) > 2:
                        with transaction.atomic():
                            answer = client.post(path, filled(form, HOSTILE[kind]))
                            transaction.set_rollback(True)
                        assert answer.status_code in {200, 302, 400, 403, 404, 409, 413, 422}
                        assert list(Page(answer.content.decode()).wrong()) == []
                        sent += 1
        assert sent >= 5
    for message in mail.outbox:
        assert "evil.example" not in message.message().as_string().partition("\n\n")[0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "name", ["evidence_list", "person_list", "audit_list", "organisation_list", "board", "overview"]
)
def test_searches_answer_hostile_text_in_order(client, name, text):
    factories.period("2026-Q3", "open")
    client.force_login(factories.person(Role.AUD))
    path = reverse(name)
    names = ["q", "state", "page", "period", "person", "role", "organisation", "domain", "password"]
    for key in [*names, "user__password__startswith", "id__in", text[:50]]:
        answer = client.get(path, {key: text[:1000]})
        assert answer.status_code in {200, 302, 400, 403, 404}
        assert list(Page(answer.content.decode()).wrong()) == []


VECTORS = [
    '<img src="{0}">',
    '<link rel="stylesheet" href="{0}">',
    '<link rel="attachment" href="{0}">',
    '<object data="{0}"></object>',
    '<style>@import "{0}"; body {{ background: url({0}) }}</style>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{0}#a"/></svg>',
    '<iframe src="{0}"></iframe>',
    '<base href="{0}"><img src="x.png">',
    '<p style="background: url({0})">x</p>',
]


@pytest.fixture
def listener():
    """A server on this machine that counts who comes."""
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def listen():
            while not ended.is_set():
                try:
                    connection, _address = server.accept()
                except TimeoutError:
                    continue
                visits.append(connection.recv(200))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.png", visits
        ended.set()
        thread.join()


@pytest.mark.parametrize("vector", VECTORS)
def test_the_renderer_fetches_nothing(listener, vector):
    url, visits = listener
    for address_ in (url, "file:///etc/passwd"):
        html = f"<html lang=en><title>x</title><body>{vector.format(address_)}<p>Words.</p></body>"
        try:
            rendered = pdf.render(html)
        except pdf.CannotRender:
            continue
        assert b"EmbeddedFile" not in rendered.data
        assert b"root:" not in rendered.data
    assert visits == []
