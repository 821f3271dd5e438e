"""Every model is audited, or an exception with a reason; and what watches over it sees."""

import pytest
from django.db import transaction

from mnr.models import Organisation
from mnr.services import audit
from tests import factories, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands_for_a_service(monkeypatch):
    monkeypatch.setattr(recorded, "is_by_a_service", lambda: True)


def test_every_exception_is_a_model_and_has_a_reason():
    names = {model.__name__ for model in recorded.all_models()}
    assert set(recorded.EXCEPTIONS) <= names
    assert all(reason.endswith(".") for reason in recorded.EXCEPTIONS.values())


def test_most_models_are_audited():
    assert len(recorded.audited_tables()) > 2 * len(recorded.EXCEPTIONS)


def test_a_change_without_an_event_is_seen():
    body = factories.organisation()
    with recorded.watching() as missing, transaction.atomic():
        Organisation.objects.filter(pk=body.pk).update(source="other")
    assert missing == [{"mnr_organisation"}]


def test_a_change_with_its_event_is_not():
    body = factories.organisation()
    with recorded.watching() as missing, transaction.atomic():
        with transaction.atomic():
            Organisation.objects.filter(pk=body.pk).update(source="other")
        audit.record("org.edit", body)
    assert missing == []


def test_what_is_rolled_back_needs_no_event():
    body = factories.organisation()
    with recorded.watching() as missing, transaction.atomic():
        Organisation.objects.filter(pk=body.pk).update(source="other")
        transaction.set_rollback(True)
    assert missing == []
