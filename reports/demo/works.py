"""Works of the demonstration: some finished, some running, some late for each reason; two with drawn photos."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from facilities.enums import WorkKind, WorkState
from facilities.models import FundSource, Work, WorkFunding, WorkUpdate
from facilities.services.fund_sources import load_fund_sources
from facilities.services.photos import add_photo
from plans.deadlines import local_day
from plans.models import Plan
from reports.demo import story
from reports.demo.clock import DAY, dice, moment
from reports.demo.people import Cast
from reports.demo.sketches import sketch
from schools.models import School

EVERY = 30  # days between two lines of progress
AFTERNOON = dt.time(15, 10)
PHOTOGRAPHED = 2
NOTES = ((15, "Xong phần móng."), (40, "Đang xây tường, đổ cột."), (70, "Đã đổ mái."), (99, "Đang hoàn thiện."))
DONE_NOTE = "Đã nghiệm thu, đưa vào sử dụng."
# Sources by code with their share in percent; the last mixture leaves a gap.
SOURCES = ({"HUYEN": 60, "XA": 40}, {"HUYEN": 50, "XA": 35, "XHH": 15}, {"XA": 70, "XHH": 30}, {"HUYEN": 45, "XA": 25})
SOURCES_WITHOUT_DISTRICT = ({"XA": 100}, {"TINH": 50, "XA": 35, "XHH": 15}, {"XA": 70, "XHH": 30}, {"TINH": 70})


@dataclass(frozen=True)
class Script:
    """One work: `start` is a day of the plan's year, `days` how long it was to take, `pace` how fast it goes compared
    with that; at `stops` percent it halts; a pace of 0 never begins."""

    kind: WorkKind
    name: str
    rooms: int
    value: int
    start: tuple[int, int]
    days: int
    pace: float = 1.0
    stops: int = 101


SCRIPTS = (
    Script(WorkKind.NEW, "Nhà lớp học 2 tầng 8 phòng", 8, 5200, (2, 26), 200, 1.05),
    Script(WorkKind.NEW, "Nhà lớp học 2 tầng 6 phòng", 6, 3900, (3, 12), 230, 0.72),
    Script(WorkKind.REPAIR, "Cải tạo nhà lớp học, thay mái", 0, 850, (6, 4), 75),
    Script(WorkKind.NEW, "Nhà lớp học 2 tầng 4 phòng", 4, 2750, (9, 3), 240, 0.95),
    Script(WorkKind.NEW, "Nhà hiệu bộ và phòng chức năng", 0, 3100, (4, 16), 210, 0.9, 35),
    Script(WorkKind.LAND, "San lấp mở rộng sân trường", 0, 640, (5, 7), 90, 0.85),
    Script(WorkKind.AUXILIARY, "Nhà đa năng", 0, 2400, (9, 17), 180, 0),
    Script(WorkKind.AUXILIARY, "Bếp ăn bán trú một chiều", 0, 980, (5, 14), 110, 1.1),
    Script(WorkKind.NEW, "Nhà lớp học 3 tầng 9 phòng", 9, 6800, (10, 8), 300, 1.0),
    Script(WorkKind.EQUIPMENT, "Thiết bị phòng tin học, ngoại ngữ", 0, 760, (8, 6), 45, 1.2),
)  # fmt: skip


def write_works(plan: Plan, schools: Sequence[School], cast: Cast, now: dt.datetime) -> int:
    """The works of a plan as on the day, with what was told of them until the year's end; returns how many."""
    load_fund_sources()
    day = min(local_day(now), dt.date(plan.year, 12, 31))
    has_district = plan.year < 2025
    rows, updates, funding = [], [], []
    sources = FundSource.objects.in_bulk(field_name="code")
    mixtures = SOURCES if has_district else SOURCES_WITHOUT_DISTRICT
    for number, (school, script) in enumerate(zip(_builders(schools), SCRIPTS, strict=False)):
        work = _work(plan, school, script)
        told = _told(work, script, day)
        _settle(work, told)
        rows.append(work)
        updates += told
        value = Decimal(script.value)
        shares = mixtures[number % len(mixtures)].items()
        funding += [
            WorkFunding(work=work, source=sources[code], amount_million=value * share / 100) for code, share in shares
        ]
    Work.objects.bulk_create(rows)
    WorkFunding.objects.bulk_create(funding)
    for update in updates:
        update.by = cast.officer
    WorkUpdate.objects.bulk_create(updates)
    _photograph(rows, cast, now)
    return len(rows)


def _builders(schools: Sequence[School]) -> list[School]:
    """The schools of the communes that hurry, then others; a school has one work."""
    by_name = {school.organisation.short_name: school for school in schools}
    first = [by_name[name] for name in story.HURRYING if name in by_name]
    return [*first, *(school for school in schools if school not in first)]


def _work(plan: Plan, school: School, script: Script) -> Work:
    start = dt.date(plan.year, *script.start)
    return Work(
        school=school,
        plan=plan,
        kind=script.kind,
        name=script.name if plan.year == story.YEAR else f"{script.name} ({plan.year})",
        rooms=script.rooms,
        value_million=Decimal(script.value),
        planned_start=start,
        planned_end=start + dt.timedelta(days=script.days),
        is_illustrative=True,
    )


def _told(work: Work, script: Script, day: dt.date) -> list[WorkUpdate]:
    """A line a month from the beginning until the work is finished, halts, or the day has come."""
    found: list[WorkUpdate] = []
    begun = work.planned_start or day
    for number in range(1, 14):
        on = begun + dt.timedelta(days=EVERY * number)
        if not script.pace or on > day:
            break
        percent = min(round(100 * EVERY * number / script.days * script.pace), 100)
        halts = percent >= script.stops
        state = WorkState.STOPPED if halts else WorkState.FINISHED if percent == 100 else WorkState.RUNNING
        percent = min(percent, script.stops)
        note = next((text for limit, text in NOTES if percent <= limit), DONE_NOTE)
        found.append(
            WorkUpdate(
                work=work,
                seen_on=on,
                percent=percent,
                state=state,
                note="Chờ điều chỉnh thiết kế, nhà thầu tạm dừng." if halts else note,
                created_at=moment(on, AFTERNOON),
            )
        )
        if state != WorkState.RUNNING:
            break
    return found


def _settle(work: Work, told: Sequence[WorkUpdate]) -> None:
    """The work stands where its last line says."""
    if not told:
        return
    work.percent, work.state, work.actual_start = told[-1].percent, told[-1].state, work.planned_start
    if work.state == WorkState.FINISHED:
        work.actual_end = told[-1].seen_on


def _photograph(works: Sequence[Work], cast: Cast, now: dt.datetime) -> None:
    """Drawn pictures at the latest lines of the first works."""
    latest = [work.updates.order_by("-seen_on").first() for work in works[:PHOTOGRAPHED]]
    for update in filter(None, latest):
        for number in range(2):
            chance = dice("work photo", update.seen_on.year, update.work.name, number)
            photo = add_photo(upload=sketch(chance), by=cast.officer, work_update=update, caption="Ảnh minh họa")
            photo.created_at = min(moment(update.seen_on, AFTERNOON) + DAY / 48, now)
            photo.save(update_fields=["created_at"])
