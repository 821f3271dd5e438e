"""Log lines as JSON, one object a line, for people and collectors alike.

What somebody has typed may stand in the words of an exception, in a path or in the row that the
database refused: quotations, addresses of people and tokens are cut out of every line.
"""

import json
import logging
import re
from datetime import UTC, datetime

# PostgreSQL quotes the row that it refused: that is somebody's text.
ROWS = re.compile(r"DETAIL:.*?(?=\n\n|\nTraceback|\n  File |\nCONTEXT|\Z)", re.DOTALL)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A part of a path that is long and no key of a row: it opens something, or is somebody's text.
TOKEN = re.compile(
    r"(?<=/)(?![0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)[\w:=.~%-]{24,}(?=/|\?|$|\s)"
)
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’|`[^`\n]*`")
FRAME = ("  ", "Traceback", "During handling", "The above exception")


class JsonFormatter(logging.Formatter):
    """Time, level, logger and message; never variables, bodies, addresses or headers."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_tokens(record.getMessage()),
        }
        if record.exc_info:
            told = ROWS.sub("DETAIL: left out", self.formatException(record.exc_info))
            line["exception"] = "\n".join(map(without_quotations, told.split("\n")))
        return json.dumps(line)


def without_tokens(text: str) -> str:
    """A line freed of addresses of people and of what stands for a secret in a path."""
    return TOKEN.sub("…", ADDRESS.sub("…", text))


def without_quotations(line: str) -> str:
    """A line of a traceback: where it was stays, what an exception quotes goes."""
    return line if line.startswith(FRAME) else ADDRESS.sub("…", QUOTED.sub("“…”", line))


# only what goes wrong: not each bell, which passkey was used, or each step of rendering
BELLS = ("celery.app.trace", "celery.beat", "celery.worker.strategy")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mnr.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would mail error pages with the request in them.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Refusals and missing pages are ordinary: only what fails inside is worth a traceback.
        "django.request": {"level": "ERROR"},
        **{name: {"level": "WARNING"} for name in (*BELLS, "fido2", "weasyprint", "fontTools")},
    },
}
