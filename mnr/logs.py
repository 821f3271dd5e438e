"""Log lines as JSON, one object a line, for people and collectors alike."""

import json
import logging
import re
from datetime import UTC, datetime

# PostgreSQL quotes the row that it refused: that is somebody's text.
ROWS = re.compile(r"DETAIL:.*?(?=\n\n|\nTraceback|\n  File |\nCONTEXT|\Z)", re.DOTALL)


class JsonFormatter(logging.Formatter):
    """Time, level, logger and message; never variables, bodies, addresses or headers."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = ROWS.sub("DETAIL: left out", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


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
