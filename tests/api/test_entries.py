"""Every register over the API, none of them named: what it tells, takes, refuses, and to whom."""

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from mnr.models import AuditEvent, GuardRelease, Region
from mnr.registers import registry
from mnr.roles import Role
from mnr.services.released import release_text
from tests import factories
from tests.api.conftest import by_session, by_token
from tests.api.registers import ALL, EMAIL, FEW, GIRL, match, path, wanted
from tests.api.test_matrix import undone
from tests.factories import entries

pytestmark = pytest.mark.django_db
MOST = 15  # queries of an answer
FIXED = {"organisation", "capability", "period"}  # once an entry is made
READERS = {Role.SEC, Role.DOM, Role.AGY, Role.IND, Role.CSO, Role.AUD}
COMMITTEE = {Role.CHR, Role.CMM}  # entries that stand, and returns of frozen periods, no counts
WRITERS = {Role.DOM, Role.AGY, Role.IND, Role.CSO}
ROLES = [role for role in Role if role is not Role.ANO]


class TestOneEntry:
    def test_made_read_changed_written_anew_withdrawn(self, own, agent):
        for number, register in enumerate(ALL):
            asks = (by_token, by_session)[number % 2](agent)
            sent = wanted(register, own)
            answer = asks.post(path(register), sent)
            assert answer.status_code == 201, (register.path, answer.text)
            made = register.model.objects.get(pk=answer.json()["id"])
            assert made.recorded_by == agent
            told = asks.get(path(register, made))
            assert told.json() == answer.json()
            assert told.headers["ETag"] == answer.headers["ETag"]
            same = {name: told.json()[name] for name in sent}
            assert {**same, **_money(register, sent)} == sent
            one, held = path(register, made), {"HTTP_IF_MATCH": told.headers["ETag"]}
            changed = asks.patch(one, {"source": "Other"}, **held)
            now = {"source": "Other", "version": 2, "changed_at": changed.json()["changed_at"]}
            assert changed.json() == told.json() | now
            whole = {name: sent[name] for name in sent if name not in FIXED | {"source"}}
            put = asks.send("PUT", one, whole, HTTP_IF_MATCH=changed.headers["ETag"])
            assert put.status_code == 200, (register.path, put.text)
            assert (put.json()["source"], put.json()["version"]) == ("", 3)
            held = {"HTTP_IF_MATCH": put.headers["ETag"]}
            gone = asks.post(f"{one}withdraw/", {"because": "Twice."}, **held)
            assert gone.json()["withdrawn_because"] == "Twice."
            events = AuditEvent.objects.filter(object_id=str(made.pk)).order_by("number")
            may = register.actions
            assert [e.action for e in events] == [may.create, may.edit, may.edit, may.withdraw]

    def test_what_changes_nothing_leaves_it_as_it_is(self, own, agent):
        asks = by_token(agent)
        for register in ALL:
            made = entries.entry(register, own)
            one = path(register, made)
            told = asks.get(one)
            held = {"HTTP_IF_MATCH": told.headers["ETag"]}
            for method, body in (("PATCH", {}), ("PATCH", told.json()), ("PUT", told.json())):
                same = asks.send(method, one, body, **held)
                assert same.status_code == 200, (register.path, same.text)
                assert same.json() == told.json()
                assert same.headers["ETag"] == told.headers["ETag"]
            assert not AuditEvent.objects.filter(object_id=str(made.pk)).exists()
            put = asks.send("PUT", one, told.json() | {"source": "Other"}, **held)
            assert (put.json()["source"], put.json()["version"]) == ("Other", 2)

    def test_what_is_told_and_stays_is_refused_if_it_differs(self, own, agent):
        asks = by_token(agent)
        for register in ALL:
            made = entries.entry(register, own)
            one, held = path(register, made), match(asks, register, made)
            told = asks.get(one).json()
            taken = {*register.entered, "capability"} - FIXED
            fixed = {name: value for name, value in told.items() if name not in taken}
            assert fixed.keys() >= {"id", "version", "organisation", "recorded_at", "is_withheld"}
            for method in ("PATCH", "PUT"):
                for odd in ("x", 1.0, True, [], {"a": 1}):
                    sent = told | dict.fromkeys(fixed, odd)
                    answer = asks.send(method, one, sent | {"recorded_by": "x"}, **held)
                    assert answer.status_code == 400, (register.path, answer.text)
                    fields = answer.json()["fields"]
                    assert fields.pop("recorded_by") == ["Unknown key."]
                    assert fields == {key: ["It cannot be changed here."] for key in fixed}
            answer = asks.post(path(register), told)
            assert answer.json()["fields"]["version"] == ["Unknown key."], "a new one has none"
            made.refresh_from_db()
            assert made.version == 1

    def test_withdrawn_it_says_why_and_changes_no_more(self, own, agent):
        asks = by_token(agent)
        for register in FEW:
            made = entries.entry(register, own)
            step, held = path(register, made, "withdraw"), match(asks, register, made)
            assert list(asks.post(step, {"because": " "}, **held).json()["fields"]) == ["because"]
            gone = asks.post(step, {"because": "Twice."}, **held)
            assert asks.get(path(register)).json()["count"] == 0
            assert asks.get(path(register), state="withdrawn").json()["count"] == 1
            held = {"HTTP_IF_MATCH": gone.headers["ETag"]}
            assert asks.patch(path(register, made), {}, **held).status_code == 409

    def test_what_is_left_out_anew_is_emptied(self, own, agent):
        asks, register = by_token(agent), registry.find("victim-services/support-services")
        made = entries.entry(register, own)
        sent = wanted(register, own)
        needed = {
            name: value
            for name, value in sent.items()
            if name in register.fields
            and not (register.field(name).blank or register.field(name).has_default())
        }
        put = asks.send("PUT", path(register, made), needed, **match(asks, register, made))
        assert put.status_code == 200, put.text
        assert put.json()["regions"] == []
        assert not any(put.json()[n] for n in ("source", "public_text", "internal_note"))

    def test_nobody_moves_it_and_nothing_else_is_written(self, own, agent):
        asks = by_token(agent)
        for register in ALL:
            made = entries.entry(register, own)
            held = match(asks, register, made)
            names = {field.name for field in register.model._meta.get_fields()}
            open_ones = {*register.fields, "source", "public_text", "internal_note"}
            closed = names - open_ones - {"is_nil"}.intersection(register.entered)
            answer = asks.patch(path(register, made), dict.fromkeys(closed, "x"), **held)
            assert answer.status_code == 400
            assert set(answer.json()["fields"]) == closed

    def test_what_the_form_refuses_is_refused(self, own, agent):
        asks = by_token(agent)
        for register in ALL:
            sent = wanted(register, own)
            far = 20 if 21 in register.capabilities else 21
            odd = {"organisation": "nobody", "public_text": EMAIL}
            odd |= {"capability": far} if "capability" in register.keeping else {}
            odd |= {"source": "a\u202eb", "internal_note": 7}
            odd |= {name: "nonsense" for name in register.fields if _is_strict(register, name)}
            odd |= {name: ["XX"] for name in register.regional}
            odd |= {"period": "1999-Q1"} if register.is_return else {}
            answer = asks.post(path(register), sent | odd)
            assert answer.status_code == 400, (register.path, answer.text)
            assert set(answer.json()["fields"]) == set(odd), register.path
            assert answer.json()["code"] == "kept_out"
            assert not register.model.objects.exists()

    def test_an_entry_of_others_is_linked_by_nobody(self, own, agent):
        asks = by_token(agent)
        for register in ALL:
            for name in register.linked:
                target = registry.of(register.field(name).related_model)
                far = entries.entry(target, factories.organisation())
                sent = wanted(register, own) | {name: str(far.pk)}
                answer = asks.post(path(register), sent)
                assert list(answer.json()["fields"]) == [name]

    def test_the_second_of_two_at_once_is_told_so(self, own, agent, monkeypatch):
        """Both were found right; the database lets in one, and the other hears the rule's words."""
        register = next(register for register in registry if register.is_return)
        entries.entry(register, own)
        clean, found = register.model.full_clean, []

        def blind_at_first(entry):
            found.append(entry)
            return clean(entry) if found[1:] else None

        monkeypatch.setattr(register.model, "full_clean", blind_at_first)
        answer = by_token(agent).post(path(register), wanted(register, own))
        assert answer.status_code == 400
        assert "has a return for this period already" in answer.text


