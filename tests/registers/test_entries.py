"""What every register does with its entries."""

import pytest
from django.urls import reverse

from mnr.models import AuditEvent, GuardRelease
from mnr.permissions import Denied, WrongState
from mnr.registers import registry
from mnr.roles import Role
from mnr.services.entries import entry_content, save_entry, withdraw_entry
from mnr.services.errors import EditConflict
from mnr.services.released import release_text
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db


def test_there_are_registers():
    assert len(registry) >= 3


def test_an_entry_is_made_by_the_form_and_stands_in_the_trail(client, register, own, contributor):
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, own))
    assert client.get(register.url("create")).status_code == 200
    answer = client.post(register.url("create"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    made = register.model.objects.get()
    assert answer.url == register.url("detail", made)
    event = AuditEvent.objects.filter(object_id=str(made.pk)).get()
    assert event.action == register.actions.create
    assert event.changes.keys() >= set(register.fields)
    assert made.recorded_by == contributor


def test_the_page_shows_every_field(client, register, entry, contributor):
    client.force_login(contributor)
    page = client.get(register.url("detail", entry)).content.decode()
    listed = client.get(register.url("list")).content.decode()
    assert register.url("detail", entry) in listed
    for name in register.entered:
        assert register.label(name) in page


def test_only_what_changed_is_told(client, register, entry, contributor):
    client.force_login(contributor)
    found = {**entries.values(register, entry.organisation), "source": "Another source"}
    for name in register.fields:
        field = register.field(name)
        stored = getattr(entry, name)
        found[name] = list(stored.all()) if field.many_to_many else stored
    for name in ("public_text", "internal_note"):
        found[name] = getattr(entry, name)
    typed = entries.typed(register, found) | {"version": "1"}
    answer = client.post(register.url("update", entry), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    event = AuditEvent.objects.filter(object_id=str(entry.pk)).first()
    assert event.action == register.actions.edit
    assert set(event.changes) == {"source"}


def test_the_second_of_two_sees_both_and_loses_nothing(client, register, entry, contributor):
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, entry.organisation))
    entry.source = "Saved meanwhile"
    save_entry(entry=entry, related=None, version=1, by=contributor)
    answer = client.post(
        register.url("update", entry), typed | {"version": "1", "source": "Typed here"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Saved meanwhile" in page
    assert "Typed here" in page


def test_a_form_sent_twice_makes_one(client, register, own, contributor):
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, own))
    page = client.get(register.url("create"))
    typed["once"] = page.context["once"]
    first = client.post(register.url("create"), typed)
    assert first.status_code == 302
    again = client.post(register.url("create"), typed)
    assert again.url == first.url
    assert register.model.objects.count() == 1


def test_withdrawn_it_stays_with_its_reason_and_changes_no_more(client, register, entry):
    author = factories.person(Role.AGY, organisation=entry.organisation)
    client.force_login(author)
    page = register.url("withdraw", entry)
    assert client.get(page).status_code == 200
    assert client.post(page, {"because": ""}).status_code == 422
    assert client.post(page, {"because": "Entered twice."}).status_code == 302
    entry.refresh_from_db()
    assert entry.is_withdrawn
    detail = register.url("detail", entry)
    assert "Entered twice." in client.get(detail).content.decode()
    assert detail not in client.get(register.url("list")).content.decode()
    withdrawn = client.get(register.url("list"), {"state": "withdrawn"}).content.decode()
    assert detail in withdrawn
    with pytest.raises(WrongState):
        save_entry(entry=entry, by=author)


def test_nobody_moves_an_entry_in_or_out_of_an_organisation(register, entry, contributor):
    foreign = factories.organisation()
    entry.organisation = foreign
    with pytest.raises(Denied):
        save_entry(entry=entry, by=contributor)
    other = entries.entry(register, foreign)
    other.organisation = contributor.memberships.get().organisation
    with pytest.raises(Denied):
        save_entry(entry=other, by=contributor)


def test_who_does_not_report_on_it_makes_no_entry(client, register, own, entry):
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    found = entries.values(register, factories.organisation())
    row = register.model(**_plain(register, found))
    with pytest.raises((Denied, WrongState)):
        save_entry(entry=row, by=stranger)
    client.force_login(stranger)
    assert register.url("create") not in client.get(register.url("list")).content.decode()


def test_a_text_that_names_somebody_is_refused_and_kept_in_the_form(
    client, register, own, contributor
):
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, own))
    typed["public_text"] = "Write to amina.okafor@example.org about it."
    answer = client.post(register.url("create"), typed)
    assert answer.status_code == 422
    assert "amina.okafor@example.org" in answer.content.decode()
    assert not register.model.objects.exists()


def test_a_text_that_asks_waits_for_a_second_person(client, register, own, contributor):
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, own))
    typed["public_text"] = "The girl aged 9 quoted in the published judgment is not named."
    answer = client.post(register.url("create"), typed)
    assert answer.status_code == 422
    assert 'name="meant"' in answer.content.decode()
    answer = client.post(register.url("create"), typed | {"meant": "It is a quotation."})
    assert answer.status_code == 302
    assert not register.model.objects.exists()
    release = GuardRelease.objects.get()
    release_text(release=release, by=factories.person(Role.SEC))
    made = register.model.objects.get()
    assert (made.public_text, made.recorded_by) == (typed["public_text"], contributor)
    for field in register.model._meta.many_to_many:
        assert getattr(made, field.name).count() == len(typed.get(field.name, []))


def test_the_second_net_refuses_an_edit_conflict(register, entry, contributor):
    save_entry(entry=entry, version=1, by=contributor)
    with pytest.raises(EditConflict):
        save_entry(entry=entry, version=1, by=contributor)


def test_an_entry_as_plain_data_names_no_keys_of_rows(register, entry):
    content = entry_content(entry)
    assert set(content) == set(register.entered)
    assert content["capability"] == str(register.capabilities[0])


def test_a_return_of_a_closed_period_is_fixed(register, entry, contributor):
    if not register.is_return:
        assert not hasattr(entry, "period")
        return
    factories.enter(entry.period, "closed")
    entry.refresh_from_db()
    with pytest.raises(WrongState):
        save_entry(entry=entry, by=contributor)
    with pytest.raises(WrongState):
        withdraw_entry(entry=entry, because="Late.", by=contributor)


def test_one_return_for_each_period(client, register, entry, contributor):
    if not register.is_return:
        return
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, entry.organisation))
    answer = client.post(register.url("create"), typed)
    assert answer.status_code == 422
    assert "has a return for this period already" in answer.content.decode()


def _plain(register, found):
    many = {field.name for field in register.model._meta.many_to_many}
    return {name: value for name, value in found.items() if name not in many}


def test_the_domain_page_exists(client, register, contributor):
    client.force_login(contributor)
    assert client.get(reverse(f"{register.app_label}:home")).status_code == 200
