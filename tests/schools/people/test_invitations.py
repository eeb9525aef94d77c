"""Ways in: the link of a mail, the slip on paper, and that neither leaves a secret behind."""

import datetime as dt
import json
import logging
import re
import smtplib

import pytest
import time_machine
from auditlog.models import LogEntry
from django.core import mail, serializers
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from schools.enums import InvitationState, Role
from schools.models import Invitation
from schools.services import invitation_mails, invitations
from schools.services.invitations import invite, link_of, print_slips, token_of
from schools.services.seats import Refused
from tests.factories import PASSWORD, InvitationFactory, MembershipFactory, UserFactory
from tests.schools.people.area import Area, an_area

pytestmark = pytest.mark.django_db
NEW = "hoa-phuong-do-2018"
S = InvitationState


@pytest.fixture(autouse=True)
def _mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def area() -> Area:
    return an_area()


def newcomer(area, role=Role.CLERK, **user):
    """A seat of somebody who was never in."""
    person = UserFactory(must_change_password=True, **user)
    person.set_unusable_password()
    person.save()
    return MembershipFactory(organisation=area.school, role=role, user=person)


def sent_link() -> str:
    return re.search(r"http://\S+", mail.outbox[-1].body)[0]


def path_of(link: str, settings) -> str:
    assert link.startswith(settings.BASE_URL + "/")
    return link.removeprefix(settings.BASE_URL)


def mailed(area, settings) -> tuple[Invitation, str]:
    """An invitation that went out, and the path of its link."""
    invite(seats=[newcomer(area, email="moi@example.test")], by=area.person("officer"))
    invitation_mails.deliver()
    return Invitation.objects.get(), path_of(sent_link(), settings)


class TestMail:
    def test_the_link_sets_a_password_and_lets_its_owner_in(self, area, client, settings):
        invitation, path = mailed(area, settings)
        user = invitation.membership.user
        assert (mail.outbox[0].to, invitation.state) == (["moi@example.test"], S.SENT)

        page = client.get(path)
        done = client.post(path, {"new_password1": NEW, "new_password2": NEW})

        assert user.full_name in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert done["Location"] == reverse("home")
        assert client.get("/schools/").status_code == 200
        user.refresh_from_db()
        invitation.refresh_from_db()
        assert (user.check_password(NEW), user.must_change_password, invitation.state) == (True, False, S.USED)

    def test_looking_changes_nothing(self, area, client, settings):
        invitation, path = mailed(area, settings)

        for _ in range(2):
            assert "new_password1" in client.get(path).content.decode()

        invitation.refresh_from_db()
        assert (invitation.state, invitation.membership.user.has_usable_password()) == (S.SENT, False)

    def test_the_link_works_once(self, area, client, settings):
        invitation, path = mailed(area, settings)
        client.post(path, {"new_password1": NEW, "new_password2": NEW})
        client.logout()

        again = client.post(path, {"new_password1": "mot-mat-khau-khac", "new_password2": "mot-mat-khau-khac"})

        assert "Liên kết không còn dùng được" in again.content.decode()
        invitation.membership.user.refresh_from_db()
        assert invitation.membership.user.check_password(NEW)

    def test_two_at_the_same_moment_are_one(self, area, settings):
        invitation, _ = mailed(area, settings)
        mine, yours = (invitations.find(invitation.pk, token_of(invitation)) for _ in range(2))
        invitations.accept(invitation=mine, password=NEW)

        with pytest.raises(Refused):
            invitations.accept(invitation=yours, password="mot-mat-khau-khac")

    def test_after_fourteen_days_the_page_says_how_to_get_a_new_one(self, area, client, settings):
        invitation, path = mailed(area, settings)

        with time_machine.travel(invitation.expires_at, tick=False):
            page = client.get(path).content.decode()

        assert "Lời mời đã hết hạn" in page
        assert invitation.created_by.full_name in page
        assert invitation.expires_at - invitation.created_at == dt.timedelta(days=14)

    @pytest.mark.parametrize("kind", ["forged", "unknown", "used", "replaced", "closed"])
    def test_whatever_is_wrong_the_answer_is_the_same(self, area, client, settings, kind):
        invitation, path = mailed(area, settings)
        user = invitation.membership.user
        if kind == "forged":
            path = reverse("invitation_open", args=[invitation.pk, "0" * 64])
        elif kind == "unknown":
            path = reverse("invitation_open", args=[invitation.pk + 999, token_of(invitation)])
        elif kind == "used":
            user.set_password(NEW)
            user.save()
        elif kind == "closed":
            type(user).objects.filter(pk=user.pk).update(is_active=False)
        else:
            with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
                invite(seats=[invitation.membership], by=invitation.created_by)

        page = client.get(path)

        assert page.status_code == 200
        assert "Liên kết không còn dùng được" in page.content.decode()
        assert user.full_name not in page.content.decode()

    def test_a_weak_password_is_told_and_the_link_lives_on(self, area, client, settings):
        invitation, path = mailed(area, settings)

        page = client.post(path, {"new_password1": "12345", "new_password2": "12345"})

        assert page.context["form"].errors
        invitation.refresh_from_db()
        assert invitation.state == S.SENT

    def test_somebody_with_an_account_gets_word_and_no_link(self, area):
        seat = MembershipFactory(organisation=area.school, role=Role.CLERK, user__last_login=timezone.now())

        invite(seats=[seat], by=area.person("officer"))
        invitation_mails.deliver()

        assert "/invitation/" not in mail.outbox[0].body
        assert Invitation.objects.get().state == S.USED