class TestTexts:
    def test_one_that_asks_waits_for_a_second_person(self, own, agent):
        asks = by_token(agent)
        for register in FEW:
            sent = wanted(register, own) | {"public_text": GIRL}
            answer = asks.post(path(register), sent)
            assert (answer.status_code, answer.json()["code"]) == (400, "asked")
            assert list(answer.json()["fields"]) == ["public_text"]
            sent["meant"] = "It is a quotation."
            held = asks.post(path(register), sent, HTTP_IDEMPOTENCY_KEY=register.path)
            assert (held.status_code, held.json()["state"]) == (202, "waiting")
            again = asks.post(path(register), sent, HTTP_IDEMPOTENCY_KEY=register.path)
            assert (again.status_code, again.json()) == (202, held.json())
            assert not register.model.objects.exists()
        release = GuardRelease.objects.get(pk=held.json()["id"])
        release_text(release=release, by=factories.person(Role.SEC))
        made = register.model.objects.get()
        assert (made.public_text, made.recorded_by) == (GIRL, agent)

    def test_a_change_that_waits_loses_no_region(self, own, agent):
        asks, register = by_token(agent), registry.find("victim-services/support-services")
        made = entries.entry(register, own)
        sent = {"public_text": GIRL, "meant": "It is a quotation."}
        held = asks.patch(path(register, made), sent, **match(asks, register, made))
        assert held.status_code == 202
        release = GuardRelease.objects.get(pk=held.json()["id"])
        release_text(release=release, by=factories.person(Role.SEC))
        made.refresh_from_db()
        assert (made.public_text, made.regions.count()) == (GIRL, 2)

    def test_internal_notes_are_told_to_those_who_may_read_them(self, own):
        rows = {r: entries.entry(r, own) for r in registry}
        for register in ALL:
            register.model.objects.update(internal_note="Budget is at risk")
        for role, sees in ((Role.SEC, True), (Role.CMM, False)):
            asks = by_session(factories.person(role))
            for register, row in rows.items():
                note = "Budget is at risk" if sees else None
                if not sees and register.actions.read == "return.read_counts":
                    continue  # its list does not open
                found = asks.get(path(register)).json()["results"]
                assert {each["internal_note"] for each in found} in ({note}, set()), register.path
                if found and register in FEW:
                    assert asks.get(path(register, row)).json()["internal_note"] == note


