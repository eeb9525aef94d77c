"""Background tasks: thin, named, take ids, call one service. The schedule stands in config/celery.py.

Services are imported inside, so that a web process that only publishes by name does not load them.
"""

from celery import shared_task


@shared_task(name="reports.open_periods")
def open_periods() -> None:
    """Create the reports of the periods that have opened."""
    from reports.services import opening

    opening.open_periods()


@shared_task(name="reports.send_due_reminders")
def send_due_reminders() -> None:
    """Write the reminders that are due and unsent."""
    from reports.services import reminding

    reminding.send_due_reminders()


@shared_task(name="reports.send_due_task_reminders")
def send_due_task_reminders() -> None:
    """Write the reminders of tasks that are due and unsent."""
    from reports.services import task_reminding

    task_reminding.send_due_task_reminders()


@shared_task(name="reports.send_due_rechecks")
def send_due_rechecks() -> None:
    """Write the reminders of re-checks of the national standard that are due and unsent."""
    from reports.services import recheck_reminding

    recheck_reminding.send_due_rechecks()


@shared_task(name="reports.send_digests")
def send_digests() -> None:
    """Write the digests of the day that are not written yet."""
    from reports.services import digesting

    digesting.send_digests()


@shared_task(name="reports.deliver_notifications")
def deliver_notifications() -> None:
    """Send the mails that wait."""
    from reports.services import delivering

    delivering.deliver_pending()


# -- documents ----------------------------------------------------------------------------------------------------
@shared_task(name="reports.render_summary_file")
def render_summary_file(file_id: int) -> None:
    """Make one file of a summary; runs in the queue `documents`."""
    from reports.services import rendering

    rendering.render_file(file_id=file_id)


@shared_task(name="reports.render_paper")
def render_paper(file_id: int) -> None:
    """Make the paper of one report; runs in the queue `documents`."""
    from reports.services import rendering

    rendering.render_paper(file_id=file_id)


@shared_task(name="reports.render_letter")
def render_letter(file_id: int) -> None:
    """Make the PDF of one letter of reminder; runs in the queue `documents`."""
    from reports.services import rendering

    rendering.render_letter(file_id=file_id)


@shared_task(name="reports.render_plan")
def render_plan(file_id: int) -> None:
    """Make the PDF of one plan; runs in the queue `documents`."""
    from reports.services import rendering

    rendering.render_plan(file_id=file_id)


@shared_task(name="reports.render_collection")
def render_collection(file_id: int) -> None:
    """Make a list, minutes or a book, or the next slice of it; runs in the queue `documents`."""
    from reports.services import collecting

    collecting.render_collection(file_id=file_id)


@shared_task(name="reports.resume_renderings")
def resume_renderings() -> None:
    """Queue again the files whose worker died or whose message was lost."""
    from reports.services import collecting, rendering

    rendering.resume_renderings()
    collecting.resume_collections()