class TestDelivery:
    def test_nothing_secret_is_stored_logged_or_published(self, area, settings, caplog, published):
        with caplog.at_level(logging.DEBUG):
            _, path = mailed(area, settings)
        token = path.rstrip("/").split("/")[-1]

        stored = serializers.serialize("json", [*Invitation.objects.all(), *LogEntry.objects.all()])

        assert len(token) == 64
        assert token not in stored + caplog.text + json.dumps(published)

    def test_a_message_is_published_and_the_scan_finds_what_it_lost(
        self, area, published, django_capture_on_commit_callbacks
    ):
        from schools.tasks import deliver_invitations

        with django_capture_on_commit_callbacks(execute=True):
            invite(seats=[newcomer(area)], by=area.person("officer"))
        assert published == [("schools.deliver_invitations", ())]

        deliver_invitations()

        assert len(mail.outbox) == 1

    def test_each_mail_goes_out_once(self, area):
        invite(seats=[newcomer(area), newcomer(area, Role.PRINCIPAL)], by=area.person("officer"))

        assert [invitation_mails.deliver(), invitation_mails.deliver()] == [2, 0]

    def test_what_another_worker_holds_is_left_to_it_until_its_claim_runs_out(self):
        now = timezone.now()
        InvitationFactory(claimed_until=now + dt.timedelta(minutes=1))

        assert invitation_mails.deliver(now=now) == 0
        assert invitation_mails.deliver(now=now + dt.timedelta(minutes=2)) == 1

    def test_without_a_mail_server_everything_waits_and_says_so(self, monkeypatch):
        way = InvitationFactory()
        monkeypatch.setattr(EmailBackend, "open", lambda self: (_ for _ in ()).throw(OSError("refused")))

        assert invitation_mails.deliver() == 0

        way.refresh_from_db()
        assert (way.state, way.attempts, way.error) == (S.WAITING, 0, invitation_mails.NOT_REACHED)

    def test_a_refused_address_fails_at_once_with_its_reason(self, monkeypatch):
        way = InvitationFactory()
        refusal = smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})
        monkeypatch.setattr(EmailBackend, "send_messages", lambda self, mails: (_ for _ in ()).throw(refusal))

        invitation_mails.deliver()

        way.refresh_from_db()
        assert way.state == S.FAILED
        assert "no such user" in way.error

    def test_other_errors_are_tried_again_later_and_then_no_more(self, monkeypatch):
        way = InvitationFactory()
        error = smtplib.SMTPServerDisconnected("gone")
        monkeypatch.setattr(EmailBackend, "send_messages", lambda self, mails: (_ for _ in ()).throw(error))
        now = timezone.now()
        attempts = []
        for hours in (0, 0.05, 1, 4, 12):
            invitation_mails.deliver(now=now + dt.timedelta(hours=hours))
            way.refresh_from_db()
            attempts.append((way.attempts, way.state))

        assert attempts == [(1, S.WAITING), (1, S.WAITING), (2, S.WAITING), (3, S.WAITING), (4, S.FAILED)]

    def test_the_invitation_of_a_seat_that_ended_is_not_sent(self):
        way = InvitationFactory(membership__ends_on=dt.date(2018, 1, 1))

        assert invitation_mails.deliver() == 0

        way.refresh_from_db()
        assert way.state == S.CANCELLED


