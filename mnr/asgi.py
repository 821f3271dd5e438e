"""The web application for servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

from mnr import gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
# A page that needs longer is broken; commands and jobs have no such limit.
os.environ.setdefault("MNR_STATEMENT_TIMEOUT", "15")

application = gate.passed(get_asgi_application)
