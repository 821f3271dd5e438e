"""Returns of every register: figures or none, once a period, owed, and told as they are."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mnr.models import Capability
from mnr.registers import planning, registry
from mnr.registers.reading import Line
from mnr.registers.told import periods_of, told_of_list
from mnr.roles import Role
from mnr.selectors import registers
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

REGISTERS = [register for register in registry if register.figure_names]
NEITHER = "Give at least one figure, or say that there is nothing to report for this period."
BOTH = "There is nothing to report, and yet there are figures: take one of them away."


def nothing(register, **more):
    """The fields of a return without any figure."""
    plain = dict.fromkeys(register.figure_names)
    texts = {name: "" for name in ("currency",) if name in register.fields}
    return plain | texts | more


def test_a_return_without_figures_is_refused_by_form_file_api_and_database(
    client, register, own, contributor
):
    client.force_login(contributor)
    found = entries.values(register, own, **nothing(register))
    answer = client.post(register.url("create"), entries.typed(register, found))
    assert NEITHER in str(answer.context["form"].errors)
    cells = {
        name: value
        for name, value in entries.sent(register, found).items()
        if value not in (None, "")
    } | {"organisation": own.name, "period": found["period"].code}
    made = planning.plan(register, [Line("", 2, cells)], contributor)
    assert NEITHER in {problem.message for problem in made.problems}
    sent = entries.sent(register, found)
    answer = client.post(f"/api/v1/{register.path}/", sent, content_type="application/json")
    assert (answer.status_code, NEITHER in answer.text) == (400, True), answer.text
    row = register.model(**found)
    name = f"{register.model._meta.model_name}_has_figures_or_is_nil"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


def test_nothing_to_report_is_a_return_and_said_everywhere(client, register, own, contributor):
    period = factories.period()
    factories.assignment(factories.organisation(), register.capabilities[0])
    found = entries.values(register, own, period=period, **nothing(register, is_nil=True))
    client.force_login(contributor)
    answer = client.post(register.url("create"), entries.typed(register, found))
    assert answer.status_code == 302, answer.context["form"].errors
    made = register.model.objects.get()
    for address in (register.url("list"), register.url("detail", made)):
        assert "Nothing to report" in client.get(address).text
    (stand,) = (
        one
        for one in registers.stands(contributor, register.app_label, period)
        if one.register is register
    )
    assert (stand.nil, stand.missing) == ([own.label], [])


def test_nothing_to_report_stands_beside_no_figure(register, own):
    row = register.model(**entries.values(register, own, is_nil=True))
    with pytest.raises(ValidationError, match=BOTH):
        row.full_clean()
    name = f"{register.model._meta.model_name}_nil_has_no_figures"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


def test_an_organisation_returns_once_whatever_the_capability(register, own):
    entry = entries.entry(register, own)
    other = Capability.objects.exclude(pk=entry.capability_id).first()
    again = entries.values(register, own, period=entry.period, capability=other)
    with pytest.raises(ValidationError):
        register.model(**again).full_clean()
    name = f"{register.model._meta.model_name}_once_a_period"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        register.model(**again).save()


def test_a_list_adds_flows_up_and_tells_a_stock_of_the_latest_period(register, own):
    for code, state in (("2026-Q1", "closed"), ("2026-Q2", "open")):
        entries.entry(register, own, period=factories.period(code, state))
    rows = register.rows()
    entries_of_it, *found = told_of_list(register, rows, periods_of(register, rows)[0])
    assert entries_of_it.value == 2
    for figure, told in zip(register.figures.values(), found, strict=True):
        assert told.label == figure.label
        (_same, value), *_rest = register.summed(
            register.rows().filter(period__code="2026-Q2"), figures=[figure]
        )
        assert told.value == (value if figure.is_stock else 2 * value)
        assert told.of == ("2026-Q2" if figure.is_stock else "2026-Q1 to 2026-Q2")


def test_a_sum_of_no_entries_is_none_that_nobody_knows(client):
    services = registry.find("victim-services/support-services")
    client.force_login(factories.person(Role.SEC))

    def places():
        page = client.get(services.url("list"))
        (found,) = (one for one in page.context["figures"] if one.label == "Places")
        said = [words for words in ("No such entries", "Not known</span>") if words in page.text]
        return found.value, found.is_of_none, said

    assert places() == (None, True, ["No such entries"])
    row = entries.entry(services, places=None)
    assert row.closed_on
    assert places() == (None, True, ["No such entries"])
    services.model.objects.update(closed_on=None, median_wait=3)
    assert places() == (None, False, ["Not known</span>"])


def test_states_on_a_day_and_people_counted_once_are_stocks():
    wanted = {
        "criminal-justice/image-database-returns": {"trained"},
        "criminal-justice/offender-management-returns": {"managed"},
        "society/education-returns": {"delivering", "children", "trained"},
        "society/offender-support-returns": {"supported", "web_users", "children"},
        "victim-services/workforce-returns": {"workers", "trained", "posts", "vacant", "on_plans"},
    }
    found = {
        register.path: {key for key, figure in register.figures.items() if figure.is_stock}
        for register in REGISTERS
    }
    assert {path: keys for path, keys in found.items() if keys} == wanted


def test_my_work_asks_for_the_returns_that_are_owed(client, register, own):
    period = factories.period()
    factories.assignment(own, register.capabilities[0])
    client.force_login(factories.person(Role.AGY, organisation=own))
    assert register.url("create") in client.get(reverse("my_work")).text
    entries.entry(register, own, period=period)
    assert register.url("create") not in client.get(reverse("my_work")).text


def test_board_and_the_page_that_closes_name_what_is_missing(client, register, own):
    period = factories.period()
    factories.assignment(own, register.capabilities[0])
    pages = (reverse("board"), reverse("period_close", args=[period.code]))
    client.force_login(factories.person(Role.SEC))
    for address in pages:
        assert register.name in client.get(address).text, address
    entries.entry(register, own, period=period)
    for address in pages:
        assert register.name not in client.get(address).text, address


def test_others_do_not_learn_what_somebody_owes(client, own):
    register, period = REGISTERS[0], factories.period()
    factories.assignment(own, register.capabilities[0])
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    client.force_login(stranger)
    for name in ("board", "my_work", "register_list"):
        assert own.label not in client.get(reverse(name)).text
    assert period.code in client.get(reverse("board")).text


def test_the_page_of_all_registers_counts_what_the_reader_sees_and_names_what_is_owed(client, own):
    register = REGISTERS[0]
    factories.assignment(own, register.capabilities[0])
    factories.period()
    for other in registry:
        if other is not register:
            entries.entry(other)
    client.force_login(factories.person(Role.SEC))
    client.get(reverse("register_list"))
    with CaptureQueriesContext(connection) as seen:
        page = client.get(reverse("register_list")).text
    assert len(seen) <= 15
    for other in registry:
        assert other.url("list") in page
    assert "0 entries" in page
    assert f"from: {own.label}" in page.replace("\n", " ")
    assert reverse("register_list") in client.get(reverse("my_work")).text  # the menu
    client.force_login(factories.person(Role.AGY, organisation=factories.organisation()))
    page = client.get(reverse("register_list"))
    counts = {row.count for _domain, rows in page.context["domains"] for row in rows}
    assert counts == {0}