class TestSlips:
    def test_a_slip_opens_the_portal_and_its_password_must_be_changed(self, area, client):
        seat = newcomer(area)
        (slip,), skipped = print_slips(seats=[seat], by=area.person("principal"))

        response = client.post(reverse("login"), {"username": slip.username, "password": slip.secret})

        assert (skipped, response.status_code) == ([], 302)
        assert client.get("/schools/")["Location"] == reverse("password_change")
        assert Invitation.objects.get().state == S.USED

    def test_only_the_hash_is_kept(self, area, caplog):
        with caplog.at_level(logging.DEBUG):
            (slip,), _ = print_slips(seats=[newcomer(area)], by=area.person("principal"))

        user = type(slip.seat.user).objects.get(pk=slip.seat.user_id)
        rows = [user, *Invitation.objects.all(), *LogEntry.objects.all()]
        assert user.check_password(slip.secret)
        assert slip.secret not in serializers.serialize("json", rows) + caplog.text

    def test_after_fourteen_days_it_opens_nothing_and_says_why_to_who_knows_it(self, area, client):
        (slip,), _ = print_slips(seats=[newcomer(area)], by=area.person("principal"))

        with time_machine.travel(slip.expires_at, tick=False):
            right = client.post(reverse("login"), {"username": slip.username, "password": slip.secret})
            wrong = client.post(reverse("login"), {"username": slip.username, "password": "khong-phai"})

        assert "Mật khẩu lần đầu đã hết hạn" in right.content.decode()
        assert "hết hạn" not in wrong.content.decode()
        assert "_auth_user_id" not in client.session

    def test_a_new_slip_ends_the_old_one_and_the_link(self, area, settings, client):
        invitation, path = mailed(area, settings)
        by = area.person("officer")
        (first,), _ = print_slips(seats=[invitation.membership], by=by)
        (second,), _ = print_slips(seats=[invitation.membership], by=by)

        user = type(invitation.membership.user).objects.get(pk=invitation.membership.user_id)
        assert (user.check_password(first.secret), user.check_password(second.secret)) == (False, True)
        assert "Liên kết không còn dùng được" in client.get(path).content.decode()
        states = Invitation.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [S.CANCELLED, S.CANCELLED, S.PRINTED]

    def test_nobody_gets_a_slip_for_an_account_in_use_or_of_more_than_they_manage(self, area):
        in_use = MembershipFactory(organisation=area.school, role=Role.CLERK, user__last_login=timezone.now())
        head = newcomer(area)
        MembershipFactory(user=head.user, organisation=area.office, role=Role.HEAD)

        slips, skipped = print_slips(seats=[in_use, head], by=area.person("principal"))

        assert (slips, [skip.seat for skip in skipped]) == ([], [in_use, head])
        in_use.user.refresh_from_db()
        assert in_use.user.check_password(PASSWORD)

    def test_a_seat_out_of_reach_is_refused_as_a_whole(self, area):
        theirs = MembershipFactory(organisation=area.elsewhere, role=Role.CLERK)

        with pytest.raises(PermissionDenied):
            print_slips(seats=[newcomer(area), theirs], by=area.person("principal"))

        assert not Invitation.objects.exists()

    def test_passwords_are_long_and_never_the_same(self, area):
        slips, _ = print_slips(seats=[newcomer(area) for _ in range(20)], by=area.person("principal"))

        assert len({slip.secret for slip in slips}) == 20
        assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}", slip.secret) for slip in slips)


class TestLimits:
    def test_a_second_mail_within_a_minute_is_not_sent(self, area):
        seat, by = newcomer(area), area.person("officer")
        invite(seats=[seat], by=by)

        _, skipped = invite(seats=[seat], by=by)

        assert [skip.reason for skip in skipped] == ["vừa mời chưa đầy một phút"]

    def test_one_person_opens_so_many_ways_in_within_an_hour(self, area, monkeypatch):
        monkeypatch.setattr(invitations, "MOST_AN_HOUR", 2)
        by = area.person("officer")
        invite(seats=[newcomer(area), newcomer(area)], by=by)

        with pytest.raises(Refused, match="Mỗi giờ"):
            print_slips(seats=[newcomer(area)], by=by)

        assert Invitation.objects.count() == 2

    def test_who_invited_and_when_is_kept(self, area):
        by = area.person("officer")
        before = timezone.now()
        invite(seats=[newcomer(area)], by=by)

        way = Invitation.objects.get()
        assert (way.created_by, before <= way.created_at <= timezone.now()) == (by, True)
        assert LogEntry.objects.get_for_object(way).count() == 1


def test_the_host_of_the_link_comes_from_the_settings(settings):
    settings.BASE_URL = "https://cong.example"

    assert link_of(InvitationFactory()).startswith("https://cong.example/invitation/")


def test_a_person_without_an_address_is_told_apart(area):
    _, skipped = invite(seats=[newcomer(area, email="")], by=area.person("officer"))

    assert [skip.reason for skip in skipped] == ["chưa có địa chỉ thư điện tử; hãy in phiếu"]
