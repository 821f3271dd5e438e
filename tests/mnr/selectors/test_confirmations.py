"""My work names what waits for a second person, and reports for whoever is on duty."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import ContentReport, Duty, FactorReset
from mnr.roles import Role
from mnr.selectors.confirmations import confirmations
from mnr.services import factor_resets, procedure, purging, quarantine
from tests import factories

pytestmark = pytest.mark.django_db

FIVE = dict.fromkeys(procedure.FIELDS, "Section 12 of the Act.")


@pytest.fixture
def show(client):
    def page(user):
        client.force_login(user)
        return " ".join(client.get(reverse("my_work")).content.decode().split())

    return page


def titles(user):
    return [str(row.title) for row in confirmations(user)]


def test_the_chair_sees_a_removal_and_a_proposed_procedure(show):
    officer, chair = factories.duty_officer(), factories.person(Role.CHR)
    assert titles(chair) == []
    update = factories.update("submitted")
    held = quarantine.set_quarantine(
        kind="update", object_id=update.pk, reason="names", by=factories.person(Role.ADM)
    )
    purging.request_purge(row=held, by=officer)
    proposed = procedure.propose_procedure(values=FIVE, by=officer)
    page = show(chair)
    assert "Three" not in page
    assert "Two things wait for you" in page
    assert "Confirm a removal: Progress update" in page
    assert reverse("purge_confirm", args=[held.pk]) in page
    assert "Confirm a change of the procedure" in page
    assert reverse("procedure_confirm", args=[proposed.pk]) in page
    assert f"Asked for by {officer.full_name}" in page
    purging.confirm_purge(row=held, by=chair)
    procedure.confirm_procedure(procedure=proposed, by=chair)
    assert titles(chair) == titles(officer) == []


def test_the_chair_sees_a_duty_that_waits(show):
    officer = factories.duty_officer()
    Duty.objects.update(confirmed_by=None, confirmed_at=None)
    page = show(factories.person(Role.CHR))
    assert f"Confirm a duty: Duty officer, {officer.full_name}" in page


def test_the_secretariat_sees_who_lost_every_factor_and_until_when(show):
    loser, secretary = factories.person(), factories.person(Role.SEC)
    reset = factor_resets.request_reset(user=loser, reason="We met.", by=factories.person(Role.ADM))
    page = show(secretary)
    assert f"Confirm that {loser.full_name} lost every second factor" in page
    assert reverse("factor_reset_confirm", args=[reset.pk]) in page
    assert "in 7 days" in page
    FactorReset.objects.update(requested_at=timezone.now() - timedelta(days=8))
    assert titles(secretary) == []


def test_only_whoever_is_on_duty_sees_reports_and_each_object_once(show):
    officer, other = factories.duty_officer(), factories.person(Role.SEC)
    for update in (factories.update("submitted"), factories.update("submitted", number=5)):
        for _twice in range(2):
            ContentReport.objects.create(kind="update", object_id=update.pk, reason="names")
    assert "Look at 2 reported objects" in show(officer)
    assert reverse("quarantine_list") in show(officer)
    assert titles(other) == []
    quarantine.set_quarantine(
        kind="update", object_id=update.pk, reason="names", by=factories.person(Role.ADM)
    )
    assert titles(officer) == ["Look at 1 reported object"]
