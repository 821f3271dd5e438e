"""The guard stands at every door: forms, models, the database, imports, logs."""

import json
import logging

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver, reverse

from mnr import guard
from mnr.access import ProblemMiddleware
from mnr.forms.base import Rules
from mnr.forms.invitations import AcceptForm, InvitationForm
from mnr.forms.text import excerpt
from mnr.models import (
    AuditEvent,
    Comment,
    Country,
    Evidence,
    Invitation,
    Organisation,
    Procedure,
    ProgressUpdate,
    User,
)
from mnr.models.fields import Link, Text
from mnr.registers import registry
from mnr.roles import Role
from mnr.services import case_format
from tests.factories import people
from tests.guard.unguarded import COLUMNS

KEPT_OUT = "Write to amina.k@example.org about it"
PACKAGES = ["mnr", *settings.DOMAIN_APPS]
MODELS = [model for package in PACKAGES for model in apps.get_app_config(package).get_models()]


def _columns():
    """Every column that can hold text, by its name."""
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    for model in MODELS:
        for field in model._meta.local_concrete_fields:
            if isinstance(field, kinds) and not field.choices:
                yield f"{model._meta.object_name}.{field.name}", field


def test_every_column_of_text_is_guarded_or_listed_with_a_reason():
    unguarded = {name for name, field in _columns() if not isinstance(field, Text)}
    assert unguarded - set(COLUMNS) == set()
    assert set(COLUMNS) - unguarded == set()
    assert all(COLUMNS.values())


@pytest.fixture(autouse=True)
def every_form_is_loaded():
    """The addresses load the views, and those the forms."""
    assert get_resolver().url_patterns


def _forms(base=Rules):
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def _links_of_registers():
    """The forms of registers are made when a page is asked for."""
    for register in registry:
        for name in register.entered:
            if isinstance(register.field(name), Link):
                yield from (f"{register.model.__name__}Form.{name}", f"EntryForm.{name}")


def test_fields_are_left_alone_by_declaration_only():
    declared = {
        f"{form.__name__}.{name}": reason
        for form in _forms()
        for name, reason in form.unguarded.items()
    }
    procedure = ("law", "hotline", "police_unit", "duty_officer", "deputy")
    expected = {"EvidenceForm.url", "EvidenceFilter.q", "DigestForm.digest", "FindForm.object_id"}
    expected |= {"RegionsForm.text", "RegionsForm.seen"}
    expected |= {"EntryFilter.q"} | {f"ProcedureForm.{name}" for name in procedure}
    assert set(declared) - set(_links_of_registers()) == expected
    assert all(declared.values())


def test_every_form_of_the_house_has_the_rules():
    """A form that stores something is one of ours; plain ones only narrow lists."""

    plain = {
        form.__name__
        for form in forms.Form.__subclasses__()
        if form.__module__.startswith("mnr.") and not issubclass(form, Rules)
    }
    assert plain == {"ExplainForm", "OrganisationFilter", "PeopleFilter", "TrailFilter"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "name"),
    [(ProgressUpdate, "achievements"), (Comment, "text"), (User, "full_name")],
)
def test_the_database_refuses_whatever_way_a_text_takes(model, name):
    field = model._meta.get_field(name)
    with pytest.raises(guard.KeptOut):
        model.objects.update(**{name: KEPT_OUT})
    with pytest.raises(guard.KeptOut):
        model.objects.bulk_create([model(**{name: KEPT_OUT})])
    with pytest.raises(ValidationError):
        field.clean(KEPT_OUT, None)


def test_the_address_of_a_document_may_hold_long_numbers_but_no_picture():
    field = Evidence._meta.get_field("url")
    field.clean("https://gazette.example.org/2025/0712345678/decree-12.pdf", None)
    for address in ("https://i.imgur.com/a1b2c3.jpg", "https://example.org/?to=a.b@example.org"):
        with pytest.raises(ValidationError):
            field.clean(address, None)


ONION = f"http://{'abcdefghijklmnop' * 3}abcdefgh.onion/"
DIGEST = "d41d8cd98f00b204e9800998ecf8427e"


@pytest.mark.parametrize("name", ["law", "hotline", "police_unit", "duty_officer", "deputy"])
@pytest.mark.parametrize("refused", [ONION, f"Known as {DIGEST}", "https://i.imgur.com/a1b2c3.jpg"])
def test_whom_to_call_holds_numbers_and_addresses_and_nothing_else(db, name, refused):
    field = Procedure._meta.get_field(name)
    field.clean("Childline, 116 111 or +254 20 273 7000, help@childline.example.org", None)
    with pytest.raises(ValidationError, match="This seems to hold"):
        field.clean(refused, None)
    with pytest.raises(guard.KeptOut):
        Procedure.objects.update(**{name: refused})


