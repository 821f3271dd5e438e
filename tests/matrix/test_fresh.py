"""What the matrix marks `m` takes a fresh proof, strong enough for the role; nothing else does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mnr import held_posts, permissions
from mnr.permissions import Strength
from mnr.roles import Action
from mnr.sign_in import FRESH_FOR, at_the_shell
from tests import factories, signing_in
from tests.matrix import oracle, routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import ROLES, make_world

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(minutes=5, seconds=1)
ENOUGH = {
    "": {Strength.NONE, Strength.PASSWORD, Strength.SECOND_FACTOR, Strength.PHISHING_RESISTANT},
    "factor": {Strength.SECOND_FACTOR, Strength.PHISHING_RESISTANT},
    "passkey": {Strength.PHISHING_RESISTANT},
}
PROOFS = [Strength.PASSWORD, Strength.SECOND_FACTOR, Strength.PHISHING_RESISTANT]
MARKED = {
    name: route
    for name, route in routes.ROUTES.items()
    if any(oracle.proof_asked(route.action, role) for role in ROLES)
}


def person_of(role):
    return factories.person(role, organisation=factories.organisation(), domain="victim")


@pytest.mark.parametrize("role", ROLES)
def test_every_marked_cell_takes_a_fresh_proof_of_the_right_strength(role):
    person = person_of(role)
    for action in [action for action in Action if oracle.role_may(action, role)]:
        asked = oracle.proof_asked(action, role)
        for strength in PROOFS:
            for ago in (timedelta(0), timedelta(minutes=4, seconds=55), LONG_AGO):
                person.sign_in = signing_in.proof(strength, ago)
                is_good = not asked or (strength in ENOUGH[asked] and ago < LONG_AGO)
                decision = permissions.can(person, action)
                told = "yes" if decision else decision.code
                assert told == ("yes" if is_good else "fresh"), (action, strength, ago)
                assert permissions.offered(person, action)


@pytest.mark.parametrize("role", ROLES)
def test_without_any_sign_in_nothing_marked_is_allowed(role):
    person = person_of(role)
    person.sign_in = None
    for action in [action for action in Action if oracle.role_may(action, role)]:
        assert bool(permissions.can(person, action)) is not bool(oracle.proof_asked(action, role))


def test_what_is_refused_anyway_is_not_called_stale():
    period = factories.period("2026-Q3", "closed")
    chair, secretary = person_of("CHR"), person_of("SEC")
    chair.sign_in = secretary.sign_in = signing_in.proof(ago=LONG_AGO)
    assert permissions.can(chair, Action.PERIOD_OPEN, period).code == "role"
    assert permissions.can(secretary, Action.PERIOD_OPEN, period).code == "state"
    assert permissions.can(secretary, Action.USER_DEACTIVATE, secretary).code == "person"
    assert not permissions.offered(secretary, Action.USER_DEACTIVATE, secretary)


def test_rows_stay_visible_without_a_fresh_proof():
    chair = person_of("CHR")
    role = factories.role(factories.person(), "AUD", confirmed=False)
    chair.sign_in = None
    rows = permissions.scope(chair, Action.ROLE_GRANT_PRIVILEGED_CONFIRM, type(role).objects.all())
    assert list(rows) == [role]


def test_services_refuse_without_a_fresh_proof():
    person = person_of("SEC")
    person.sign_in = signing_in.proof(ago=FRESH_FOR)
    with pytest.raises(permissions.NotFresh, match="confirm first that it is you"):
        permissions.require(person, Action.USER_INVITE)
    person.sign_in = at_the_shell()
    permissions.require(person, Action.USER_INVITE)


WEAK = [
    (Strength.PHISHING_RESISTANT, LONG_AGO),
    (Strength.SECOND_FACTOR, timedelta(0)),
    (Strength.PASSWORD, timedelta(0)),
]


@pytest.mark.parametrize("role", ["ADM", "SEC", "CHR"])
def test_marked_pages_lead_to_a_fresh_proof(client, role):
    world = make_world()
    rows = other_rows(world)
    confirm, wrong = reverse("account_reauthenticate"), []
    mine = {n: r for n, r in MARKED.items() if oracle.proof_asked(r.action, role)}
    signing_in.sign_in(client, world.people[role], ago=LONG_AGO)
    for name, route in mine.items():
        url = address(name, world, rows)
        for method in route.methods:
            ask = client.get if method == "GET" else client.post
            answer = ask(url, {"reason": "A reason."})
            if answer.status_code != 302 or not answer.url.startswith(confirm):
                wrong.append((name, method, answer.status_code))
    assert mine
    assert not wrong


@pytest.mark.parametrize(("strength", "ago"), WEAK)
def test_what_was_typed_is_kept_while_it_is_confirmed(client, strength, ago):
    secretary, body = person_of("SEC"), factories.organisation(name="As it was")
    signing_in.sign_in(client, secretary, strength, ago)
    url = reverse("organisation_update", args=[body.pk])
    typed = {"name": "As it shall be", "short_name": "New", "kind": body.kind}
    answer = client.post(url, typed)
    is_strong = strength == Strength.PHISHING_RESISTANT
    confirm = f"{reverse('account_reauthenticate')}?next=%2Faccount%2Fheld%2F"
    assert answer.url == (confirm if is_strong else reverse("mfa_index"))
    held = held_posts.unseal(client.session[held_posts.SESSION_KEY])
    assert held == {"path": url, "fields": {name: [value] for name, value in typed.items()}}
    body.refresh_from_db()
    assert body.name == "As it was"


def test_a_page_that_sends_by_itself_is_told_in_words(client):
    signing_in.sign_in(client, person_of("SEC"), ago=LONG_AGO)
    url = reverse("organisation_create")
    for headers in ({"x-autosave": "1"}, {"accept": "application/json"}):
        answer = client.post(url, {"name": "New"}, headers=headers)
        assert answer.status_code == 403
        assert "confirm first" in answer.json()["reason"]
    assert held_posts.SESSION_KEY not in client.session


def test_what_is_too_long_to_keep_is_said(client, monkeypatch):
    monkeypatch.setattr(held_posts, "LARGEST_BYTES", 10)
    signing_in.sign_in(client, person_of("SEC"), ago=LONG_AGO)
    answer = client.post(reverse("organisation_create"), {"name": "New"})
    assert answer.status_code == 403
    assert "too long to carry over" in answer.content.decode()


def test_secrets_are_never_held(rf):
    typed = {"password": "a", "oldpassword": "b", "password1": "c", "credential": "d", "name": "e"}
    held = held_posts.unseal(held_posts.seal(rf.post("/", typed)))
    assert held["fields"] == {"name": ["e"]}


def test_buttons_are_shown_without_a_fresh_proof(client):
    person = person_of("CMM")
    signing_in.sign_in(client, person_of("SEC"), ago=LONG_AGO)
    page = client.get(reverse("person_detail", args=[person.pk])).content.decode()
    assert reverse("person_deactivate", args=[person.pk]) in page


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_only_the_demonstration_may_do_with_a_password(client, settings, is_demonstration):
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=is_demonstration)
    signing_in.sign_in(client, person_of("SEC"), Strength.PASSWORD)
    answer = client.get(reverse("organisation_create"))
    assert answer.status_code == (200 if is_demonstration else 302)
    assert ("asks for no second factor" in answer.content.decode()) is is_demonstration


def test_the_relaxed_demonstration_still_asks_again_after_five_minutes(client, settings):
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=True)
    signing_in.sign_in(client, person_of("SEC"), Strength.PASSWORD, LONG_AGO)
    assert client.get(reverse("organisation_create")).status_code == 302
