"""The address of somebody who was never in."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from schools.enums import InvitationState
from schools.models import Invitation, Membership
from schools.people_rights import may_hand_secret, reach_of
from schools.services.invitations import OPEN
from schools.services.seats import Refused, known_people

logger = logging.getLogger(__name__)


def correct_address(*, seat: Membership, email: str, by: Any) -> None:
    """Write another address; ways in that went to the old one end. People who were in change it in their profile.

    Raises:
        Refused: the person was in already or is looked after by others too, or somebody has the address.
    """
    with transaction.atomic():
        user = get_user_model()._default_manager.select_for_update().get(pk=seat.user_id)
        if not may_hand_secret(reach_of(by), user):
            raise Refused("Người này đã vào cổng hoặc còn vai trò ở nơi khác nên tự sửa địa chỉ trong hồ sơ.")
        if any(other.pk != user.pk for other in known_people(email)):
            raise Refused("Đã có người dùng với địa chỉ này. Hãy ghi địa chỉ riêng.")
        user.email = email
        user.save(update_fields=["email"])
        waiting = Invitation.objects.filter(membership__user=user.pk, state__in=OPEN)
        waiting.exclude(state=InvitationState.PRINTED).update(state=InvitationState.CANCELLED, claimed_until=None)
    logger.info("address of user %s mended by user %s", user.pk, by.pk)
