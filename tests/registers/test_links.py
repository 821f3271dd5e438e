"""Entries that lead to entries: what is offered, what is refused, what stays."""

import pytest

from mnr.registers import registry
from mnr.services.entries import save_entry
from mnr.services.errors import Refused
from mnr.services.held_entries import hold_entry
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

REGISTERS = [register for register in registry if register.linked]


def target(register, name):
    return registry.of(register.field(name).related_model)


def withdraw(row):
    row.withdrawn_on, row.withdrawn_because = row.changed_at.date(), "Entered twice."
    row.save()


def offers(client, address, name):
    return set(client.get(address).context["form"].fields[name].queryset)


def test_what_counts_and_may_be_seen_is_offered_and_nothing_else(
    client, register, own, contributor
):
    client.force_login(contributor)
    for name in register.linked:
        near, gone = (entries.entry(target(register, name), own) for _each in "ab")
        entries.entry(target(register, name), factories.organisation())
        withdraw(gone)
        for page in ("create", "list"):
            assert offers(client, register.url(page), name) == {near}


def test_an_entry_of_others_is_refused(client, register, own, contributor):
    client.force_login(contributor)
    for name in register.linked:
        far = entries.entry(target(register, name), factories.organisation())
        typed = entries.typed(register, entries.values(register, own) | {name: far})
        answer = client.post(register.url("create"), typed)
        assert answer.status_code == 422
        assert name in answer.context["form"].errors
    assert not register.model.objects.exists()


def test_no_way_but_the_form_links_to_an_entry_of_others(register, entry, contributor):
    """What stands already may stay, though its author cannot read it any more."""
    for name in register.linked:
        far = entries.entry(target(register, name), factories.organisation())
        gone = entries.entry(target(register, name), entry.organisation)
        withdraw(gone)
        for row in (far, gone):
            changed = register.model.objects.get(pk=entry.pk)
            setattr(changed, name, row)
            with pytest.raises(Refused):
                save_entry(entry=changed, by=contributor)
            with pytest.raises(Refused):
                hold_entry(entry=changed, related={}, version=1, reason="Why?", by=contributor)
        register.model.objects.filter(pk=entry.pk).update(**{name: far})
        changed = register.model.objects.get(pk=entry.pk)
        changed.source = "Another source"
        save_entry(entry=changed, by=contributor)


def test_what_was_withdrawn_since_stays_until_it_is_changed(client, register, entry, contributor):
    client.force_login(contributor)
    for name in register.linked:
        withdraw(getattr(entry, name))
        address = register.url("update", entry)
        assert getattr(entry, name) in offers(client, address, name)
