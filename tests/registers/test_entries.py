"""What the forms of every register do with its entries."""

import pytest
from django.urls import reverse

from mnr.models import AuditEvent
from mnr.registers import registry
from mnr.registers.forms import entry_form
from mnr.roles import Role
from mnr.services.entries import entry_content, save_entry, texts_of
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db


def page(client, register, name, entry=None):
    return client.get(register.url(name, entry)).content.decode()


def test_there_are_registers():
    assert len(registry) >= 30


def test_an_entry_is_made_and_shown_with_all_that_it_says(client, register, own, contributor):
    client.force_login(contributor)
    typed = entries.typed(register, entries.values(register, own))
    assert client.get(register.url("create")).status_code == 200
    answer = client.post(register.url("create"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    made = register.model.objects.get()
    assert answer.url == register.url("detail", made)
    assert made.recorded_by == contributor
    event = AuditEvent.objects.filter(object_id=str(made.pk)).get()
    assert event.action == register.actions.create
    assert event.changes.keys() >= set(register.fields)
    content = entry_content(made)
    assert set(content) == {*register.entered, "capability"}
    assert int(content["capability"]) in register.capabilities
    shown = page(client, register, "detail", made)
    assert [name for name in register.entered if register.label(name) not in shown] == []
    assert register.url("detail", made) in page(client, register, "list")


def test_a_change_stands_in_the_history_and_a_withdrawn_entry_leaves_the_list(
    client, register, entry, contributor
):
    client.force_login(contributor)
    typed = typed_again(register, entry) | {"source": "Elsewhere", "version": "1"}
    answer = client.post(register.url("update", entry), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    event = AuditEvent.objects.filter(object_id=str(entry.pk)).first()
    assert (event.action, set(event.changes)) == (register.actions.edit, {"source"})
    assert client.post(register.url("withdraw", entry), {"because": ""}).status_code == 422
    client.post(register.url("withdraw", entry), {"because": "Entered twice.", "version": "2"})
    assert "Entered twice." in page(client, register, "detail", entry)
    address = register.url("detail", entry)
    assert address not in page(client, register, "list")
    assert address in client.get(register.url("list"), {"state": "withdrawn"}).content.decode()
    thing = f"{register.model._meta.model_name}:{entry.pk}"
    history = client.get(reverse("object_history", args=[thing])).content.decode()
    for words in (register.entry_name, str(contributor), "Elsewhere", "Entered twice."):
        assert words in history


def test_a_form_saved_as_it_was_shown_leaves_the_entry_as_it_is(
    client, register, entry, contributor
):
    client.force_login(contributor)
    stood = register.model.objects.filter(pk=entry.pk).values().get()
    typed = typed_again(register, entry)
    answer = client.post(register.url("update", entry), typed | {"version": "1"}, follow=True)
    assert answer.redirect_chain == [(register.url("detail", entry), 302)]
    assert "The entry is saved." in answer.text
    assert register.model.objects.filter(pk=entry.pk).values().get() == stood
    assert not AuditEvent.objects.filter(object_id=str(entry.pk)).exists()
    answer = client.post(register.url("update", entry), typed | {"version": "1", "source": "New"})
    assert answer.status_code == 302, "whoever read the same version is not refused"
    stale = client.post(register.url("update", entry), typed | {"version": "1"})
    assert stale.status_code == 409


@pytest.mark.parametrize("name", ["victim-services/support-services"])
def test_other_regions_are_a_change(client, name):
    register, own = registry.find(name), factories.organisation()
    author = factories.person(Role.AGY, organisation=own)
    entry = entries.entry(register, own)
    for version, wanted in ((2, entry.regions.all()[:1]), (3, [])):
        save_entry(entry=entry, related={"regions": list(wanted)}, by=author)
        entry.refresh_from_db()
        assert (entry.version, entry.regions.count()) == (version, len(wanted))
    assert AuditEvent.objects.filter(object_id=str(entry.pk)).count() == 2


def test_a_link_to_another_of_the_same_name_is_a_change():
    own = factories.organisation()
    author = factories.person(Role.AGY, organisation=own)
    register = next(each for each in registry if each.linked and not each.is_return)
    entry = entries.entry(register, own)
    name = register.linked[0]
    first = getattr(entry, name)
    other = entries.entry(registry.of(type(first)), own)
    words = {field.name: getattr(first, field.name) for field in texts_of(type(first))}
    type(first).objects.filter(pk=other.pk).update(**words)
    other.refresh_from_db()
    assert str(other) == str(first)
    setattr(entry, name, other)
    assert save_entry(entry=entry, by=author).version == 2
    assert register.model.objects.filter(**{name: other}).exists()


def typed_again(register, entry):
    """The form as the page fills it in."""
    found = {"organisation": entry.organisation, "capability": entry.capability}
    for name in register.entered:
        value = getattr(entry, name)
        found[name] = list(value.all()) if register.field(name).many_to_many else value
    return entries.typed(register, found)


def test_what_others_write_is_only_said_to_have_changed(client):
    register = registry.find("governance/studies")
    author = factories.person(Role.AGY, organisation=factories.organisation())
    factories.assignment(author.memberships.get().organisation, 2, kind="contributor")
    client.force_login(author)
    body = author.memberships.get().organisation
    typed = entries.typed(register, entries.values(register, body, internal_note="Quiet words"))
    client.post(register.url("create"), typed)
    made = register.model.objects.get()
    client.force_login(factories.person(Role.AUD))
    trail = client.get(reverse("audit_list")).content.decode()
    assert "Internal note: changed" in trail
    assert str(made.title) not in trail
    history = client.get(reverse("object_history", args=[f"study:{made.pk}"])).content.decode()
    assert "Quiet words" in history
    assert str(made.title) in history


def test_a_form_takes_no_capability_that_the_register_does_not_bear_on(client, own):
    register = registry.find("governance/studies")
    capability = entries.values(registry.find("governance/legal-instruments"), own)["capability"]
    typed = entries.typed(register, entries.values(register, own) | {"capability": capability})
    pairs = {(own.pk, capability.pk)}
    form = entry_form(register)(typed, register=register, pairs=pairs, reader=factories.person())
    assert "This register bears on: 2." in form.errors["capability"]
