"""What a computed figure is made of: schools with their recognitions, communes, reports with the day they came."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plans.models import Indicator, ReportingPeriod
from reports.enums import Purpose
from reports.queries.completeness import UnitStatus
from reports.queries.computed import FROM_REPORTS, SHARES, Part, Sources, parts_of
from reports.queries.cuts import Cut
from schools.models import Organisation
from vietnamese.dates import format_date
from vietnamese.sorting import sort_key
from vietnamese.text import search_key


@dataclass(frozen=True)
class PartRow:
    """One part of a computed figure: whether it counts, and on what ground in words."""

    name: str
    commune: str
    levels: str
    counts: bool
    ground: str
    submission_id: int | None = None

    def matches(self, query: str) -> bool:
        """Whether the name contains every word, diacritics ignored."""
        key = search_key(self.name)
        return all(word in key for word in search_key(query).split())


def part_rows(
    indicator: Indicator,
    period: ReportingPeriod,
    units: Sequence[UnitStatus],
    *,
    cut: Cut,
    sources: Sources | None = None,
) -> tuple[PartRow, ...]:
    """The parts of a computed figure by name; `units` (all of the period) give the reports and the names of communes.

    One query for figures of the registry unless its `sources` are given, none for those of the reports; one more when
    there are schools in a commune of which no unit reports.
    """
    if indicator.code in FROM_REPORTS:
        # As the figure itself: timeliness is told of the whole area only.
        reports = (unit for unit in units if unit.purpose == Purpose.REPORT) if cut.is_whole else ()
        return tuple(_report(unit) for unit in reports)
    read = (sources or Sources.load([indicator], [period])).within(cut)
    parts = parts_of(indicator.code, read, period)
    communes = _communes(parts, units)
    rows = [_part(part, communes, period.data_to) for part in parts]
    if parts and parts[0].school is None:
        rows.sort(key=lambda row: sort_key(row.name))
    return tuple(rows)


def _communes(parts: Iterable[Part], units: Iterable[UnitStatus]) -> dict[int, str]:
    found = {unit.commune_id: unit.commune or "" for unit in units if unit.commune_id is not None}
    missing = {part.commune for part in parts if part.commune is not None} - found.keys()
    if missing:
        found.update(Organisation.objects.filter(pk__in=missing).order_by().values_list("pk", "short_name"))
    return found


def is_share(indicator: Indicator) -> bool:
    """Whether the figure is the share of the parts that count; it is their number otherwise."""
    return indicator.code in SHARES | FROM_REPORTS


def _part(part: Part, communes: Mapping[int, str], day: dt.date) -> PartRow:
    commune = communes.get(part.commune, "") if part.commune else ""
    if part.school is None:
        ground = "Không có trường nào còn công nhận" if part.counts else "Có trường còn công nhận"
        return PartRow(commune, commune, "", part.counts, ground)
    return PartRow(part.school.name, commune, part.school.levels, part.counts, _ground(part.school.recognitions, day))


def _ground(recognitions: tuple[tuple[dt.date, dt.date], ...], day: dt.date) -> str:
    known = [row for row in recognitions if row[0] <= day]
    if not known:
        return "Chưa được công nhận"
    recognised, due = known[-1]
    valid = "còn hiệu lực" if day <= due else "đã hết hiệu lực"
    first = "" if len(known) == 1 else f" (lần đầu {format_date(known[0][0])})"
    return f"Công nhận {format_date(recognised)}{first}; {valid}, hạn kiểm tra lại {format_date(due)}"


def _report(unit: UnitStatus) -> PartRow:
    return PartRow(
        unit.name, unit.commune or "", unit.levels or "", unit.is_on_time, _arrival(unit), unit.submission_id
    )


def _arrival(unit: UnitStatus) -> str:
    state = unit.state
    last = f"hạn {format_date(state.first_last_day)}"
    if not unit.is_received or state.first_submitted_on is None:
        return f"Chưa nộp; {last}"
    sent = f"Nộp {format_date(state.first_submitted_on)}"
    days = (state.first_submitted_on - state.first_last_day).days
    return f"{sent}, muộn {days} ngày; {last}" if days > 0 else f"{sent}, đúng hạn; {last}"
