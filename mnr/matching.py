"""Evaluates a Q object on an instance, so that one rule serves rows and queries alike."""

from django.db.models import Q

NONE = Q(pk__in=())
ALL = ~NONE  # an empty Q() would vanish when joined by "or"

LOOKUPS = {
    "exact": lambda value, wanted: value == wanted,
    "in": lambda value, wanted: value in wanted,
    "isnull": lambda value, wanted: (value is None) == wanted,
    "gte": lambda value, wanted: value is not None and value >= wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
}


class NotInMemory(Exception):
    """The condition follows a relation to many rows, which only the database can answer."""


def matches(condition: Q, instance) -> bool:
    """Whether the instance fulfils the condition.

    Raises NotInMemory where an answer needs a query over several rows.
    """
    results = (
        matches(child, instance) if isinstance(child, Q) else _holds(child, instance)
        for child in condition.children
    )
    if not condition.children:
        found = True
    elif condition.connector == Q.OR:
        found = any(results)
    elif condition.connector == Q.AND:
        found = all(results)
    else:
        raise NotInMemory(condition.connector)
    return not found if condition.negated else found


def _holds(comparison, instance):
    path, wanted = comparison
    *names, last = path.split("__")
    if last in LOOKUPS:
        lookup = LOOKUPS[last]
    else:
        names.append(last)
        lookup = LOOKUPS["exact"]
    value = instance
    for name in names:
        if value is None:
            break
        if name == "pk":
            value = value.pk
            continue
        if value._meta.get_field(name).one_to_many or value._meta.get_field(name).many_to_many:
            raise NotInMemory(path)
        value = getattr(value, name)
    return lookup(value, wanted)
