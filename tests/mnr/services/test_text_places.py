"""Every column that holds people's text can be withheld: here, and in the database's function."""

from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import CharField, TextField

from mnr.models.quarantine import Kind
from mnr.services import text_places

# columns of these models that hold no text of people
NO_TEXT = {
    "mnr_progressupdate": {"state", "confidence"},
    "mnr_obstacle": set(),
    "mnr_assessment": set(),
    "mnr_checkanswer": {"answer"},
    "mnr_ratingquestion": {"key"},
    "mnr_comment": {"item"},
    "mnr_evidence": {"kind"},
    "mnr_organisation": {"kind"},
    "mnr_user": {"email", "password", "language"},
    "mnr_planaction": {"status"},
    "mnr_guardrelease": {"about", "field", "salt", "digest", "state"},
}
PLACES = [place for places in text_places.PLACES.values() for place in places]


def allowed():
    """What the newest migration about it allows, by table."""
    folder = Path(settings.BASE_DIR) / "mnr" / "migrations"
    name = sorted(folder.glob("*_withholding.py"))[-1].stem
    return import_module(f"mnr.migrations.{name}").PLACES


def test_the_database_withholds_what_the_services_name():
    assert allowed() == {place.model._meta.db_table: place.names for place in PLACES}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.model.__name__)
def test_no_text_of_theirs_is_forgotten(place):
    fields = [
        field for field in place.model._meta.fields if isinstance(field, CharField | TextField)
    ]
    table = place.model._meta.db_table
    assert {field.name for field in fields} == set(place.names) | NO_TEXT[table]


def test_every_kind_has_its_model_and_places():
    of_entries = {Kind.ENTRY}  # whose places their models say: tests/registers/test_withheld.py
    assert set(text_places.MODELS) == set(text_places.PLACES) | of_entries == set(Kind)
    for kind, model in text_places.MODELS.items():
        assert "is_withheld" in {field.name for field in model._meta.fields}, kind
