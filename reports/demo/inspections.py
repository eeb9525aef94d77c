"""Visits of the demonstration: ended ones with things mended, open and overdue, one with photos, one being written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from facilities.enums import FindingResult, InspectionKind, InspectionState
from facilities.models import Finding, Inspection
from facilities.services.inspecting import start_inspection
from facilities.services.photos import add_photo
from facilities.services.topics import load_topics
from plans.calendars import working_calendar
from plans.deadlines import local_day
from plans.models import Plan
from reports.demo.clock import DAY, dice, moment
from reports.demo.people import Cast
from reports.demo.sketches import sketch
from schools.enums import OrganisationKind
from schools.models import School

PRINCIPAL = "hieutruong"
ENDED_AT = dt.time(16, 40)
LONGEST_BREAK = 30 * DAY


@dataclass(frozen=True)
class Told:
    """One thing to mend: the code of its topic, what was seen, days until it must and until it was mended."""

    code: str
    note: str
    mend_days: int
    mended_days: int | None = None
    mended_note: str = ""
    photos: int = 0


@dataclass(frozen=True)
class Script:
    """One visit, so many days ago."""

    days_ago: int
    kind: InspectionKind
    conclusion: str
    demands: str = ""
    told: tuple[Told, ...] = field(default_factory=tuple)
    is_open: bool = False


SCRIPTS = (
    Script(
        47, InspectionKind.QUARTERLY,
        "Nhà trường giữ nền nếp, hồ sơ cơ bản đầy đủ. Hai việc về cơ sở vật chất phải khắc phục.",
        "Báo kết quả khắc phục trên Cổng đúng hạn.\nRà lại hồ sơ tự đánh giá chuẩn quốc gia.",
        (
            Told("structure", "Tường hai phòng học tầng một thấm, vữa bong ở chân tường.", 25, photos=2),
            Told("fire", "Hai bình chữa cháy hết hạn kiểm định.", 14, 9, "Đã thay hai bình mới, dán nhãn hạn dùng."),
        ),
    ),
    Script(
        26, InspectionKind.MONTHLY, "Bếp ăn, sân chơi bảo đảm. Một việc phải khắc phục ngay.",
        told=(Told("toilets", "Vòi nước khu vệ sinh hỏng, thiếu xà phòng.", 10, 6, "Đã thay vòi, mua xà phòng."),),
    ),
    Script(
        12, InspectionKind.MONTHLY, "Các phòng học sạch, đủ ánh sáng. Tường rào phía ao chưa bảo đảm.",
        "Cảnh báo, không để trẻ chơi phía ao cho đến khi làm xong rào.",
        (Told("fences", "Đoạn rào phía ao dài khoảng 8 mét bị đổ.", 45, photos=1),),
    ),
    Script(1, InspectionKind.SURPRISE, "", is_open=True),
)  # fmt: skip


def write_inspections(plan: Plan, cast: Cast, schools: Sequence[School], now: dt.datetime) -> int:
    """Load the checklist and write the visits of the office that receives the plan; returns how many. The first is to
    the school of the principal whose account the demonstration names."""
    load_topics()
    if plan.receiver.kind != OrganisationKind.EDUCATION_OFFICE:
        return 0
    told_of = {pk for pk, principal in cast.principals.items() if principal.username == PRINCIPAL}
    first = [school for school in schools if school.organisation_id in told_of]
    rest = [school for school in schools if school not in first]
    chosen = (first + dice("inspections", plan.year).sample(rest, min(len(SCRIPTS), len(rest))))[: len(SCRIPTS)]
    for script, school in zip(SCRIPTS, chosen, strict=False):
        _write(script, school, plan, cast.officer, now)
    return len(chosen)


def _write(script: Script, school: School, plan: Plan, by: Any, now: dt.datetime) -> None:
    day = local_day(now) - script.days_ago * DAY
    day = working_calendar(day - LONGEST_BREAK, day).on_or_before(day)
    visit = start_inspection(
        school=school,
        office=plan.receiver,
        kind=script.kind,
        visited_on=day,
        by=by,
        members=f"{by.get_full_name()}, chuyên viên",
    )
    chance = dice("inspection", school.organisation.code)
    told = {one.code: one for one in script.told}
    for line in visit.findings.select_related("topic"):
        _look(line, told.get(line.topic.code if line.topic else ""), script.is_open, day, now)
    for one in script.told:
        seen = visit.findings.filter(topic__code=one.code).first()
        for _ in range(one.photos):
            add_photo(upload=sketch(chance, is_damp=True), by=by, inspection=visit, finding=seen)
    if script.told and script.told[0].photos:
        add_photo(upload=sketch(chance), by=by, inspection=visit, caption="Khu lớp học nhìn từ cổng trường")
    done = {} if script.is_open else {"state": InspectionState.DONE, "done_at": moment(day, ENDED_AT)}
    Inspection.objects.filter(pk=visit.pk).update(
        conclusion=script.conclusion, demands=script.demands, is_illustrative=True, created_at=moment(day), **done
    )


def _look(line: Finding, told: Told | None, is_open: bool, day: dt.date, now: dt.datetime) -> None:
    """What stands in one line; of the visit that is being written only the first lines have been looked at."""
    if told is None:
        line.result = FindingResult.NOT_LOOKED if is_open and line.position > 4 else FindingResult.GOOD
        if line.work_id:
            line.seen_percent = None if is_open else line.work.percent  # type: ignore[union-attr]
    else:
        line.result, line.note, line.mend_by = FindingResult.ISSUE, told.note, day + told.mend_days * DAY
        if told.mended_days is not None and day + told.mended_days * DAY <= local_day(now):
            line.mended_on, line.mended_note = day + told.mended_days * DAY, told.mended_note
    line.save()
