"""The facts of a year as texts by key: what a request keeps, compares and shows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from schools.enums import Grade
from schools.fact_fields import GRADE_PARTS, GROUPS, grade_key, label_of_key
from schools.models import FactsRequest, School
from vietnamese.dates import school_year_label
from vietnamese.numbers import format_number

SHOWN_REQUESTS = 20
SHOWN_FIGURES = 8


def text_of(value: Decimal | int | None) -> str:
    """A number as it is kept in a request: without the zeros that only fill a column."""
    if value is None:
        return ""
    number = Decimal(value)
    return str(int(number)) if number == int(number) else str(number.normalize())


def values_of(school: School, school_year: int) -> dict[str, str]:
    """What the registry says about the year, "" where nobody has said it; empty without any facts: two queries."""
    facts = school.yearly_facts.filter(school_year=school_year).prefetch_related("grades").first()
    if facts is None:
        return {}
    found = {name: text_of(getattr(facts, name)) for names in GROUPS.values() for name in names}
    for row in facts.grades.all():
        found |= {grade_key(Grade(row.grade), part): text_of(getattr(row, part)) for part in GRADE_PARTS}
    return found


@dataclass(frozen=True)
class Difference:
    """One figure of a request: what stood when it was asked, what was asked for, what stands now."""

    label: str
    before: str
    proposed: str
    now: str

    @property
    def has_moved(self) -> bool:
        """Whether the registry has changed since the school asked."""
        return self.now != self.before


def differences(request: FactsRequest, stands: Mapping[str, str]) -> list[Difference]:
    """What is asked for, figure by figure, against what stood then and `stands` now; numbers as they are shown."""
    return [
        Difference(label_of_key(key), shown(request.before.get(key, "")), shown(text), shown(stands.get(key, "")))
        for key, text in request.proposed.items()
    ]


def shown(text: str) -> str:
    """A kept number as a person reads it; a dash where nothing is said."""
    return format_number(Decimal(text)) if text else "–"


def fingerprint(request: FactsRequest, stands: Mapping[str, str]) -> str:
    """What the office saw of the figures in question, short enough for a form."""
    seen = json.dumps([stands.get(key, "") for key in sorted(request.proposed)])
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Told:
    """A request as the school's page tells it: the first figures, and how many there are besides."""

    request: FactsRequest
    year: str
    differences: list[Difference]
    more: int


def requests_told(school: School) -> list[Told]:
    """What was asked to be mended in the school's facts, by whom and with which answer, latest first: one query."""
    found = school.facts_requests.select_related("asked_by", "decided_by")[:SHOWN_REQUESTS]
    return [
        Told(
            asked,
            school_year_label(asked.school_year),
            differences(asked, {})[:SHOWN_FIGURES],
            max(len(asked.proposed) - SHOWN_FIGURES, 0),
        )
        for asked in found
    ]
