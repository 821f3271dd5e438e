"""The web application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from mnr import gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
# A page that needs longer is broken; commands and jobs have no such limit.
os.environ.setdefault("MNR_STATEMENT_TIMEOUT", "15")

application = gate.passed(get_wsgi_application)
