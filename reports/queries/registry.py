"""The registry of schools as computed figures read it: who existed where and was recognised when, in one part."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

from facilities.queries.records import school_records
from facilities.shares import SchoolRecord
from reports.queries.cuts import WHOLE, Cut


@dataclass(frozen=True)
class Registry:
    """The schools of the area, or of the part that `cut` names."""

    schools: tuple[SchoolRecord, ...] = ()
    cut: Cut = WHOLE

    @classmethod
    def load(cls) -> Self:
        """All schools that ever belonged to the area, with their recognitions: one query."""
        return cls(school_records())

    def within(self, cut: Cut) -> Self:
        """The same schools, of which only those of the part are counted."""
        return replace(self, cut=cut)

    def on(self, day: dt.date) -> list[SchoolRecord]:
        """The schools of the part on the day."""
        return [
            school
            for school in self.schools
            if school.exists(day) and self.cut.covers(school.levels, school.commune_on(day))
        ]
