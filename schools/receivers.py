"""What the registry learns from others: whoever logs in needs no way in any more."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver


@receiver(user_logged_in, dispatch_uid="schools.invitations_used")
def close_invitations(sender: Any, user: Any, **_: Any) -> None:
    from schools.services.invitations import mark_used

    mark_used(user)
