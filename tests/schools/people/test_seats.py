"""Seats given, changed, ended, handed over; and who may act on which day."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from schools.enums import InvitationState, Role
from schools.models import Invitation, Membership
from schools.queries import actor_of
from schools.services.handing_over import end_seat, hand_over
from schools.services.seats import (
    ChangedMeanwhile,
    Person,
    Post,
    Refused,
    change_term,
    give_seat,
    is_last_principal,
    version_of,
)
from tests.days import VIETNAM
from tests.factories import InvitationFactory, MembershipFactory, UserFactory, member
from tests.schools.people.area import Area, an_area

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def area() -> Area:
    return an_area()


def seat_of(area, role=Role.PRINCIPAL, **more) -> Membership:
    return MembershipFactory(organisation=area.school, role=role, **more)


def organisations_of(user) -> frozenset[int]:
    """What a fresh request would find; the answer is kept on the object of one request."""
    return actor_of(get_user_model().objects.get(pk=user.pk)).organisations(*Role.values)


class TestGiving:
    def test_a_new_person_gets_an_account_that_opens_to_nobody_yet(self, area):
        person = Person("Nguyễn Thị Hoa", "hoa@example.test", "0912 000 111")

        seat = give_seat(person=person, post=Post(area.school, Role.PRINCIPAL), by=area.person("officer"))

        user = seat.user
        assert (user.username, user.full_name, user.email) == ("hoa.nt", "Nguyễn Thị Hoa", "hoa@example.test")
        assert (user.has_usable_password(), user.must_change_password, user.last_login) == (False, True, None)
        assert organisations_of(user) == {area.school.pk}

    def test_names_to_log_in_with_are_never_given_twice(self, area):
        by = area.person("officer")
        UserFactory(username="Hoa.NT")

        names = [
            give_seat(person=Person("Nguyễn Thị Hoà"), post=Post(place, Role.CLERK), by=by).user.username
            for place in (area.school, area.commune)
        ]

        assert names == ["hoa.nt2", "hoa.nt3"]

    def test_the_second_of_two_clicks_makes_no_second_account(self, area):
        by, person, post = area.person("officer"), Person("Nguyễn Thị Hoa"), Post(area.school, Role.PRINCIPAL)
        give_seat(person=person, post=post, by=by)

        with pytest.raises(Refused, match="đang là hiệu trưởng"):
            give_seat(person=person, post=post, by=by)

        assert get_user_model().objects.filter(full_name="Nguyễn Thị Hoa").count() == 1

    def test_an_address_in_use_makes_no_second_account(self, area):
        UserFactory(email="Hoa@Example.test")

        with pytest.raises(Refused, match="Đã có người dùng"):
            give_seat(
                person=Person("Trần Văn Khác", "hoa@example.test"),
                post=Post(area.school, Role.CLERK),
                by=area.person("officer"),
            )

    @pytest.mark.parametrize(
        ("role", "more", "reason"),
        [
            (Role.OFFICER, {}, "không có ở loại đơn vị"),
            (Role.CLERK, {"is_deputy": True}, "không có cấp phó"),
            (Role.CLERK, {"starts_on": dt.date(2100, 2, 2), "ends_on": dt.date(2100, 2, 1)}, "từ ngày bắt đầu"),
            (Role.CLERK, {"ends_on": dt.date(2018, 1, 1)}, "đã qua"),
        ],
    )
    def test_impossible_posts_are_refused(self, area, role, more, reason):
        with pytest.raises(Refused, match=reason):
            give_seat(person=Person("A B"), post=Post(area.school, role, **more), by=area.person("administrator"))

        assert not get_user_model().objects.filter(full_name="A B").exists()

    def test_whoever_may_not_give_the_seat_gives_none(self, area):
        with pytest.raises(PermissionDenied):
            give_seat(person=Person("A B"), post=Post(area.school, Role.PRINCIPAL), by=area.person("principal"))


class TestDays:
    """A seat counts from the first minute of its first day to the last of its last, on the clock of the wall."""

    @pytest.mark.parametrize(
        ("clock", "acts"),
        [
            (dt.datetime(2030, 3, 9, 23, 59, 59, tzinfo=VIETNAM), False),
            (dt.datetime(2030, 3, 10, 0, 0, 1, tzinfo=VIETNAM), True),
            (dt.datetime(2030, 3, 20, 23, 59, 59, tzinfo=VIETNAM), True),
            (dt.datetime(2030, 3, 21, 0, 0, 1, tzinfo=VIETNAM), False),
        ],
    )
    def test_at_local_midnight(self, area, clock, acts):
        seat = seat_of(area, starts_on=dt.date(2030, 3, 10), ends_on=dt.date(2030, 3, 20))

        with time_machine.travel(clock, tick=False):
            found = organisations_of(seat.user)

        assert (found == {area.school.pk}) is acts

    def test_an_ended_seat_opens_no_page_although_the_person_is_logged_in(self, area, login_as):
        seat = seat_of(area)
        client = login_as(seat.user)
        assert client.get("/people/").status_code == 200

        end_seat(seat=seat, last_day=None, version=version_of(seat), by=area.person("officer"))

        assert client.get("/people/").status_code == 403


class TestEnding:
    def test_with_a_last_day_the_person_acts_until_it_is_over(self, area):
        seat = seat_of(area)
        today = timezone.localdate()

        end_seat(seat=seat, last_day=today, version=version_of(seat), by=area.person("officer"))

        seat.refresh_from_db()
        assert seat.ends_on == today
        assert organisations_of(seat.user) == {area.school.pk}

    def test_at_once_ends_the_ways_in_too(self, area):
        seat = seat_of(area, starts_on=dt.date(2018, 1, 1))
        way = InvitationFactory(membership=seat)

        end_seat(seat=seat, last_day=None, version=version_of(seat), by=area.person("officer"))

        way.refresh_from_db()
        assert way.state == InvitationState.CANCELLED
        assert organisations_of(seat.user) == frozenset()

    def test_a_seat_that_has_not_lasted_a_day_leaves_no_day_behind(self, area):
        seat = seat_of(area, starts_on=timezone.localdate() + DAY)
        InvitationFactory(membership=seat)

        end_seat(seat=seat, last_day=None, version=version_of(seat), by=area.person("officer"))

        assert not Membership.objects.filter(pk=seat.pk).exists()
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("days", [-1, 60])
    def test_days_behind_us_and_beyond_the_term_are_refused(self, area, days):
        today = timezone.localdate()
        seat = seat_of(area, ends_on=today + 30 * DAY)

        with pytest.raises(Refused):
            end_seat(seat=seat, last_day=today + days * DAY, version=version_of(seat), by=area.person("officer"))

    def test_the_last_administrator_stays(self, area):
        first = MembershipFactory(organisation=area.committee, role=Role.ADMINISTRATOR)

        with pytest.raises(Refused, match="quản trị cuối cùng"):
            end_seat(seat=first, last_day=timezone.localdate(), version=version_of(first), by=first.user)

        second = MembershipFactory(organisation=area.committee, role=Role.ADMINISTRATOR)
        end_seat(seat=first, last_day=timezone.localdate(), version=version_of(first), by=second.user)
        with pytest.raises(Refused, match="quản trị cuối cùng"):
            end_seat(seat=second, last_day=timezone.localdate(), version=version_of(second), by=second.user)

    def test_an_administrator_whose_account_is_closed_does_not_count(self, area):
        seat = MembershipFactory(organisation=area.committee, role=Role.ADMINISTRATOR)
        member(area.committee, Role.ADMINISTRATOR, is_active=False)

        with pytest.raises(Refused):
            change_term(
                seat=seat,
                post=Post(area.committee, Role.ADMINISTRATOR, ends_on=timezone.localdate()),
                version=version_of(seat),
                by=seat.user,
            )

    def test_the_only_principal_is_known_as_such(self, area):
        seat = seat_of(area)
        seat_of(area, ends_on=dt.date(2018, 1, 1))
        today = timezone.localdate()
        assert is_last_principal(seat, today)

        seat_of(area, is_deputy=True)

        assert not is_last_principal(seat, today)


class TestChanging:
    def test_a_page_opened_before_does_not_overwrite_what_came_since(self, area):
        seat = seat_of(area)
        old = version_of(seat)
        by = area.person("officer")
        post = Post(area.school, Role.PRINCIPAL, ends_on=timezone.localdate() + 9 * DAY)
        change_term(seat=seat, post=post, version=old, by=by)

        with pytest.raises(ChangedMeanwhile):
            change_term(seat=seat, post=Post(area.school, Role.PRINCIPAL, decision="12/QĐ"), version=old, by=by)

        seat.refresh_from_db()
        assert (seat.ends_on, seat.decision) == (post.ends_on, "")

    def test_two_terms_of_one_person_do_not_meet(self, area):
        today = timezone.localdate()
        first = seat_of(area, starts_on=today, ends_on=today + 9 * DAY)
        second = seat_of(area, user=first.user, starts_on=today + 20 * DAY)

        with pytest.raises(Refused, match="trùng"):
            change_term(
                seat=second,
                post=Post(area.school, Role.PRINCIPAL, starts_on=today + 5 * DAY),
                version=version_of(second),
                by=area.person("officer"),
            )

    def test_a_principal_makes_no_deputy_a_principal(self, area):
        deputy = seat_of(area, is_deputy=True)

        with pytest.raises(PermissionDenied):
            change_term(
                seat=deputy,
                post=Post(area.school, Role.PRINCIPAL),
                version=version_of(deputy),
                by=area.person("principal"),
            )


class TestHandingOver:
    def test_the_successor_begins_the_day_after(self, area):
        seat = seat_of(area)
        last = timezone.localdate() + 3 * DAY

        new = hand_over(
            seat=seat,
            last_day=last,
            person=Person("Lê Văn Mới", "moi@example.test"),
            decision="12/QĐ",
            version=version_of(seat),
            by=area.person("officer"),
        )

        seat.refresh_from_db()
        assert (seat.ends_on, new.starts_on, new.ends_on) == (last, last + DAY, None)
        assert (new.organisation, new.role, new.decision) == (area.school, Role.PRINCIPAL, "12/QĐ")
        assert organisations_of(new.user) == frozenset()

    def test_a_deputy_who_takes_over_is_no_deputy_any_more(self, area):
        seat, deputy = seat_of(area), seat_of(area, is_deputy=True)
        last = timezone.localdate()

        hand_over(
            seat=seat,
            last_day=last,
            person=Person(deputy.user.full_name, user=deputy.user),
            decision="",
            version=version_of(seat),
            by=area.person("officer"),
        )

        deputy.refresh_from_db()
        assert deputy.ends_on == last

    def test_nobody_takes_over_from_themselves_and_nothing_is_left_half_done(self, area):
        seat = seat_of(area)
        by = area.person("officer")
        for person in (Person("Khác", user=seat.user), Person("Trùng Thư", seat.user.email)):
            with pytest.raises(Refused):
                hand_over(
                    seat=seat,
                    last_day=timezone.localdate(),
                    person=person,
                    decision="",
                    version=version_of(seat),
                    by=by,
                )

        seat.refresh_from_db()
        assert seat.ends_on is None


def test_a_deputy_is_called_one(area):
    assert [seat_of(area, is_deputy=True).title, seat_of(area).title] == ["Phó hiệu trưởng", "Hiệu trưởng"]
