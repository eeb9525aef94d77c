"""The portal's Celery application with a beat that scans every second: same tasks, same workers, shorter waits.

Only the periodic scans of the outbox and of the files are quickened; the others would do work a test did not ask for.
"""

from config.celery import app

SCANS = ("deliver notifications", "resume renderings")

app.conf.beat_schedule = {name: {**app.conf.beat_schedule[name], "schedule": 1.0} for name in SCANS}
