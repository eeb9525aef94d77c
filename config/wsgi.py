"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.checks import refuse_unsafe_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

refuse_unsafe_production()
# A server that loads the application before it forks must not hand one connection to all its workers.
connections.close_all()