class TestAccess:
    def expected(self, register, role, whose):
        writes, is_own = role in WRITERS, whose == "own"
        sees = role in READERS - WRITERS or (role in COMMITTEE and not register.is_return)
        raw = register.is_return and any(row.counts_people for row in register.figures.values())
        sees = sees or (writes and is_own) or (role is Role.DOM and whose == "domain" and not raw)
        changes = (200 if is_own else 403 if sees else 404) if writes else 403
        opens = role in READERS or (role in COMMITTEE and not raw)
        hidden = 404 if opens else 403
        return {
            "list": 200 if opens else 403,
            "create": (201 if is_own else 403) if writes else 403,
            "detail": 200 if sees else hidden,
            "PATCH": changes,
            "PUT": changes,
            "withdraw": changes,
        }

    def found(self, asks, register, entry, sent):
        kept = {name: value for name, value in sent.items() if name not in FIXED}
        one = path(register, entry)
        detail = asks.get(one)
        held = {"HTTP_IF_MATCH": detail.headers.get("ETag", '"none"')}
        gone = path(register, entry, "withdraw")
        return {
            "list": asks.get(path(register)).status_code,
            "create": undone(lambda: asks.post(path(register), sent)),
            "detail": detail.status_code,
            "PATCH": undone(lambda: asks.patch(one, {"source": "Other"}, **held)),
            "PUT": undone(lambda: asks.send("PUT", one, kept, **held)),
            "withdraw": undone(lambda: asks.post(gone, {"because": "Twice."}, **held)),
        }

    @pytest.mark.parametrize("walked", [FEW, pytest.param(ALL, marks=pytest.mark.full)])
    def test_every_step_of_every_role(self, walked, own):
        """Own entries, and those of others: in the domain that the person leads, and elsewhere."""
        wrong, far = [], factories.organisation()
        rows = {(each, body): entries.entry(each, body) for each in walked for body in (own, far)}
        sent = {(each, body): wanted(each, body) for each, body in rows}
        people = {
            role: by_token(factories.person(role, organisation=own, domain="criminal_justice"))
            for role in ROLES
        }
        for (register, body), entry in rows.items():
            is_led = register.app_label == "criminal_justice"
            whose = "own" if body is own else "domain" if is_led else "foreign"
            for role, asks in people.items():
                found = self.found(asks, register, entry, sent[register, body])
                expected = self.expected(register, role, whose)
                if expected["create"] == 201 and register.is_return:
                    expected["create"] = 400  # there is one for this period already
                if expected["create"] == 403 and register.linked and found["create"] == 400:
                    expected["create"] = 400  # what it leads to is not theirs to see
                if found != expected:
                    wrong.append((register.path, role, whose, found, expected))
        assert not wrong

    def test_strangers_are_told_nothing(self, client):
        for register in ALL:
            assert client.get(f"/api/v1/{path(register)}").status_code == 401
            assert client.post(f"/api/v1/{path(register)}").status_code == 401

    def test_tokens_that_read_only(self, own, agent):
        asks = by_token(agent, "read")
        for register in FEW:
            entry = entries.entry(register, own)
            one = path(register, entry)
            assert asks.get(one).status_code == 200
            for method, address in (
                ("POST", path(register)),
                ("PUT", one),
                ("PATCH", one),
                ("POST", path(register, entry, "withdraw")),
            ):
                assert asks.send(method, address).status_code == 403
            assert asks.send("DELETE", one).status_code == 405


