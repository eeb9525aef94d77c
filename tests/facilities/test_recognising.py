"""Noting recognitions and expectations: what is refused, what follows, what happens when two people write."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from facilities.enums import RecognitionKind
from facilities.models import PlannedRecognition
from facilities.queries.expected import open_expectations
from facilities.services.recognising import (
    RecognitionChanged,
    RecognitionRefused,
    correct_recognition,
    expect_recognition,
    fingerprint,
    give_up,
    recognise,
    remove_recognition,
)
from schools.models import NationalStandard, School
from tests.factories import (
    NationalStandardFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlannedRecognitionFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def note(school: School, day: dt.date, due: dt.date | None = None, **fields: Any) -> NationalStandard:
    due = due or day.replace(year=day.year + 5)
    given = {"level": 1, "decision": "12/QĐ", "recognised_on": day, "recheck_due_on": due, "by": None, **fields}
    return recognise(school=school, **given)


def refusals(call: Any, *args: Any, **fields: Any) -> list[tuple[str, str]]:
    """The fields and beginnings of what is refused."""
    with pytest.raises(RecognitionRefused) as refused:
        call(*args, **fields)
    return [(issue.field, issue.message) for issue in refused.value.issues]


def test_recognition_is_noted_and_fulfils_what_was_expected() -> None:
    planned = PlannedRecognitionFactory()
    elsewhere = PlannedRecognitionFactory()

    row = note(planned.school, dt.date(2018, 3, 1))

    assert planned.school.standards.get() == row
    assert list(open_expectations()) == [elsewhere]
    planned.refresh_from_db()
    assert planned.recognition == row


def test_same_recognition_sent_twice_is_written_once() -> None:
    school = SchoolFactory()

    assert note(school, dt.date(2018, 3, 1)) == note(school, dt.date(2018, 3, 1))
    assert school.standards.count() == 1


def test_re_check_passed_before_the_old_one_ends_is_another_row() -> None:
    old = NationalStandardFactory(recognised_on=dt.date(2013, 5, 1))

    note(old.school, dt.date(2018, 3, 1))

    assert old.school.standards.count() == 2
    assert School.objects.at_standard(dt.date(2018, 2, 28)).get() == old.school
    assert School.objects.at_standard(dt.date(2023, 3, 1)).get() == old.school


def test_everything_wrong_with_a_recognition_is_said_at_once() -> None:
    tomorrow = timezone.localdate() + DAY
    school = SchoolFactory(organisation__valid_to=dt.date(2019, 11, 30))

    found = refusals(note, school, tomorrow, tomorrow)

    assert [field for field, _ in found] == ["recognised_on", "recognised_on", "recheck_due_on"]
    assert "30/11/2019" in found[0][1]
    assert "chưa đến" in found[1][1]
    assert school.standards.count() == 0


def test_recognition_before_the_school_was_founded() -> None:
    school = SchoolFactory(organisation__valid_from=dt.date(2019, 12, 1))

    assert refusals(note, school, dt.date(2019, 11, 30)) == [
        ("recognised_on", "Trường thành lập ngày 01/12/2019, sau ngày này.")
    ]
    assert note(school, dt.date(2019, 12, 1)).pk


@pytest.mark.parametrize(
    ("day", "due", "field"),
    [
        ((2018, 3, 1), (2024, 1, 1), "recognised_on"),  # the same day
        ((2018, 6, 1), (2020, 1, 1), "recheck_due_on"),  # within it
        ((2017, 1, 1), (2024, 1, 1), "recheck_due_on"),  # around it
        ((2018, 6, 1), (2023, 3, 1), "recheck_due_on"),  # ends with it
        ((2018, 6, 1), (2030, 1, 1), "recheck_due_on"),  # a slip of the pen
    ],
)
def test_overlaps(day: tuple[int, int, int], due: tuple[int, int, int], field: str) -> None:
    school = NationalStandardFactory(recognised_on=dt.date(2018, 3, 1)).school

    found = refusals(note, school, dt.date(*day), dt.date(*due))

    assert [name for name, _ in found] == [field]


def test_recognition_of_earlier_years_can_be_added_later() -> None:
    school = NationalStandardFactory(recognised_on=dt.date(2018, 3, 1)).school

    assert note(school, dt.date(2013, 2, 1)).recheck_due_on == dt.date(2018, 2, 1)


def test_correcting_a_row_and_what_somebody_else_changed_meanwhile() -> None:
    row = NationalStandardFactory(is_illustrative=True)
    seen = fingerprint(row)
    given = {"level": 2, "decision": "5/QĐ", "recognised_on": dt.date(2018, 4, 1), "by": None}

    correct_recognition(recognition=row, seen=seen, recheck_due_on=dt.date(2023, 4, 1), **given)
    with pytest.raises(RecognitionChanged):
        correct_recognition(recognition=row, seen=seen, recheck_due_on=dt.date(2024, 4, 1), **given)

    row.refresh_from_db()
    assert (row.level, row.decision, row.recheck_due_on) == (2, "5/QĐ", dt.date(2023, 4, 1))
    assert not row.is_illustrative


def test_removed_row_opens_its_expectation_again() -> None:
    row = NationalStandardFactory()
    planned = PlannedRecognitionFactory(school=row.school, recognition=row)

    remove_recognition(recognition=row, by=None)

    assert list(open_expectations()) == [planned]
    assert not School.objects.at_standard(dt.date(2018, 6, 1)).exists()


# -- expectations -------------------------------------------------------------------------------------------------
def expect(school: School, days: int = 30, **fields: Any) -> PlannedRecognition:
    given = {"kind": RecognitionKind.NEW, "level": 1, "note": "", **fields}
    return expect_recognition(school=school, expected_on=timezone.localdate() + days * DAY, **given)


def test_expectation_belongs_to_the_plan_of_its_year() -> None:
    day = timezone.localdate() + 30 * DAY
    row = PlanIndicatorFactory(
        plan=PlanFactory(year=day.year),
        indicator__code="B01",
        indicator__entered_by="computed",
    )

    assert expect(SchoolFactory()).plan == row.plan


def test_everything_wrong_with_an_expectation_is_said_at_once() -> None:
    school = NationalStandardFactory().school
    PlannedRecognitionFactory(school=school)

    found = refusals(expect, school, -1)

    assert [field for field, _ in found] == ["expected_on", "kind", "school"]


@pytest.mark.parametrize(
    ("recognised", "kind", "level", "fields"),
    [
        (False, RecognitionKind.RENEWAL, 1, ["kind"]),
        (True, RecognitionKind.HIGHER, 1, ["level"]),
        (True, RecognitionKind.HIGHER, 2, []),
        (True, RecognitionKind.RENEWAL, 1, []),
        (False, RecognitionKind.NEW, 2, []),
    ],
)
def test_kind_fits_the_history(recognised: bool, kind: str, level: int, fields: list[str]) -> None:
    school = NationalStandardFactory().school if recognised else SchoolFactory()

    if fields:
        assert [field for field, _ in refusals(expect, school, kind=kind, level=level)] == fields
    else:
        assert expect(school, kind=kind, level=level).pk


def test_given_up_once_and_expected_again_on_the_same_day() -> None:
    row = expect(SchoolFactory())

    assert give_up(planned=row)
    assert not give_up(planned=row)
    assert not open_expectations().exists()

    again = expect(row.school, note="Đề nghị lại")
    assert again.pk == row.pk
    assert list(open_expectations().values_list("note", flat=True)) == ["Đề nghị lại"]


def test_expectation_can_move_to_the_day_of_one_that_was_given_up() -> None:
    row = expect(SchoolFactory(), 30)
    give_up(planned=row)
    other = expect(row.school, 60)

    expect(row.school, 30, planned=other)

    assert list(PlannedRecognition.objects.values_list("pk", flat=True)) == [other.pk]


def test_open_on_a_day_of_the_past() -> None:
    came = NationalStandardFactory(recognised_on=dt.date(2018, 9, 1))
    planned = PlannedRecognitionFactory(school=came.school, recognition=came, expected_on=dt.date(2018, 8, 1))
    given_up = PlannedRecognitionFactory(given_up_on=dt.date(2018, 7, 1), expected_on=dt.date(2018, 8, 1))

    days = [dt.date(2018, 6, 30), dt.date(2018, 7, 1), dt.date(2018, 9, 1)]
    assert [set(open_expectations(day)) for day in days] == [{planned, given_up}, {planned}, set()]
