"""The policy, wrong in one place at a time: what the tests of the matrix must notice.

Each flip changes what the enforcing code reads; the second reading goes on reading the file.
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db.models import Q

from mnr import conditions, permissions, roles
from mnr.matching import ALL
from mnr.roles import Action, Role, Rule
from tests.matrix import oracle

REACHES = ("", "A", "O", "D", "OD", "S")


@dataclass(frozen=True)
class Flip:
    """One thing wrong: its name, the actions that it touches, and how to put it in.

    `same` says why nobody could notice, where that can be proven.
    """

    name: str
    actions: tuple
    put_in: Callable
    roles: tuple = ()
    same: str = ""


@contextmanager
def wrong(flip: Flip):
    """The enforcing code with the flip in it."""
    with pytest.MonkeyPatch.context() as patch:
        flip.put_in(patch)
        yield


def all_flips() -> Iterator[Flip]:
    """Every flip of every part of the policy."""
    yield from cells()
    yield from words()
    yield from person_rules()
    yield from paths()


def cells() -> Iterator[Flip]:
    """Each cell with every other reach, and with or without its "m"."""
    for place, rule in enumerate(roles.RULES):
        for role in Role:
            cell = rule.cell(role)
            reach = rule.reach(role)
            mark = cell[len(reach) :]  # "m", or nothing
            wanted = [each and each + mark for each in REACHES if each != reach]
            if reach and hasattr(rule, "asks_again"):
                wanted.append(cell.removesuffix("m") if cell.endswith("m") else f"{cell}m")
            for other in wanted:
                yield Flip(
                    f"{rule.action} ({rule.condition}), {role}: {cell or '-'} → {other or '-'}",
                    (Action(rule.action),),
                    _another_cell(place, role, other),
                    (role.value,),
                    _why_the_same(rule, role, reach, other.removesuffix("m")),
                )


def _another_cell(place, role, cell):
    def put_in(patch):
        rule = roles.RULES[place]
        changed = tuple((each, cell if each is role else old) for each, old in rule.cells)
        rules = list(roles.RULES)
        rules[place] = dataclasses.replace(rule, cells=changed)
        patch.setattr(roles, "RULES", tuple(rules))

    return put_in


def _why_the_same(rule: Rule, role, before, after) -> str:
    """Why two reaches of a cell come to the same, if they do."""
    known = set(conditions.PATHS.get(rule.object, {}))
    touched, anyway = {*before, *after}, _given_anyway(rule, role)
    if "S" not in touched and ("A" in anyway or touched <= anyway):
        return "another row gives the role that in whatever state"
    if before == after or {"A", "F"} & {before, after} or "S" in {*before, *after} - known:
        return ""
    if bool(before) != bool(after) and not _reaches_by_another_row(rule, role):
        return ""
    gained = (set(before) ^ set(after)) & known
    if not gained:
        return f"a {rule.object} has no owner of that kind"
    if gained == {"D"} and role in (Role.ADM, Role.AUD, Role.ANO):
        return "nobody of this role leads a domain"
    if gained == {"D"} and role is not Role.DOM and {*rule.reach(Role.DOM)} & {"A", "D"}:
        return "whoever has a domain is its lead, and leads reach it by their own cell"
    return ""


def _given_anyway(rule, role) -> set:
    """The letters of other rows for the role, if they ask for no state and no fresh proof."""
    return {
        letter
        for other in roles.rules_for(rule.action)
        if other != rule and not other.asks_again(role)
        if oracle.WORDS[other.object][other.condition] is oracle.anything
        for letter in other.reach(role)
    }


def _reaches_by_another_row(rule, role):
    return any(other.reach(role) for other in roles.rules_for(rule.action) if other != rule)


def words() -> Iterator[Flip]:
    """Each condition left out, turned round, and without each of its parts and values."""
    for (kind, condition), function in conditions.CONDITIONS.items():
        touched = tuple(
            dict.fromkeys(
                Action(rule.action)
                for rule in roles.RULES
                if (rule.object, rule.condition) == (kind, condition)
            )
        )
        if not touched:
            continue
        sample = function(permissions.Standing())
        for name, change in _changes(sample):
            yield Flip(
                f"{kind}, “{condition}”: {name}",
                touched,
                _another_condition((kind, condition), function, change),
                same=_why_the_same_words(kind, condition, name),
            )


# the test finds out if one of these is not the same after all
OTHER_HALF = {
    ("return", "period open or closed", "left out"): "frozen periods are open to the same roles"
}


def _why_the_same_words(kind, condition, name) -> str:
    rows = [rule for rule in roles.RULES if (rule.object, rule.condition) == (kind, condition)]
    if not any(rule.reach(role) for rule in rows for role in Role):
        return "nobody may, in whatever state"
    if (kind, condition, name) in OTHER_HALF:
        return OTHER_HALF[kind, condition, name]
    holds_always = oracle.WORDS[kind][condition] is oracle.anything
    return "the condition holds always" if holds_always and name == "left out" else ""


def _another_condition(key, function, change):
    def put_in(patch):
        patch.setitem(conditions.CONDITIONS, key, lambda who: change(function(who)))

    return put_in


def _changes(sample: Q):
    """(name, function of a condition) for every way in which one can be wrong."""
    yield "left out", lambda condition: ALL
    yield "turned round", lambda condition: ~condition
    for path, leaf in _leaves(sample):
        if len(_parent(sample, path).children) > 1:
            yield f"without {leaf}", lambda condition, path=path: _without(condition, path)
        if isinstance(leaf[1], (tuple, list)):
            for value in leaf[1]:
                yield (
                    f"{leaf} without {value}",
                    lambda condition, path=path, value=value: _less(condition, path, value),
                )


def _leaves(condition: Q, path=()):
    for place, child in enumerate(condition.children):
        if isinstance(child, Q):
            yield from _leaves(child, (*path, place))
        else:
            yield (*path, place), child


def _parent(condition, path):
    for place in path[:-1]:
        condition = condition.children[place]
    return condition


def _without(condition, path):
    changed = deepcopy(condition)  # the product's own stays as it is
    parent = _parent(changed, path)
    del parent.children[path[-1]]
    return changed


def _less(condition, path, value):
    changed = deepcopy(condition)  # the product's own stays as it is
    parent = _parent(changed, path)
    name, values = parent.children[path[-1]]
    parent.children[path[-1]] = (name, tuple(each for each in values if each != value))
    return changed


def person_rules() -> Iterator[Flip]:
    """Each rule about persons left out, and without each of its parts."""
    for action, rule in conditions.PERSON_RULES.items():
        yield Flip(f"{action}: nobody kept away", (action,), _no_person_rule(action))
        sample = rule.condition(permissions.Standing(user_id=0))
        for place in range(len(sample.children) if sample.connector == Q.AND else 0):
            yield Flip(
                f"{action}: {sample.children[place]} not kept away",
                (action,),
                _less_of_a_person_rule(action, rule, place),
            )


def _no_person_rule(action):
    return lambda patch: patch.delitem(conditions.PERSON_RULES, action)


def _less_of_a_person_rule(action, rule, place):
    def put_in(patch):
        changed = dataclasses.replace(
            rule, condition=lambda who: _without(rule.condition(who), (place,))
        )
        patch.setitem(conditions.PERSON_RULES, action, changed)

    return put_in


def paths() -> Iterator[Flip]:
    """Each way from a row to its owner left out."""
    for kind, known in conditions.PATHS.items():
        touched = tuple(
            dict.fromkeys(Action(rule.action) for rule in roles.RULES if rule.object == kind)
        )
        for letter in known:
            yield Flip(f"{kind}: no way to its {letter}", touched, _no_path(kind, letter))
    for action in conditions.TO_ANSWER:
        left = tuple(each for each in conditions.TO_ANSWER if each != action)
        yield Flip(f"{action}: not of what is answered for", (action,), _to_answer(left))
    for action in (Action.ENTRY_READ_INTERNAL, Action.ENTRY_EDIT, Action.ENTRY_WITHDRAW):
        more = (*conditions.TO_ANSWER, action)
        yield Flip(f"{action}: of what is answered for too", (action,), _to_answer(more))


def _to_answer(actions):
    return lambda patch: patch.setattr(conditions, "TO_ANSWER", actions)


def _no_path(kind, letter):
    return lambda patch: patch.delitem(conditions.PATHS[kind], letter)
