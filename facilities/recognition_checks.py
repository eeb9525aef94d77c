"""What is wrong with a recognition, or with one that is expected: pure functions, everything wrong at once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from facilities.enums import RecognitionKind
from facilities.shares import Recognised
from schools.models import School
from vietnamese.dates import format_date

FARTHEST_YEARS = 10  # beyond it the year is a slip of the pen


@dataclass(frozen=True)
class Issue:
    """A field of the form and what is wrong with it."""

    field: str
    message: str


def recognition_issues(
    school: School, recognised_on: dt.date, recheck_due_on: dt.date, *, others: Iterable[Recognised], today: dt.date
) -> list[Issue]:
    """Why a school cannot have been recognised on the day until the other: the day has not come, the school was not
    there, or another of its recognitions lies within this one or around it. A recognition that begins before the one
    before it ends is a re-check passed in time."""
    issues = _out_of_life(school, recognised_on, "recognised_on")
    if recognised_on > today:
        issues.append(Issue("recognised_on", "Ngày công nhận chưa đến; nếu mới dự kiến, dùng “Ghi dự kiến công nhận”."))
    if recheck_due_on <= recognised_on:
        issues.append(Issue("recheck_due_on", "Hạn kiểm tra lại phải sau ngày công nhận."))
    elif recheck_due_on.year > recognised_on.year + FARTHEST_YEARS:
        issues.append(Issue("recheck_due_on", f"Hạn kiểm tra lại sau ngày công nhận hơn {FARTHEST_YEARS} năm."))
    for start, until in sorted(others):
        words = f"lần công nhận ngày {format_date(start)} (kiểm tra lại trước {format_date(until)})"
        if start == recognised_on:
            issues.append(Issue("recognised_on", f"Trường đã có {words}; sửa dòng đó nếu ghi sai."))
        elif (start < recognised_on) != (until < recheck_due_on):
            issues.append(Issue("recheck_due_on", f"Thời hạn này chồng lên {words}: ngày sau phải có hạn sau."))
    return issues


def planned_issues(
    school: School,
    kind: str,
    level: int,
    expected_on: dt.date,
    *,
    made: Iterable[tuple[dt.date, int]],
    open_on: dt.date | None,
    today: dt.date,
) -> list[Issue]:
    """Why a recognition cannot be expected so. `made` are the recognitions of the school as (day, level), `open_on` is
    the day of another expectation that is still open."""
    issues = _out_of_life(school, expected_on, "expected_on")
    known = sorted(made)
    if expected_on < today:
        issues.append(Issue("expected_on", "Ngày dự kiến đã qua; nếu đã có quyết định, dùng “Ghi công nhận”."))
    elif expected_on.year > today.year + FARTHEST_YEARS:
        issues.append(Issue("expected_on", f"Ngày dự kiến cách hôm nay hơn {FARTHEST_YEARS} năm; xem lại năm đã ghi."))
    if kind == RecognitionKind.NEW and known:
        day = format_date(known[0][0])
        issues.append(Issue("kind", f"Trường đã được công nhận ngày {day}; chọn công nhận lại hoặc nâng mức độ."))
    if kind != RecognitionKind.NEW and not known:
        issues.append(Issue("kind", "Trường chưa được công nhận lần nào; chọn công nhận mới."))
    if kind == RecognitionKind.HIGHER and known and level <= known[-1][1]:
        issues.append(Issue("level", f"Trường đang ở mức độ {known[-1][1]}; nâng mức độ thì chọn mức cao hơn."))
    if open_on is not None:
        day = format_date(open_on)
        issues.append(Issue("school", f"Trường đã có dự kiến công nhận ngày {day}; sửa dự kiến đó thay vì ghi thêm."))
    return issues


def _out_of_life(school: School, day: dt.date, field: str) -> list[Issue]:
    founded, closed = school.organisation.valid_from, school.organisation.valid_to
    if founded and day < founded:
        return [Issue(field, f"Trường thành lập ngày {format_date(founded)}, sau ngày này.")]
    if closed and day > closed:
        return [Issue(field, f"Trường đã giải thể hoặc sáp nhập từ sau ngày {format_date(closed)}.")]
    return []
