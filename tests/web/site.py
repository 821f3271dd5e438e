"""The platform as it is served: gunicorn behind a proxy that speaks https, on the tests' data."""

import http.client
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from mnr import database_roles
from tests.web import installation

HOST = "mnr.example"
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https"}


@contextmanager
def away(*tables):
    """Tables that are not found meanwhile: a fault as real as any, which only their owner makes."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
            cursor.execute(f"SET ROLE {database_roles.APPLICATION}")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def cookies(self):
        """The Set-Cookie lines."""
        return self.headers.get_all("Set-Cookie") or []


@dataclass
class Site:
    """A server that runs, and the cookies of whoever asks."""

    port: int
    cookies: dict = field(default_factory=dict)
    address: str = "192.0.2.7"

    def ask(self, method, path, body=None, **headers):
        """One request, as a proxy passes it on; nothing is followed."""
        sent = PROXIED | {"X-Forwarded-For": self.address}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if isinstance(body, dict):
            body = urlencode(body)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
            sent.setdefault("Origin", f"https://{HOST}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=sent)
            got = connection.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, data, **headers):
        """Send a form with the token of the page that is shown to this visitor."""
        token = self.token()
        return self.ask("POST", path, {"csrfmiddlewaretoken": token, **data}, **headers)

    def token(self):
        """The token of a form, kept as a cookie as well."""
        page = self.get("/account/password/reset/")
        self.keep(page)
        _before, _mark, rest = page.text.partition('name="csrfmiddlewaretoken" value="')
        return rest.partition('"')[0]

    def keep(self, answer):
        """Take the cookies of an answer."""
        for line in answer.cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value

    def as_person(self, person):
        """The same server, asked by somebody who is signed in."""
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return Site(self.port, {"__Host-sessionid": session}, self.address)


class Serving:
    """One gunicorn for all tests of a run."""

    def __init__(self, state):
        self.state = state
        self.log = state / "web.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self):
        """Collect the static files and serve."""
        surroundings = installation.environment(self.state, SECRET_KEY=settings.SECRET_KEY)
        surroundings["MNR_ALLOWED_HOSTS"] = HOST
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, cwd=settings.BASE_DIR, env=surroundings, check=True)
        command = [sys.executable, "-m", "gunicorn", "mnr.wsgi", "--threads", "2"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=surroundings, stdout=log, stderr=log
            )
        self.wait()

    def wait(self):
        """Until it answers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                Site(self.port).get("/health/live")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log.read_text())

    def stop(self):
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=30)
