"""Conditions of requests: versions that were read, answers that are held, creations sent twice."""

from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from mnr.api import entries as views
from mnr.models import AuditEvent, CreateKey
from mnr.roles import Role
from mnr.services import create_keys
from tests import factories
from tests.api.conftest import by_token
from tests.api.registers import EMAIL, FEW, match, path, wanted
from tests.factories import entries

pytestmark = pytest.mark.django_db


class TestConditions:
    def test_a_change_names_the_version_that_was_read(self, own, agent):
        asks = by_token(agent)
        for register in FEW:
            made = entries.entry(register, own)
            old = match(asks, register, made)
            steps = [("PATCH", "", {"source": "B"}), ("POST", "withdraw", {"because": "Twice."})]
            for method, step, body in steps:
                weak = {"HTTP_IF_MATCH": f'"other", W/{old["HTTP_IF_MATCH"]}'}
                none = {"HTTP_IF_MATCH": old["HTTP_IF_MATCH"].strip('"')}
                for held, refusal in (
                    ({}, (428, "unconditional")),
                    (weak, (412, "weak")),
                    (none, (400, "malformed_condition")),
                ):
                    answer = asks.send(method, path(register, made, step), body, **held)
                    assert (answer.status_code, answer.json()["code"]) == refusal
            one_of = {"HTTP_IF_MATCH": f'"other", {old["HTTP_IF_MATCH"]}'}
            assert asks.patch(path(register, made), {"source": "A"}, **one_of).status_code == 200
            for method, step, body in [*steps, ("PUT", "", {})]:
                answer = asks.send(method, path(register, made, step), body, **old)
                assert (answer.status_code, answer.json()["code"]) == (412, "stale")
                assert answer.json()["current"]["source"] == "A"
            made.refresh_from_db()
            assert (made.version, made.withdrawn_on) == (2, None)
            whatever = {"HTTP_IF_MATCH": "*"}
            assert asks.patch(path(register, made), {"source": "C"}, **whatever).status_code == 200
            gone = path(register, made).replace(str(made.pk), str(own.pk))
            assert asks.patch(gone, {"source": "C"}, **whatever).status_code == 404

    def test_packed_answers_have_strong_tags_too(self, own, agent):
        asks, register = by_token(agent), FEW[1]
        made = entries.entry(register, own)
        address = path(register, made)
        plain = asks.get(address).headers["ETag"]
        asks.headers["Accept-Encoding"] = "gzip"
        packed = asks.get(address)
        tag = packed.headers["ETag"]
        assert packed.headers["Content-Encoding"] == "gzip"
        assert tag == plain[:-1] + '.gzip"'
        asks.headers["If-None-Match"] = tag
        again = asks.get(address)
        assert (again.status_code, again.headers["ETag"]) == (304, tag)
        del asks.headers["If-None-Match"]
        saved = asks.patch(address, {"source": "A"}, HTTP_IF_MATCH=tag)
        assert saved.status_code == 200
        assert saved.headers["ETag"] not in (plain, tag)

    def test_one_who_saves_between_comparing_and_saving(self, own, agent, monkeypatch):
        asks, register = by_token(agent), FEW[1]
        made = entries.entry(register, own)
        held = match(asks, register, made)
        for name, method, step in (("save", "PATCH", ""), ("withdraw", "POST", "withdraw")):
            service = getattr(views, f"{name}_entry")

            def late(service=service, **options):
                register.model.objects.update(version=models.F("version") + 1)
                return service(**options)

            monkeypatch.setattr(views, f"{name}_entry", late)
            body = {"because": "Twice."} if step else {"source": "B"}
            answer = asks.send(method, path(register, made, step), body, **held)
            assert (answer.status_code, answer.json()["code"]) == (412, "stale")
            held = match(asks, register, made)
        made.refresh_from_db()
        assert (made.version, made.withdrawn_on) == (3, None)

    def test_what_is_held_already_is_not_sent_again(self, own, agent):
        asks, register = by_token(agent), FEW[1]
        made = entries.entry(register, own)
        for address in (path(register), path(register, made), "checks/", "me/"):
            first = asks.get(address)
            tag = first.headers["ETag"]
            for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
                asks.headers["If-None-Match"] = held
                again = asks.get(address)
                assert (again.status_code, again.content) == (304, b"")
                assert again.headers["ETag"] == tag
                assert again.headers["Cache-Control"] == "private, no-store"
            asks.headers["If-None-Match"] = '"other"'
            assert asks.get(address).status_code == 200
            del asks.headers["If-None-Match"]
        asks.headers["If-None-Match"] = asks.get(path(register)).headers["ETag"]
        entries.entry(register, own)
        assert asks.get(path(register)).status_code == 200

    def test_documents_and_updates_take_it_too(self, own, agent):
        asks = by_token(agent)
        update = factories.update(period=factories.period("2026-Q3"), organisation=own, number=4)
        stale = {"HTTP_IF_MATCH": '"other"'}
        sent = {"version": 1, "next_steps": "x"}
        assert asks.patch(f"updates/{update.pk}/", sent, **stale).status_code == 412
        tag = asks.get(f"updates/{update.pk}/").headers["ETag"]
        saved = asks.patch(f"updates/{update.pk}/", sent, HTTP_IF_MATCH=tag)
        assert saved.status_code == 200


