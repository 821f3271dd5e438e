"""The web server: it tells nobody what it is, and takes no line longer than a page needs."""

import gunicorn

gunicorn.SERVER = "mnr"
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
