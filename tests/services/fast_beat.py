"""The portal's application with a beat that scans every second: same tasks, same workers, shorter waits.

Only the periodic scans of the outbox and of the files are quickened; the others would do work a test did not ask for.
`FAST_BEAT_REMINDS` in the environment adds the search for due reminders.
"""

import os

from config.celery import app

SCANS = ["deliver notifications", "deliver invitations", "resume renderings"]
if os.environ.get("FAST_BEAT_REMINDS"):
    SCANS.append("send due reminders")

app.conf.beat_schedule = {name: {**app.conf.beat_schedule[name], "schedule": 1.0} for name in SCANS}
