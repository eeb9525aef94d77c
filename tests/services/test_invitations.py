"""Invitations with real servers: the broker is away, two workers meet, two people appoint the same one at once."""

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from schools.enums import InvitationState, Role
from schools.models import Invitation
from schools.services import invitation_mails, invitations
from schools.services.seats import Person, Post, Refused, give_seat
from tests.factories import MembershipFactory
from tests.schools.people.area import an_area
from tests.services.conftest import Services
from tests.services.racing import race
from tests.services.servers import Mails, wait_until

FAST_BEAT = "tests.services.fast_beat"


def test_without_the_broker_an_invitation_waits_and_beat_sends_it_once(services: Services, mails: Mails) -> None:
    area = an_area()
    seat = MembershipFactory(organisation=area.school, role=Role.CLERK)
    services.stop_redis()

    invitations.invite(seats=[seat], by=area.person("officer"))
    assert Invitation.objects.get().state == InvitationState.WAITING

    services.start_redis()
    worker = services.start_worker(beat=True, app=FAST_BEAT)
    wait_until(
        lambda: Invitation.objects.get().state == InvitationState.SENT,
        seconds=60,
        what=f"beat finds the invitation: {services.log(worker)}",
    )
    (mail,) = list(mails)
    link = re.search(r"/invitation/(\d+)/([0-9a-f]{64})/", mail.get_content())
    assert link is not None
    assert invitations.find(int(link[1]), link[2]) == Invitation.objects.get()
    assert link[2] not in services.log(worker)


def test_two_workers_send_one_mail(mails: Mails) -> None:
    seat = MembershipFactory(role=Role.CLERK)
    now = timezone.now()
    row = Invitation.objects.create(
        membership=seat, address=seat.user.email, created_at=now, expires_at=now + invitations.VALID
    )

    sent = race(row, invitation_mails.deliver, invitation_mails.deliver)

    assert sorted(sent) == [0, 1]
    assert len(list(mails)) == 1


def test_two_who_appoint_the_same_person_at_once_make_one_account() -> None:
    area = an_area()
    by = area.person("officer")

    def appoint() -> Any:
        try:
            post = Post(area.school, Role.CLERK)
            return give_seat(person=Person("Nguyễn Thị Hoa", "hoa@example.test"), post=post, by=by).pk
        except Refused as refused:
            return refused.message

    answers = race(area.school, appoint, appoint)

    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert get_user_model().objects.filter(full_name="Nguyễn Thị Hoa").count() == 1
