"""The composition root: the only place that knows every app. Nobody imports it."""

from config import checks as _checks  # noqa: F401 - registers the deploy checks before any command asks for them
from config import signing_check as _signing_check  # noqa: F401 - likewise
from config.celery import app as celery_app

__all__ = ["celery_app"]
