"""What services raise when they cannot do what was asked. Each carries words for the page."""


class Refused(Exception):
    """A rule forbids it. `field` names the form field to point at, if there is one."""

    def __init__(self, message, field=None):
        super().__init__(str(message))
        self.message = message
        self.field = field


class Incomplete(Exception):
    """Something still lacks parts. `missing` lists (field, what to do)."""

    def __init__(self, missing):
        super().__init__("; ".join(str(message) for _field, message in missing))
        self.missing = missing


class EditConflict(Exception):
    """Somebody saved in the meantime. `current` is the row as it is now."""

    def __init__(self, current):
        super().__init__("changed since it was opened")
        self.current = current
