"""Returns that count people are raw values: others than their organisation, the secretariat and
auditors are told what the committee's edition tells of them, and who has handed in.
"""

import re

import pytest
from django.db.models import F
from django.urls import reverse

from mnr.figures import keeping
from mnr.figures.rules import HIDDEN
from mnr.registers import registry
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

COUNTING = [
    register
    for register in registry
    if register.is_return and any(each.counts_people for each in register.figures.values())
]
FEW = list({register.app_label: register for register in COUNTING}.values())  # one of each domain
TIMES = 1019  # a prime: no other number of a page is a multiple of it
NUMBER = re.compile(r"(?<![\w.-])(?:\d{1,3}(?:,\d{3})+|\d{4,})(?![\w-])")
FROZEN, OPEN = "2026-Q2", "2026-Q3"
ONE = registry.find("victim-services/helpline-returns")


@pytest.fixture
def returned(own):
    """Two organisations return to every register that counts people: a frozen period, an open one.

    Every count is a multiple of a prime, and so is every sum.
    """
    bodies = (own, factories.organisation())
    for code in (FROZEN, OPEN):
        period = factories.period(code)
        for register in COUNTING:
            for body in bodies:
                entries.entry(register, body, period=period)
            counts = (each for each in register.figure_names if "days" not in each)
            register.model.objects.filter(period=period).update(
                **{name: F(name) * TIMES for name in counts}
            )
        if code == FROZEN:
            for state in ("closed", "frozen"):
                factories.enter(period, state)
    return bodies


def raw_numbers(text):
    found = (int(number.replace(",", "")) for number in NUMBER.findall(text))
    return {number for number in found if number and number % TIMES == 0}


def pages_of(client):
    """{address: answer} of whatever tells of the registers that count people."""
    homes = [reverse(f"{app}:home") for app in {register.app_label for register in COUNTING}]
    found = [f"{home}?period={code}" for home in homes for code in (FROZEN, OPEN)]
    found += [reverse("register_list"), reverse("capability_detail", args=[ONE.capabilities[0]])]
    for register in FEW:
        entry = register.model.objects.first()
        found += [register.url("list"), register.url("detail", entry)]
        found += [f"/api/v1/{register.path}/", f"/api/v1/{register.path}/{entry.pk}/"]
    answers = {address: client.get(address) for address in found}
    return answers | {
        register.url("export"): client.post(register.url("export"), {"kind": "csv", "all": "1"})
        for register in FEW
    }


@pytest.mark.parametrize("role", [Role.CMM, Role.DOM])
def test_no_page_list_file_or_answer_tells_a_raw_count_or_sum(client, returned, role):
    client.force_login(factories.person(Role.SEC))
    for seen in (ONE.url("list"), f"{reverse(f'{ONE.app_label}:home')}?period={FROZEN}"):
        assert raw_numbers(client.get(seen).text), "they would not be found"
    body = factories.organisation()
    client.force_login(factories.person(role, organisation=body, domain=ONE.domain))
    for address, answer in pages_of(client).items():
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
        assert not raw_numbers(text), address
        if role is Role.CMM and answer.status_code == 200:
            assert not any(f'"{register.url("list")}' in text for register in COUNTING), address


def test_the_domain_tells_what_the_edition_tells_and_who_handed_in(client, returned, monkeypatch):
    told = dict.fromkeys(ONE.figures, 1234) | {"referred": HIDDEN}
    made = {"registers": {ONE.path: {FROZEN: told}}}
    lead = factories.person(Role.DOM, organisation=factories.organisation(), domain=ONE.domain)
    for reader in (factories.person(Role.CHR), lead):
        client.force_login(reader)
        before = read(client, FROZEN)
        assert "They are not there yet" in before
        assert reverse("report_list") in before
        with monkeypatch.context() as patch:
            patch.setattr(keeping, "ready", lambda snapshot: made)
            frozen, now = read(client, FROZEN), read(client, OPEN)
        assert frozen.count("1,234") == len(ONE.figures) - 1
        assert frozen.count("Not shown, so that nobody can be recognised") == 1
        assert f"once {OPEN} is frozen" in now
        assert "1,234" not in now
        names = ", ".join(sorted(body.label for body in returned))
        assert f"Returned for {OPEN}: {names}." in now
        assert f"Returned for {FROZEN}: {names}." in frozen


def read(client, code):
    page = client.get(reverse(f"{ONE.app_label}:home"), {"period": code})
    return " ".join(page.text.split())


def test_who_reads_no_edition_is_told_of_the_own_return_alone(client, returned, monkeypatch):
    monkeypatch.setattr(keeping, "ready", lambda snapshot: pytest.fail("not for this reader"))
    client.force_login(factories.person(Role.AGY, organisation=returned[0]))
    assert "for those who may read all of them" in read(client, FROZEN)
    assert f"Returned for {OPEN}" not in read(client, OPEN)
    assert raw_numbers(client.get(ONE.url("list")).text)
