"""Forms of registers: nothing is lost silently, and none is shown that can never be saved."""

import pytest

from mnr.models import Region
from mnr.registers import registry
from mnr.registers.rules import unique_sets
from mnr.roles import Role
from mnr.services.entries import save_entry
from tests import factories
from tests.factories import entries
from tests.registers.shapes import SHAPES
from tests.registers.test_entries import typed_again

pytestmark = pytest.mark.django_db
REGISTERS = SHAPES


class TestRegions:
    def test_one_that_was_withdrawn_stays_chosen(self, client, register, entry, contributor):
        client.force_login(contributor)
        for name in register.regional:
            Region.objects.update(withdrawn_on=entry.changed_at.date())
            before = set(getattr(entry, name).all())
            page = client.get(register.url("update", entry))
            assert all(f"{region.name} (withdrawn)" in page.text for region in before)
            field = page.context["form"][name]
            chosen = {getattr(row, "pk", row) for row in field.value()}
            assert chosen == {region.pk for region in before}
            typed = typed_again(register, entry) | {"source": "Elsewhere", "version": "1"}
            assert client.post(register.url("update", entry), typed).status_code == 302
            assert set(getattr(entry, name).all()) == before
            assert "(withdrawn)" not in client.get(register.url("create")).text

    def test_one_that_leads_to_a_value_too(self, client, own):
        register = registry.find("indicators/values")
        region = entries.region()
        entry = entries.entry(register, own)
        register.model.objects.filter(pk=entry.pk).update(region=region)
        Region.objects.update(withdrawn_on=entry.changed_at.date())
        client.force_login(factories.person(Role.AGY, organisation=own))
        assert f"{region.name} (withdrawn)" in client.get(register.url("update", entry)).text


class TestVersions:
    @pytest.mark.parametrize("version", [None, "", "x", "9" * 5000])
    def test_who_names_none_is_asked_to_look(self, client, register, entry, contributor, version):
        client.force_login(contributor)
        typed = typed_again(register, entry) | {"source": "Typed here"}
        typed |= {} if version is None else {"version": version}
        answer = client.post(register.url("update", entry), typed)
        assert answer.status_code == 409
        assert 'value="Typed here"' in answer.text
        entry.refresh_from_db()
        assert entry.version == 1
        typed["version"] = answer.context["form"]["version"].value()
        assert client.post(register.url("update", entry), typed).status_code == 302

    def test_the_page_of_a_conflict_shows_what_differs_and_nothing_else(
        self, client, register, entry, contributor
    ):
        client.force_login(contributor)
        typed = typed_again(register, entry) | {"source": "Typed here", "version": "1"}
        entry.source = "Saved meanwhile"
        save_entry(entry=entry, version=1, by=contributor)
        page = client.post(register.url("update", entry), typed)
        assert [row["label"] for row in page.context["differences"]] == [register.label("source")]
        assert "Saved meanwhile" in page.text
        assert "Change an entry" in page.text
        assert "Make an entry" not in page.text
        assert page.context["entry"].source == "Saved meanwhile"


class TestWithdrawing:
    @pytest.mark.parametrize("version", [None, "", "x", "1", "9" * 5000])
    def test_who_read_another_version_is_shown_what_stands_and_asked_again(
        self, client, register, entry, contributor, version
    ):
        client.force_login(contributor)
        address = register.url("withdraw", entry)
        sent = {"because": "Entered twice."} | ({} if version is None else {"version": version})
        entry.source = "Saved meanwhile"
        save_entry(entry=entry, version=1, by=contributor)
        answer = client.post(address, sent)
        assert answer.status_code == 409
        assert all(words in answer.text for words in ("Saved meanwhile", "Entered twice."))
        entry.refresh_from_db()
        assert (entry.version, entry.withdrawn_on) == (2, None)
        sent["version"] = answer.context["form"]["version"].value()
        assert client.post(address, sent).status_code == 302
        entry.refresh_from_db()
        assert (entry.version, entry.withdrawn_because) == (3, "Entered twice.")

    def test_the_page_names_the_version_that_it_shows(self, client, register, entry, contributor):
        client.force_login(contributor)
        entry.source = "Saved meanwhile"
        save_entry(entry=entry, version=1, by=contributor)
        page = client.get(register.url("withdraw", entry))
        assert page.context["form"]["version"].value() == 2
        assert 'name="version" value="2"' in page.text
        assert "Somebody else changed" not in page.text


class TestDeadEnds:
    def test_nothing_that_the_organisation_reports_on(self, client, register):
        body = factories.organisation()
        factories.assignment(body, 20 if 20 not in register.capabilities else 1)
        client.force_login(factories.person(Role.AGY, organisation=body))
        for page in ("create", "import"):
            told = client.get(register.url(page)).text
            is_of_all = len(register.capabilities) == 21
            assert ("reports on none of the capabilities" in told) != is_of_all
            assert ('enctype="multipart/form-data"' in told) == (page == "import" and is_of_all)

    def test_no_period_that_is_open(self, client, register, own, contributor):
        client.force_login(contributor)
        told = client.get(register.url("create")).text
        assert ("No reporting period is open" in told) == register.is_return
        assert ("Save the entry" in told) != register.is_return


def test_who_withdraws_is_told_what_leads_to_it(client):
    body = factories.organisation()
    for register in registry:
        for name in register.linked:
            entry = entries.entry(register, body)
            linked = getattr(entry, name)
            once = {n for rule in unique_sets(register.model) for n in rule.fields}
            coded = [n for n in once if register.field(n).choices]
            others = {n: register.field(n).flatchoices[1][0] for n in coded}
            far = entries.entry(register, factories.organisation(), **others)
            register.model.objects.filter(pk=far.pk).update(**{name: linked})
            client.force_login(factories.person(Role.AGY, organisation=body))
            page = client.get(registry.of(type(linked)).url("withdraw", linked))
            assert f"{register.name}: 1 entry leads to it" in page.text, (
                "those of others are not told"
            )
            assert register.url("detail", entry) in page.text
            entry.withdrawn_on, entry.withdrawn_because = entry.changed_at.date(), "Twice."
            entry.save()
            assert client.get(page.request["PATH_INFO"]).context["leading"] == []


def test_who_reads_the_note_on_counts_of_people_is_said_where_it_is_written(register):
    words = str(register.help("internal_note"))
    assert ("domain lead" in words) != register.counts_people
    assert register.help("source") == register.field("source").help_text
