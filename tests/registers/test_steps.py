"""Steps on entries that are the same for every register: asked of those of each shape."""

import pytest

from mnr import permissions
from mnr.models import GuardRelease
from mnr.permissions import Denied, WrongState
from mnr.registers import registry
from mnr.roles import Role
from mnr.services.entries import save_entry, withdraw_entry
from mnr.services.errors import EditConflict
from mnr.services.released import release_text
from tests import factories
from tests.factories import entries
from tests.registers.shapes import SHAPES, traits

pytestmark = pytest.mark.django_db

REGISTERS = SHAPES
ROLES = [role for role in Role if role is not Role.ANO]


def test_a_few_registers_have_all_that_registers_have():
    assert len(SHAPES) < len(registry) / 3
    assert set().union(*map(traits, SHAPES)) == set().union(*map(traits, registry))


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


def _plain(register, found):
    many = {field.name for field in register.model._meta.many_to_many}
    return {name: value for name, value in found.items() if name not in many}


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
    is_raw = register.actions.read in ("return.read_counts", "indicator.read_raw")
    assert (release.domain is None) is is_raw  # a lead reads no raw value
    release_text(release=release, by=factories.person(Role.SEC))
    made = register.model.objects.get()
    assert (made.public_text, made.recorded_by) == (typed["public_text"], contributor)
    for field in register.model._meta.many_to_many:
        assert getattr(made, field.name).count() == len(typed.get(field.name, []))


def test_the_second_net_refuses_an_edit_conflict(register, entry, contributor):
    entry.source = "Saved meanwhile"
    save_entry(entry=entry, version=1, by=contributor)
    with pytest.raises(EditConflict):
        save_entry(entry=entry, version=1, by=contributor)


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


def test_scope_and_can_agree(register, entry, own):
    rows = [entry, entries.entry(register), entries.entry(register)]
    rows[2].withdrawn_on, rows[2].withdrawn_because = entry.changed_at.date(), "Twice."
    rows[2].save()
    for role in ROLES:
        reader = factories.person(role, organisation=own, domain="criminal_justice")
        for action in vars(register.actions).values():
            scoped = set(permissions.scope(reader, action, register.model.objects.all()))
            assert scoped == {row for row in rows if permissions.can(reader, action, row)}
