"""When a target is missed. Pure: no models."""


def is_missed(level, target, target_on, *, ends_on, today):
    """Whether the target's day passed, within the period told of, before the level was reached."""
    if target is None or target_on is None or (level is not None and level >= target):
        return False
    return target_on <= ends_on and target_on < today
