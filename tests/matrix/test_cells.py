"""Every cell of the matrix, for everybody, about everything: can, scope, a second reading agree."""

import pytest

from mnr import permissions
from mnr.roles import Role, rules_for
from tests.matrix import oracle
from tests.matrix.questions import expected, kind_of, questions, told, without_rights

pytestmark = pytest.mark.django_db


def test_every_kind_of_object_is_there(country):
    assert {kind_of(row["action"]) for row in oracle.policy()} == set(country.things)


def test_can_answers_as_the_matrix_is_read(country, tell):
    asked, wrong = 0, []
    for asker in country.askers:
        country.appoint(asker.person)
        for action, thing, row in questions(country, asker):
            asked += 1
            answer, right = told(asker, action, row), expected(asker, action, thing)
            if answer != right:
                wrong.append((asker.name, str(action), thing, answer, right))
    assert not wrong
    tell(f"policy: {asked} cases of can() agree with the second reading")


def test_scope_gives_the_rows_that_the_matrix_allows(country, tell):
    asked, wrong = 0, []
    for asker in country.askers:
        if asker.sign_in:
            continue  # rows are listed for whoever may act on them once it is proven who it is
        country.appoint(asker.person)
        for action, right in allowed_rows(country, asker).items():
            rows = scoped(country, asker, action)
            asked += len(country.about(kind_of(action), asker.person))
            if rows != right:
                wrong.append((asker.name, str(action), len(rows), len(right)))
    assert not wrong
    tell(f"policy: {asked} rows given or kept back by scope() agree with the second reading")


def allowed_rows(country, asker):
    found = {}
    for action, thing, row in questions(country, asker):
        rows = found.setdefault(action, set())
        if is_stored(row) and expected(asker, action, thing) in ("yes", "fresh"):
            rows.add(row.pk)
    return found


def is_stored(row):
    return row is not None and not row._state.adding


def scoped(country, asker, action):
    rows = [row for _thing, row in country.about(kind_of(action), asker.person)]
    found = set()
    for model in {type(row) for row in rows}:
        keys = [row.pk for row in rows if type(row) is model]
        stored = model._base_manager.filter(pk__in=keys)
        found |= set(permissions.scope(asker.person, action, stored).values_list("pk", flat=True))
    return found


def test_an_account_or_a_role_out_of_force_gives_nothing(country, tell):
    asked = 0
    for role in (role for role in Role if role is not Role.ANO):
        for asker in without_rights(country, role):
            for action, thing, row in questions(country, asker):
                asked += 1
                assert told(asker, action, row) == "role", (asker.name, action, thing)
                if thing is None:
                    assert not scoped(country, asker, action), (asker.name, action)
    tell(f"policy: {asked} cases of accounts and roles out of force are refused")


def test_every_row_of_the_matrix_is_granted_and_refused_for_each_of_its_reasons(country, tell):
    lacking = []
    rows = [row for row in oracle.policy() if kind_of(row["action"]) in country.things]
    for row in rows:
        seen = set()
        for asker in country.askers:
            for _action, thing, _row in questions(country, asker, [row["action"]]):
                seen.add(outcome(row, asker, thing))
        lacking += [(row["action"], row["condition"], each) for each in demands(row) - seen]
    assert not lacking, "tests/matrix/things.py: make a thing that this row grants or refuses"
    tell(f"policy: {len(rows)} of {len(oracle.policy())} rows granted and refused")


def outcome(row, asker, thing):
    """What the second reading makes of this row alone: "yes" or what refuses."""
    answer = expected(asker, row["action"], thing)
    if answer == "yes" and (thing is None or not grants(row, asker, thing)):
        return "another row grants it"
    return answer


def grants(row, asker, thing):
    return oracle.WORDS[row["object"]][row["condition"]](thing) and any(
        oracle.reaches(row, role, thing, asker.duty) for role in asker.roles
    )


def demands(row):
    """The outcomes that a row must be seen to have."""
    cells = {row[role.value].strip("-") for role in Role}
    found = {"yes"} if any(cells) else set()
    if "" in cells and not all(role_may_otherwise(row, role) for role in Role):
        found.add("role")
    if any(cells) and oracle.WORDS[row["object"]][row["condition"]] is not oracle.anything:
        found.add("state")
    if partly := [role for role in Role if oracle.reach(row, role.value) not in ("", "A", "F")]:
        # out of its reach another row that gives the role everything refuses by its state
        found.add("state" if all(reaches_all(row, role) for role in partly) else "scope")
    if any(cells) and oracle.person_words(row):
        found.add("person")
    return found


def reaches_all(row, role):
    return any(oracle.reach(other, role.value) == "A" for other in oracle.rows(row["action"]))


def role_may_otherwise(row, role):
    return oracle.role_may(row["action"], role.value)


def test_an_action_is_about_one_kind_of_object():
    for row in oracle.policy():
        assert {rule.object for rule in rules_for(row["action"])} == {row["object"]}
