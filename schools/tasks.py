"""Background tasks: thin, named, call one service. The schedule stands in config/celery.py.

Services are imported inside, so that a web process that only publishes by name does not load them.
"""

from celery import shared_task


@shared_task(name="schools.deliver_invitations")
def deliver_invitations() -> None:
    """Send the invitations that wait."""
    from schools.services import invitation_mails

    invitation_mails.deliver()
