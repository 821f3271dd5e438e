"""An organisation sees who opened its updates before they were published."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import UpdateReading
from mnr.roles import Role
from mnr.services import readings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    return factories.update("submitted")


@pytest.fixture
def agent(sent):
    return factories.person(Role.AGY, organisation=sent.organisation)


def open_as(client, person, update, page="update_detail"):
    client.force_login(person)
    return client.get(reverse(page, args=[update.pk]))


def test_one_line_a_person_and_day(client, sent, agent):
    secretary = factories.person(Role.SEC, full_name="Sefa Aiono")
    for page in ("update_detail", "update_review", "update_detail"):
        assert open_as(client, secretary, sent, page).status_code == 200
    assert UpdateReading.objects.filter(reader=secretary).count() == 1
    UpdateReading.objects.update(read_on=factories.ago(1))
    open_as(client, secretary, sent)
    assert UpdateReading.objects.filter(reader=secretary).count() == 2
    client.force_login(agent)
    page = client.get(reverse("update_readings")).content.decode()
    assert page.count("Sefa Aiono") == 2
    assert reverse("update_readings") in client.get(reverse("profile")).content.decode()


@pytest.mark.parametrize("name", ["update_history", "capability_detail", "release_detail"])
def test_every_page_that_shows_its_texts_counts(client, name):
    sent = factories.update("submitted", number=4)
    release = factories.text_release(sent)
    keys = {"update_history": sent.pk, "capability_detail": 4, "release_detail": release.pk}
    secretary = factories.person(Role.SEC)
    client.force_login(secretary)
    assert client.get(reverse(name, args=[keys[name]])).status_code == 200
    assert [row.update_id for row in UpdateReading.objects.filter(reader=secretary)] == [sent.pk]


def test_own_readings_and_those_of_others_organisations_are_not_shown(client, sent, agent):
    open_as(client, agent, sent)
    foreign = factories.update("submitted", number=16)
    secretary = factories.person(Role.SEC, full_name="Sefa Aiono")
    open_as(client, secretary, foreign)
    client.force_login(agent)
    page = client.get(reverse("update_readings")).content.decode()
    assert "Nobody but you has opened one." in page
    assert "Sefa Aiono" not in page


def test_whoever_is_refused_leaves_no_line(client, sent):
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    assert open_as(client, stranger, sent).status_code == 404
    assert not UpdateReading.objects.exists()


def test_published_updates_are_everybodys(sent, agent):
    sent.period.state = "published"
    readings.note_reading(update=sent, by=agent)
    assert not UpdateReading.objects.exists()


def test_after_a_year_it_is_forgotten(sent, agent):
    readings.note_reading(update=sent, by=agent)
    readings.forget_old()
    assert UpdateReading.objects.exists()
    UpdateReading.objects.update(first_at=timezone.now() - timedelta(days=367))
    readings.forget_old()
    assert not UpdateReading.objects.exists()
