"""Periods proposed for a plan, unsaved: those of another plan moved by whole years, or a preset of the data file."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plans.calendars import working_calendar
from plans.deadline_words import default_words
from plans.enums import DeadlineRule
from plans.models import Plan, ReportingPeriod
from plans.services.shifting import Shift
from vietnamese.dates import school_year_of

PRESETS = Path(__file__).resolve().parent.parent / "data" / "period-presets.yaml"
DATES = ("data_from", "data_to", "opens_on", "deadline_on", "forward_on", "closes_on")
Values = dict[str, Any]


@dataclass(frozen=True)
class Preset:
    """A regime of periods by the closing dates of Decree 09/2019/NĐ-CP (domain reference §2.1)."""

    code: str
    name: str
    periods: tuple[dict[str, Any], ...]
    deadline_after: int
    opens_before: int


@cache
def presets() -> tuple[Preset, ...]:
    """The presets of the data file, in its order."""
    data = yaml.safe_load(PRESETS.read_text(encoding="utf-8"))
    return tuple(
        Preset(
            code=entry["code"],
            name=entry["name"],
            periods=tuple(entry["periods"]),
            deadline_after=data["deadline_after_working_days"],
            opens_before=data["opens_before_days"],
        )
        for entry in data["presets"]
    )


def from_preset(preset: Preset, year: int) -> list[Values]:
    """The preset's periods for a plan year. The decree names closing dates only: deadline and opening are suggested by
    the data file, and marked so; one query."""
    calendar = working_calendar(dt.date(year - 1, 12, 1), dt.date(year + 1, 1, 31))
    found = []
    for entry in preset.periods:
        data_to = _day(entry["data_to"], year)
        deadline_on = calendar.add(data_to, preset.deadline_after)
        found.append(
            {
                "label": entry["label"],
                "data_from": _day(entry["data_from"], year),
                "data_to": data_to,
                "school_year": school_year_of(data_to),
                "opens_on": data_to - dt.timedelta(days=preset.opens_before),
                "deadline_on": deadline_on,
                "deadline_rule": DeadlineRule.NOT_LATER_THAN.value,
                "deadline_text": default_words(deadline_on, DeadlineRule.NOT_LATER_THAN),
                "forward_on": None,
                "closes_on": None,
                "is_illustrative": True,
            }
        )
    return found


def from_plan(source: Plan, year: int) -> list[Values]:
    """The periods of another plan for a plan year: dates by whole years, the end of a month stays its end, and the
    year inside the wording moves along; one query."""
    shift = Shift(source.year, year)
    return [_shifted(period, shift) for period in source.periods.order_by("position")]


def _shifted(period: ReportingPeriod, shift: Shift) -> Values:
    deadline_on = shift.date(period.deadline_on) or period.deadline_on
    words = shift.text(period.deadline_text)
    return {
        **{name: shift.date(getattr(period, name)) for name in DATES},
        "label": shift.text(period.label),
        "school_year": shift.number(period.school_year),
        "deadline_rule": period.deadline_rule,
        "deadline_text": words or default_words(deadline_on, period.deadline_rule),
        "is_illustrative": period.is_illustrative,
    }


def _day(parts: list[int], year: int) -> dt.date:
    offset, month, day = parts
    return dt.date(year + offset, month, day)
