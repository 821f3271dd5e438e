"""The web server: it tells nobody what it is, and writes its log as the platform does."""

import gunicorn

gunicorn.SERVER = "mnr"
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mnr.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