class TestKeys:
    def keyed(self, key):
        return {"HTTP_IDEMPOTENCY_KEY": key}

    def creations(self, own):
        factories.assignment(own, 4)
        period = factories.period("2026-Q3")
        yield "updates/", {"period": period.code, "capability": 4, "organisation": str(own.pk)}, {}
        document = {"title": "Mandate", "publisher": "Gazette", "dated_on": "2026-05-01"}
        document |= {"registry_number": "12/2026", "organisation": str(own.pk)}
        yield "evidence/", document, {"title": "Law"}
        for register in FEW:
            yield path(register), wanted(register, own), {"source": "Other"}

    def test_a_creation_sent_twice_makes_one(self, own, agent):
        asks, colleague = by_token(agent), by_token(factories.person(Role.AGY, organisation=own))
        for number, (address, sent, other) in enumerate(self.creations(own)):
            key = self.keyed(f"key-{number}")
            first = asks.post(address, sent, **key)
            assert first.status_code == 201, first.text
            before = AuditEvent.objects.count()
            again = asks.post(address, sent, **key)
            assert (again.status_code, again.json()) == (201, first.json())
            assert again.headers["Idempotency-Replayed"] == "true"
            assert "Idempotency-Replayed" not in first.headers
            changed = asks.post(address, {**sent, **other, "odd": 1}, **key)
            assert (changed.status_code, changed.json()["code"]) == (422, "key_reused")
            assert AuditEvent.objects.count() == before
        theirs = colleague.post("evidence/", {}, **self.keyed("key-0"))
        assert theirs.status_code == 400  # a key is its sender's own

    def test_what_was_refused_may_be_mended_under_the_same_key(self, own, agent):
        asks, register = by_token(agent), FEW[1]
        sent = wanted(register, own)
        wrong = asks.post(path(register), {**sent, "public_text": EMAIL}, **self.keyed("a"))
        assert wrong.status_code == 400
        assert not CreateKey.objects.exists()
        assert asks.post(path(register), sent, **self.keyed("a")).status_code == 201

    def test_after_a_day_it_is_forgotten(self, own, agent):
        asks, register = by_token(agent), FEW[1]
        sent = wanted(register, own)
        first = asks.post(path(register), sent, **self.keyed("a"))
        CreateKey.objects.update(used_at=timezone.now() - timedelta(hours=25))
        second = asks.post(path(register), sent, **self.keyed("a"))
        assert second.json()["id"] != first.json()["id"]
        create_keys.tidy()
        assert CreateKey.objects.count() == 1
        CreateKey.objects.update(used_at=timezone.now() - timedelta(hours=25))
        create_keys.tidy()
        assert not CreateKey.objects.exists()

    def test_what_came_of_it_is_told_to_those_who_may_still_see_it(self, own, agent):
        asks, register = by_token(agent), FEW[1]
        sent = wanted(register, own)
        asks.post(path(register), sent, **self.keyed("a"))
        register.model.objects.update(organisation=factories.organisation())
        assert asks.post(path(register), sent, **self.keyed("a")).status_code == 404

    def test_keys_that_are_none(self, own, agent):
        asks, register = by_token(agent), FEW[1]
        for key in ("", "x" * 201, "with blank", "\u00e9"):
            answer = asks.post(path(register), {}, **self.keyed(key))
            assert list(answer.json()["fields"]) == ["Idempotency-Key"]
