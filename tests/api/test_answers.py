"""What an answer of the API says beside its body, and what it is asked in."""

import pytest

from mnr.roles import Role
from tests import factories
from tests.api.conftest import by_token
from tests.api.registers import FEW, GIRL, path, wanted

pytestmark = pytest.mark.django_db


def test_what_is_made_says_where_it_stands(own, agent):
    asks = by_token(agent)
    document = {"title": "A", "publisher": "B", "dated_on": "2026-05-01", "registry_number": "1/2"}
    period = factories.period()
    factories.assignment(own, 9)
    update = {"period": period.code, "capability": 9, "organisation": str(own.pk)}
    sent = {"evidence/": document | {"organisation": str(own.pk), "url": ""}, "updates/": update}
    for register in FEW:
        sent[path(register)] = wanted(
            register, own, **({"period": period} if register.is_return else {})
        )
    for address, body in sent.items():
        answer = asks.post(address, body)
        assert answer.status_code == 201, (address, answer.text)
        told = asks.client.get(answer.headers["Location"], headers=asks.headers)
        assert (told.status_code, told.json()["id"]) == (200, answer.json()["id"])


def test_what_waits_stands_nowhere_yet(own, agent):
    register = FEW[1]
    sent = wanted(register, own) | {"public_text": GIRL, "meant": "It is a quotation."}
    answer = by_token(agent).post(path(register), sent)
    assert (answer.status_code, "Location" in answer.headers) == (202, False)


@pytest.mark.parametrize("sent", ["9" * 5000, "-" + "9" * 5000, "9" * 41])
def test_a_number_that_is_too_long_is_refused_in_our_words(agent, sent):
    answer = by_token(agent).post("evidence/", f'{{"title": {sent}}}')
    assert answer.status_code == 400
    assert answer.json()["title"] == "The body is not proper JSON: a number is too large"


@pytest.mark.parametrize("kind", ["application/problem+json", "application/problem+json; q=0.9"])
def test_who_takes_problems_takes_answers(kind):
    asks = by_token(factories.person(Role.SEC))
    asks.headers["Accept"] = kind
    good, bad = asks.get("me/"), asks.get("updates/nothing/")
    assert (good.status_code, good.headers["Content-Type"]) == (200, "application/json")
    assert (bad.status_code, bad.headers["Content-Type"]) == (404, "application/problem+json")
    asks.headers["Accept"] = "text/html"
    assert asks.get("me/").status_code == 406
