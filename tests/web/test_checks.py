"""Nothing serves on dangerous settings: each is refused by a real process, with one sentence."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from mnr import checks
from mnr.checks import servers
from mnr.models import Country
from mnr.services import procedure
from tests.web import installation

FAR = "postgresql://mnr_app:cq83Hs0dPzLw7Yt2@db.mnr.example/mnr"
FAR_REDIS = "rediss://:Wn5kT9xBv2QmZr4L@queue.mnr.example:6379"

# What is wrong, by the rule that must say so.
REFUSED = [
    ("debug", {"DEBUG": "1"}),
    ("plain_http", {"SITE_URL": "http://mnr.example"}),
    ("plain_http", {"SITE_URL": "http://mnr.example:8000"}),
    ("second_factor", {"MNR_SECOND_FACTOR": "relaxed"}),
    ("passkeys", {"SITE_URL": "https://198.51.100.7"}),
    ("any_host", {"MNR_ALLOWED_HOSTS": "mnr.example,*"}),
    ("any_host", {"MNR_ALLOWED_HOSTS": "mnr.example,.mnr.example"}),
    ("own_host", {"MNR_ALLOWED_HOSTS": "other.example"}),
    ("placeholder_key", {"SECRET_KEY": "django-insecure-m4Qz7tYw9Rk2Lx8Bn5Vc1Hs6Jd3Gf0PaZeUiOyTr"}),
    ("placeholder_key", {"SECRET_KEY_FALLBACKS": f"change-{FAR}"}),
    ("repeated_key", {"SECRET_KEY": "abcdefghij" * 5}),
    ("repeated_key", {"SECRET_KEY": "k" * 60}),
    (
        "weak_password",
        {"DATABASE_URL": f"{FAR}?sslmode=verify-full".replace("cq83Hs0dPzLw7Yt2", "mnr")},
    ),
    ("weak_password", {"REDIS_URL": "rediss://:redis@queue.mnr.example:6379"}),
    (
        "one_secret_for_two",
        {
            "DATABASE_URL": f"{FAR}?sslmode=verify-full",
            "REDIS_URL": FAR_REDIS.replace("Wn5kT9xBv2QmZr4L", "cq83Hs0dPzLw7Yt2"),
        },
    ),
    ("database_without_tls", {"DATABASE_URL": FAR}),
    ("database_without_tls", {"DATABASE_URL": f"{FAR}?sslmode=disable"}),
    (
        "database_without_password",
        {"DATABASE_URL": "postgresql://mnr_app@db.mnr.example/mnr?sslmode=verify-full"},
    ),
    ("redis_without_password", {"REDIS_URL": "rediss://queue.mnr.example:6379"}),
    ("redis_without_tls", {"REDIS_URL": FAR_REDIS.replace("rediss", "redis")}),
    ("mail_server", {"EMAIL_HOST": ""}),
    ("mail_sender", {"MNR_EMAIL_FROM": ""}),
    ("mail_without_tls", {"EMAIL_HOST": "mail.mnr.example", "EMAIL_USE_TLS": "0"}),
]
IDS = [f"{rule}-{number}" for number, (rule, _changes) in enumerate(REFUSED)]
START = "import mnr.wsgi"
TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="class")
def named(django_db_setup, django_db_blocker):
    """The five names in the database, stored for processes of their own."""
    with django_db_blocker.unblock():
        procedure.begin_procedure(values=dict.fromkeys(procedure.FIELDS, "Filled in."))
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def state_folder(tmp_path):
    """A state folder as an installation has it."""
    tmp_path.chmod(0o700)
    (tmp_path / "static").mkdir()
    return tmp_path


@pytest.fixture
def sound(named, state_folder):
    """An installation in which nothing is missing."""
    return state_folder


def assert_refused(stopped, *fragments):
    assert stopped.returncode not in (0, 1), stopped.stderr
    assert "Traceback" not in stopped.stderr
    sentences = [line for line in stopped.stderr.splitlines() if line.startswith("mnr: ")]
    assert len(sentences) == 1, stopped.stderr
    for fragment in fragments:
        assert fragment in sentences[0]


class TestAProcess:
    """Each starts one, on settings of its own; the database is the same for all of them."""

    @pytest.mark.parametrize(("rule", "changes"), REFUSED, ids=IDS)
    def test_a_dangerous_setting_stops_the_start(self, sound, rule, changes):
        stopped = installation.run(sound, "-c", START, **changes)
        assert_refused(stopped)
        assert rule in {each.ask.__name__ for each in checks.RULES}

    def test_the_deployment_check_names_every_rule_that_is_broken(self, sound):
        changes = dict(pair for _rule, changes in REFUSED[-3:] for pair in changes.items())
        checked = installation.run(
            sound, "manage.py", "check", "--deploy", **changes | {"DEBUG": "1"}
        )
        assert checked.returncode == 1
        for rule in ("mail_without_tls", "mail_sender", "debug"):
            assert f"mnr.{rule}" in checked.stderr

    def test_a_good_installation_starts_and_passes_its_check(self, sound):
        started = installation.run(sound, "-c", START)
        assert (started.returncode, started.stderr) == (0, "")
        words = (
            "manage.py",
            "check",
            "--deploy",
            "--database",
            "default",
            "--fail-level",
            "WARNING",
        )
        checked = installation.run(sound, *words)
        assert checked.returncode == 0, checked.stderr

    @pytest.mark.parametrize(
        "program",
        [
            ("-m", "gunicorn", "mnr.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"),
            ("-m", "celery", "-A", "mnr", "worker", "-c", "1"),
            ("-m", "celery", "-A", "mnr", "beat", "-s", "{state}/schedule", "--pidfile="),
        ],
        ids=["web", "worker", "scheduler"],
    )
    def test_web_worker_and_scheduler_ask_the_same_gate(self, sound, program):
        words = [word.format(state=sound) for word in program]
        assert_refused(
            installation.run(sound, *words, MNR_ALLOWED_HOSTS="*,mnr.example"), "holds *"
        )

    def test_a_value_that_cannot_be_read_stops_the_gate_too(self, sound):
        assert_refused(installation.run(sound, "-c", START, MNR_PROXIES="many"), "MNR_PROXIES")

    def test_a_secret_that_everybody_reads(self, sound):
        """The rule readable_secrets."""
        file = sound / "key"
        file.write_text(installation.GOOD["SECRET_KEY"])
        file.chmod(0o644)
        changes = {"SECRET_KEY": "", "SECRET_KEY_FILE": str(file)}
        assert_refused(installation.run(sound, "-c", START, **changes), "SECRET_KEY_FILE", "chmod")
        file.chmod(0o600)
        assert installation.run(sound, "-c", START, **changes).returncode == 0

    def test_a_state_folder_that_everybody_writes(self, sound):
        """The rule writable_state."""
        sound.chmod(0o777)
        assert_refused(installation.run(sound, "-c", START), "chmod o-w")

    def test_a_private_network_is_said_and_not_guessed(self, sound):
        far = {"DATABASE_URL": FAR, "REDIS_URL": FAR_REDIS.replace("rediss", "redis")}
        checked = installation.run(
            sound, "manage.py", "check", "--deploy", MNR_PRIVATE_NETWORK="1", **far
        )
        assert checked.returncode == 0, checked.stderr

    @pytest.mark.parametrize(
        ("rule", "changes"),
        [
            ("no_proxy", {"MNR_PROXIES": "0"}),
            ("security_contact", {"MNR_SECURITY_CONTACT": ""}),
            ("anchors_without_key", {"MNR_ANCHOR_KEY_FILE": ""}),
            ("database_not_verified", {"DATABASE_URL": f"{FAR}?sslmode=require"}),
        ],
    )
    def test_what_is_only_unwise_is_told_by_the_check(self, sound, rule, changes):
        words = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
        checked = installation.run(sound, *words, **changes)
        assert checked.returncode == 1
        assert f"mnr.{rule}" in checked.stderr


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_at_a_public_address(state_folder):
    """The rule public_demonstration."""
    procedure.begin_procedure(values=dict.fromkeys(procedure.FIELDS, "Filled in."))
    Country.objects.create(name="Talvia", is_demonstration=True)
    assert_refused(installation.run(state_folder, "-c", START), "demonstration")
    here = {"SITE_URL": "http://localhost:8000", "MNR_EMAIL_FROM": "", "EMAIL_HOST": ""}
    assert installation.run(state_folder, "-c", START, **here).returncode == 0


@pytest.mark.django_db
def test_clocks_that_disagree():
    assert servers.clocks_apart() == ""
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        assert "seconds apart" in servers.clocks_apart()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rule",
    [
        "procedure_law",
        "procedure_hotline",
        "procedure_police_unit",
        "procedure_duty_officer",
        "procedure_deputy",
    ],
)
def test_the_five_things_of_the_procedure_are_asked_for(settings, rule):
    settings.HTTPS = True
    (found,) = [each for each in checks.RULES if each.ask.__name__ == rule]
    assert "manage.py set_procedure" in found.ask()
    procedure.begin_procedure(values=dict.fromkeys(procedure.FIELDS, "Filled in."))
    assert found.ask() == ""


def test_every_rule_is_broken_somewhere_in_these_tests():
    """A rule without a test that breaks it is decoration."""
    text = "".join(path.read_text() for path in sorted(TESTS.rglob("test_*.py")))
    assert [rule.id for rule in checks.RULES if rule.ask.__name__ not in text] == []