@pytest.mark.parametrize("model", [User, Invitation])
@pytest.mark.parametrize("address", [f"{DIGEST}@example.org", f"a@{'abcdefg2' * 7}.onion"])
def test_an_address_of_an_account_holds_no_hash_and_no_hidden_service(model, address):
    field = model._meta.get_field("email")
    field.clean("achieng.otieno@interior.example.org", None)
    with pytest.raises(ValidationError):
        field.clean(address, None)


def test_an_import_names_the_place_and_the_kind_and_not_the_text(db):
    content = {"country": {"name": "X"}, "agencies": [{"role": KEPT_OUT}], "actions": []}
    with pytest.raises(case_format.BadCase) as bad:
        case_format.check(content)
    (problem,) = bad.value.problems
    assert "agencies[0].role" in problem
    assert "an e-mail address" in problem
    assert "amina" not in problem


@pytest.mark.django_db
def test_nothing_of_a_refused_text_is_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(guard.KeptOut) as refused:
        User.objects.update(full_name=KEPT_OUT)
    logging.getLogger("mnr").exception("failed", exc_info=refused.value)
    assert "amina" not in json.dumps([record.getMessage() for record in caplog.records])
    assert "amina" not in caplog.text


NAME_AND_AGE = "Calis Corvale, 34"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "name"),
    [(User, "full_name"), (Invitation, "full_name"), (Organisation, "name"), (Country, "name")],
)
def test_a_name_stands_alone(model, name):
    """Nobody can release it there, so what is asked about elsewhere is refused."""
    with pytest.raises(guard.KeptOut, match="Write the name alone"):
        model.objects.update(**{name: NAME_AND_AGE})


@pytest.mark.django_db
def test_forms_refuse_what_stands_beside_a_name(client):
    client.force_login(user := people.person(Role.CMM))
    answer = client.post(reverse("profile"), {"full_name": NAME_AND_AGE, "language": "en"})
    assert answer.status_code == 422
    assert "a name with an age. Write the name alone." in answer.content.decode()
    client.force_login(people.person(Role.SEC))
    organisation = {"name": "Centre of Maria Lopez, 34", "kind": "media", "is_active": "on"}
    answer = client.post(reverse("organisation_create"), organisation)
    assert answer.status_code == 422
    assert "Write the name alone." in answer.content.decode()
    assert User.objects.get(pk=user.pk).full_name == user.full_name


def test_plain_forms_refuse_what_stands_beside_a_name():
    for form in (InvitationForm, AcceptForm):
        field = form.base_fields["full_name"]
        with pytest.raises(ValidationError, match="Write the name alone"):
            field.clean(NAME_AND_AGE)


def test_an_import_takes_names_alone(db):
    agency = {"key": "a", "name": NAME_AND_AGE, "type": "law_enforcement"}
    content = {"country": {"name": "X"}, "agencies": [agency], "actions": []}
    with pytest.raises(case_format.BadCase) as bad:
        case_format.check(content)
    assert [words for words in bad.value.problems if "agencies[0].name: write the name" in words]
    assert "Corvale" not in str(bad.value.problems)


@pytest.mark.django_db
def test_a_form_says_in_which_field_and_quotes_the_place_to_its_writer(client, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(people.person(Role.CMM))
    answer = client.post(reverse("profile"), {"full_name": KEPT_OUT, "language": "en"})
    page = answer.content.decode()
    assert "<mark>amina.k@example.org</mark> about it" in page
    assert "Name: This seems to hold an e-mail address" in page
    assert "amina" not in caplog.text
    assert "amina" not in str([event.changes for event in AuditEvent.objects.all()])


@pytest.mark.django_db
def test_a_refusal_that_reaches_another_page_quotes_nothing(rf):
    request = rf.post("/")
    request.user, request.session = people.person(Role.CMM), SessionStore()
    with pytest.raises(guard.KeptOut) as refused:
        guard.refuse(KEPT_OUT)
    middleware = ProblemMiddleware(lambda _request: None)
    answer = middleware.process_exception(request, refused.value)
    assert answer.status_code == 422
    assert "amina" not in answer.content.decode()


def test_an_excerpt_is_short():
    part = excerpt("a" * 100 + "b" * 500 + "c" * 100, 100, 600)
    assert part["before"].startswith("…a")
    assert len(part["found"]) <= 80
    assert part["after"].endswith("c…")


@pytest.mark.django_db
def test_a_form_comes_back_with_the_words_and_with_what_was_typed(client):
    client.force_login(user := people.person(Role.CMM))
    answer = client.post(reverse("profile"), {"full_name": KEPT_OUT, "language": "en"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "an e-mail address" in page
    assert KEPT_OUT in page
    user.refresh_from_db()
    assert "@" not in user.full_name
