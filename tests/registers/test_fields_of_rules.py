"""A rule over several fields points at one of them: on pages, in files, and to programs."""

import pytest
from django.db.models import CheckConstraint

from mnr.models.entry_rules import field_of
from mnr.registers import planning, reading, registry, writing
from mnr.roles import Role
from tests import factories
from tests.api.conftest import by_token
from tests.api.registers import path, wanted
from tests.factories import entries
from tests.registers.test_entries import typed_again

pytestmark = pytest.mark.django_db
MEETINGS = "governance/committee-meetings"
MORE = "More"


@pytest.fixture
def meetings():
    return registry.find(MEETINGS)


@pytest.fixture
def agent(meetings):
    body = factories.organisation()
    factories.assignment(body, meetings.capabilities[0])
    return factories.person(Role.AGY, organisation=body)


@pytest.fixture
def meeting(meetings, agent):
    return entries.entry(meetings, agent.memberships.get().organisation)


def rule():
    model = registry.find(MEETINGS).model
    return next(r for r in model._meta.constraints if r.name.endswith("present_at_most_expected"))


def test_every_rule_of_a_register_points_at_a_field_that_is_entered():
    for register in registry.everything:
        for constraint in register.model._meta.constraints:
            name = field_of(constraint, register.model)
            if constraint.name.endswith("_withdrawn_with_reason"):
                assert name == ""
            else:
                assert name in register.entered, constraint.name


@pytest.mark.parametrize(
    ("path", "name", "field"),
    [
        (MEETINGS, "committeemeeting_present_at_most_expected", "present"),
        ("criminal-justice/specialist-units", "specialistunit_officers_have_day", "counted_on"),
        ("criminal-justice/specialist-units", "specialistunit_closed_has_day", "closed_on"),
        ("governance/studies", "study_data_in_order", "data_until"),
        ("victim-services/remedy-returns", "remedyreturn_money_has_currency", "currency"),
        ("victim-services/remedy-returns", "remedyreturn_once_a_period", "period"),
        ("victim-services/remedy-returns", "remedyreturn_nil_has_no_figures", "is_nil"),
        ("victim-services/remedy-returns", "remedyreturn_has_figures_or_is_nil", "is_nil"),
    ],
)
def test_it_is_the_field_to_mend(path, name, field):
    model = registry.find(path).model
    constraint = next(each for each in model._meta.constraints if each.name == name)
    assert field_of(constraint, model) == field


def test_the_page_leads_to_it(client, meetings, meeting, agent):
    client.force_login(agent)
    typed = typed_again(meetings, meeting) | {"present": "9", "expected": "8", "version": "1"}
    page = client.post(meetings.url("update", meeting), typed)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["present"]
    assert 'href="#id_present"' in page.text


def test_a_rule_about_what_the_form_does_not_ask_is_said_above_it(client, agent):
    register = next(each for each in registry if each.is_return)
    body = agent.memberships.get().organisation
    first = entries.entry(register, body)
    client.force_login(agent)
    typed = entries.typed(register, entries.values(register, body, period=first.period))
    page = client.post(register.url("create"), typed)
    assert list(page.context["form"].errors) == ["period"]


def test_the_file_names_column_and_value(meetings, meeting, agent):
    (line,) = reading.read(writing.as_csv(meetings, meetings.visible(agent)))
    line.cells[meetings.label("present")], line.cells[meetings.label("expected")] = "9", "8"
    (problem,) = planning.plan(meetings, [line], agent).problems
    assert (problem.column, problem.value) == (meetings.label("present"), "9")
    assert problem.message == str(rule().violation_error_message)


def test_programs_are_told_the_key(meetings, agent):
    sent = wanted(meetings, agent.memberships.get().organisation) | {"present": 9, "expected": 8}
    answer = by_token(agent).post(path(meetings), sent)
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"present": [str(rule().violation_error_message)]}
    assert isinstance(rule(), CheckConstraint)