class TestLists:
    def test_every_filter_and_order_is_taken(self, own):
        asks = by_token(factories.person(Role.SEC))
        for register in ALL:
            entry, _other = (
                entries.entry(register, body) for body in (own, factories.organisation())
            )
            asked = self.narrow(register, entry)
            sort = f"-{register.sortable[-1]}"
            told = asks.get(path(register), **asked, sort=sort)
            assert told.json()["count"] == 1, (register.path, told.text)
            odd = dict.fromkeys([*asked, "sort"], "\x00")
            refused = asks.get(path(register), **odd)
            assert set(refused.json()["fields"]) == set(odd), register.path

    def narrow(self, register, entry):
        """Every filter, asking for what the entry holds."""
        held = entries.sent(register, {name: _stored(entry, name) for name in register.filtered})
        asked = {
            name: value[0] if isinstance(value, list) else value for name, value in held.items()
        }
        for name in register.search_fields[:1]:
            asked["q"] = str(getattr(entry, name))[:20]
        return {name: value for name, value in asked.items() if value is not None}

    def test_each_filter_narrows_by_itself(self, own):
        asks = by_token(factories.person(Role.SEC))
        for register in FEW:
            entry = entries.entry(register, own)
            for name in self.narrow(register, entry):
                field = None if name == "q" else register.field(name)
                other = "no such words"
                if field and field.choices:
                    other = next(k for k, _v in field.flatchoices if k != getattr(entry, name))
                elif field and field.related_model is Region:
                    other = entries.region().code
                elif field and field.get_internal_type() == "BooleanField":
                    other = not getattr(entry, name)
                elif name == "organisation":
                    other = factories.organisation().pk
                elif name == "period":
                    other = factories.period("2020-Q1", "planned").code
                assert asks.get(path(register), **{name: other}).json()["count"] == 0, name

    def test_what_no_register_lists_by_is_refused(self, agent):
        asks, register = by_token(agent), ALL[0]
        for query in ({"sort": "organisation__group__name"}, {"organisation__name": "x"}):
            answer = asks.get(path(register), **query)
            assert (answer.status_code, list(answer.json()["fields"])) == (400, list(query))

    def test_what_is_asked_for_twice_is_refused(self, agent):
        asks, register = by_token(agent), registry.find("victim-services/support-services")
        query = {"kind": ["shelter", "legal"], "page": [1, 2], "odd": ["x", "y"], "sort": "name"}
        answer = asks.get(path(register), **query)
        once, unknown = ["Give it once."], ["Unknown parameter."]
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
        assert answer.json()["fields"] == {"kind": once, "page": once, "odd": unknown}
        for part in ("organisations/", "regions/", "updates/"):
            doubled = asks.get(part, page_size=[1, 1])
            assert (doubled.status_code, doubled.json()["fields"]) == (400, {"page_size": once})

    def test_none_costs_more_than_it_may_and_none_grows(self, own, agent):
        rows = {register: entries.entry(register, own) for register in ALL}
        secretariat, agency = by_token(factories.person(Role.SEC)), by_token(agent)

        def cost(asks, register, row=None):
            with CaptureQueriesContext(connection) as seen:
                assert asks.get(path(register, row)).status_code == 200
            return len(seen)

        cost(secretariat, ALL[0])  # what is read once for a process is read now
        before = {register: cost(secretariat, register) for register in ALL}
        for register in ALL:
            for _each in range(2):
                entries.entry(register, factories.organisation())
        after = {register: cost(secretariat, register) for register in ALL}
        assert before == after
        assert max(after.values()) <= MOST
        assert all(cost(agency, register) <= MOST for register in ALL)
        assert all(cost(agency, register, row) <= MOST for register, row in rows.items())


def _stored(entry, name):
    field = entry._meta.get_field(name)
    return list(getattr(entry, name).all()) if field.many_to_many else getattr(entry, name)


def _is_strict(register, name):
    """Whether a field takes no free text."""
    field = register.field(name)
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return not is_text and not field.many_to_many


def _money(register, sent):
    """Amounts are told as texts with all their places."""
    decimals = (f.name for f in register.model._meta.fields if isinstance(f, models.DecimalField))
    return {name: sent[name] for name in decimals if name in sent}
