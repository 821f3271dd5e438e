"""Addresses of the services."""

import pytest

from mnr import connections
from mnr.env import WrongSetting


def test_database_on_a_socket():
    settings = connections.database("postgresql:///mnr?host=/run/x&user=me", statement_seconds=15)
    assert (settings["NAME"], settings["HOST"], settings["USER"]) == ("mnr", "/run/x", "me")


def test_database_gives_up_rather_than_wait():
    settings = connections.database("postgresql://me:pw@db/mnr", statement_seconds=15)
    assert "statement_timeout=15s" in settings["OPTIONS"]["options"]
    assert "lock_timeout=5s" in settings["OPTIONS"]["options"]
    assert settings["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://db/x", "nonsense", "foo://x"])
def test_only_postgresql(url):
    with pytest.raises(WrongSetting, match="must name PostgreSQL"):
        connections.database(url, statement_seconds=0)


def test_a_refused_database_address_is_not_repeated():
    with pytest.raises(WrongSetting) as wrong:
        connections.database("mysql://me:hush@db/x", statement_seconds=0)
    assert "hush" not in str(wrong.value)


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://:pw@host:6379", "redis://:pw@host:6379/0", "redis://:pw@host:6379/1"),
        ("unix:///x/y.sock", "redis+socket:///x/y.sock?virtual_host=0", "unix:///x/y.sock?db=1"),
    ],
)
def test_messages_and_cache_are_kept_apart(url, broker, cache):
    assert (connections.broker(url), connections.cache(url)) == (broker, cache)


@pytest.mark.parametrize("url", ["http://host", "redis:///", "redis://host/3"])
def test_wrong_redis_address(url):
    with pytest.raises(WrongSetting, match="REDIS_URL must"):
        connections.cache(url)


@pytest.mark.parametrize("url", ["mnr.example", "ftp://mnr.example", "https://mnr.example/path"])
def test_wrong_site_address(monkeypatch, url):
    monkeypatch.setenv("SITE_URL", url)
    with pytest.raises(WrongSetting, match=r"such as https://mnr\.example"):
        connections.site_url("SITE_URL")
