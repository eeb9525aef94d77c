"""The Celery application. The same code runs on Redis and on the embedded folder broker."""

import os
from pathlib import Path
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _transport_options(broker_url: str, broker_dir: Path) -> dict[str, Any]:
    """Options of the broker in use: folders for the embedded one; short waits for Redis, so no request hangs."""
    if not broker_url.startswith("filesystem"):
        return {"socket_connect_timeout": 2, "socket_timeout": 10, "visibility_timeout": 3600}
    for name in ("queue", "control"):
        (broker_dir / name).mkdir(parents=True, exist_ok=True)
    return {
        # Sender and receiver are the same folder: every process of the machine meets there.
        "data_folder_in": str(broker_dir / "queue"),
        "data_folder_out": str(broker_dir / "queue"),
        "control_folder": str(broker_dir / "control"),
    }


def _configuration() -> dict[str, Any]:
    """Asked once, when the application is first used: settings may not be read while this module is imported."""
    from django.conf import settings

    return {
        "broker_url": settings.CELERY_BROKER_URL,
        "broker_transport_options": _transport_options(settings.CELERY_BROKER_URL, settings.BROKER_DIR),
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 2,
        "task_ignore_result": True,  # the database holds every result that matters
        "task_default_queue": "default",
        "task_queues": (Queue("default"), Queue("documents")),
        "task_routes": {"reports.render_*": {"queue": "documents"}},
        # A killed worker leaves its message to the next one; tasks claim rows and may run twice.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_publish_retry": False,
        "task_time_limit": 600,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "timezone": settings.TIME_ZONE,
        "beat_schedule": {
            "open periods": {"task": "reports.open_periods", "schedule": crontab(minute=5)},
            "send due reminders": {"task": "reports.send_due_reminders", "schedule": crontab(minute="*/10")},
            "send due task reminders": {
                "task": "reports.send_due_task_reminders",
                "schedule": crontab(minute="5-59/10"),
            },
            "send due rechecks": {"task": "reports.send_due_rechecks", "schedule": crontab(minute=25)},
            "send digests": {"task": "reports.send_digests", "schedule": crontab(minute="*/10", hour="7-20")},
            "deliver notifications": {"task": "reports.deliver_notifications", "schedule": 30.0},
            "resume renderings": {"task": "reports.resume_renderings", "schedule": 30.0},
            "deliver invitations": {"task": "schools.deliver_invitations", "schedule": 30.0},
            "resume imports": {"task": "plans.resume_imports", "schedule": 30.0},
        },
    }


app = Celery("portal")
app.add_defaults(_configuration)
app.autodiscover_tasks()


@signals.worker_init.connect
@signals.beat_init.connect
def _refuse_unsafe_production(**_: Any) -> None:
    """Celery swallows what its signal handlers raise, all but the wish to exit."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    from config.checks import refuse_unsafe_production

    try:
        refuse_unsafe_production()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
    connections.close_all()  # the pool forks after this
