"""Drawing up a letter of reminder: who gets into it, what is kept, and when it is refused."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from reports.enums import SubmissionStatus
from reports.models import ReminderLetter, Submission
from reports.services import lettering
from reports.services.errors import Conflict
from tests.factories import CalendarDayFactory, ExtensionFactory, OrganisationProfileFactory, UserFactory
from tests.reports.letters import RESPOND_BY, TODAY, a_body, a_letter, a_period, a_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def names(letter: ReminderLetter) -> list[str]:
    return [row.organisation for row in letter.late_rows]


def test_only_what_is_owed_and_overdue_stands_in_it() -> None:
    period = a_period()
    a_school(period, "Nợ")
    a_school(period, "Nháp", draft=True)
    a_school(period, "Trả lại", returned=True, returned_due_on=dt.date(2018, 6, 12))
    a_school(period, "Còn hạn nộp lại", returned=True)
    a_school(period, "Đã nộp", submitted=True)
    a_school(period, "Đã duyệt", accepted=True)
    ExtensionFactory(submission=a_school(period, "Gia hạn"), until=dt.date(2018, 6, 13))
    a_school(a_period(), "Kỳ khác")

    letter = a_letter(period, submissions=Submission.objects.all())

    assert names(letter) == ["Nháp", "Nợ", "Trả lại"]
    assert [(row.due_on, row.days_late) for row in letter.late_rows] == [
        (dt.date(2018, 6, 9), 4),
        (dt.date(2018, 6, 9), 4),
        (dt.date(2018, 6, 12), 1),
    ]


def test_an_extension_that_has_ended_counts_from_its_own_day() -> None:
    period = a_period()
    ExtensionFactory(submission=a_school(period), until=dt.date(2018, 6, 12))

    (row,) = a_letter(period).late_rows

    assert (row.due_on, row.days_late) == (dt.date(2018, 6, 12), 1)


def test_only_the_chosen_ones_by_report_or_by_id() -> None:
    period = a_period()
    first, second, _ = a_school(period, "A"), a_school(period, "B"), a_school(period, "C")

    letter = a_letter(period, submissions=[first, second.pk, 10**9])

    assert names(letter) == ["A", "B"]


def test_letter_keeps_what_was_true_when_it_was_drawn_up() -> None:
    period, author = a_period(), UserFactory()
    late = a_school(period, "MN Cẩm Vũ", draft=True)
    OrganisationProfileFactory(organisation=late.organisation, name="Trường Mầm non Cẩm Vũ", head_title="Hiệu trưởng")
    OrganisationProfileFactory(organisation=late.organisation.school.commune, name="Xã Cẩm Vũ")

    letter = a_letter(period, by=author, note="  Gấp.  ")
    Submission.objects.update(status=SubmissionStatus.NOT_STARTED)
    letter.refresh_from_db()

    assert letter.rows == [
        {
            "submission": late.pk,
            "organisation": "Trường Mầm non Cẩm Vũ",
            "kind": "school",
            "head_title": "Hiệu trưởng",
            "commune": "Xã Cẩm Vũ",
            "status": "draft",
            "due_on": "2018-06-09",
            "days_late": 4,
        }
    ]
    assert (letter.as_of, letter.respond_by, letter.note) == (dt.date(2018, 6, 13), RESPOND_BY, "Gấp.")
    assert (letter.created_by, letter.created_at) == (author, TODAY)


def test_body_without_a_school_has_no_commune() -> None:
    period = a_period()
    a_body(period, "Hội Nơi Ấy")

    (row,) = a_letter(period).late_rows

    assert (row.organisation, row.commune, row.is_school) == ("Hội Nơi Ấy", "", False)


def test_nobody_late_is_refused() -> None:
    period = a_period()
    a_school(period, submitted=True)

    with pytest.raises(Conflict, match="Không có đơn vị nào trong danh sách còn nợ báo cáo quá hạn"):
        a_letter(period)
    assert ReminderLetter.objects.count() == 0


def test_a_past_hour_is_refused() -> None:
    period = a_period()
    a_school(period)

    with pytest.raises(Conflict, match="Thời hạn đề nghị gửi phải sau"):
        a_letter(period, respond_by=TODAY)
    assert ReminderLetter.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(count: int, django_assert_num_queries: Any) -> None:
    period, author = a_period(), UserFactory()
    pks = [a_school(period).pk for _ in range(count)]

    # Late reports, their words, the words of their communes, the letter.
    with django_assert_num_queries(5):
        a_letter(period, submissions=pks, by=author)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (dt.datetime(2018, 6, 11, 3, tzinfo=dt.UTC), dt.date(2018, 6, 14)),  # Monday → Thursday
        (dt.datetime(2018, 6, 13, 3, tzinfo=dt.UTC), dt.date(2018, 6, 18)),  # Wednesday → over the weekend
        (dt.datetime(2018, 6, 13, 18, tzinfo=dt.UTC), dt.date(2018, 6, 19)),  # Thursday here, Wednesday in UTC
        (dt.datetime(2018, 4, 27, 3, tzinfo=dt.UTC), dt.date(2018, 5, 4)),  # over 30 April and 1 May
    ],
)
def test_three_working_days_are_proposed(now: dt.datetime, expected: dt.date) -> None:
    proposed = timezone.localtime(lettering.default_respond_by(now), timezone.get_default_timezone())

    assert (proposed.date(), proposed.time()) == (expected, dt.time(17))


def test_days_the_office_is_closed_are_not_counted() -> None:
    CalendarDayFactory(day=dt.date(2018, 6, 14), is_off=True)

    assert lettering.default_respond_by(TODAY) == dt.datetime(2018, 6, 19, 10, tzinfo=dt.UTC)
