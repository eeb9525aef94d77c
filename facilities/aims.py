"""Two targets of a plan held against each other: so many new schools at the national standard, and a share of them.

Plan 04 wants 4 to 5 new schools and 80 %: from 41 of 59 that is at most 46, while 80 % needs 48 (domain reference §3.6
rule 12, §5.3). Pure functions; nothing is rounded.
"""

import datetime as dt
import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from facilities.shares import SchoolRecord, Share, is_valid, share_on


class Verdict(enum.Enum):
    """How the two targets go together."""

    FIT = "fit"  # the fewest new schools wanted are enough
    WITH_RENEWALS = "renewals"  # they are enough when every school that falls due passes its re-check
    ONLY_STRETCH = "stretch"  # only the most new schools wanted are enough
    MISMATCH = "mismatch"  # not even those


@dataclass(frozen=True)
class Ground:
    """What a year begins with. `kept` are schools at the standard at the year's end without new ones, whatever falls
    due being passed; of these `lapsing` must pass their re-check first. `whole` are all schools at the year's end."""

    year: int
    start: Share
    whole: int
    kept: int
    lapsing: int


def ground_of(schools: Iterable[SchoolRecord], year: int, seen_on: dt.date) -> Ground:
    """What the year begins with, as the registry knew it on `seen_on`. First recognitions of the year are not in it:
    they are what the target for new schools counts."""
    rows = list(schools)
    before, end = dt.date(year - 1, 12, 31), dt.date(year, 12, 31)
    kept = lapsing = whole = 0
    for school in rows:
        if not school.exists(end):
            continue
        whole += 1
        known = school.recognised_by(seen_on)
        was, will_be = is_valid(known, before), is_valid(known, end)
        is_old = any(on <= before for on, _ in known)
        kept += was or (will_be and is_old)
        lapsing += was and not will_be
    return Ground(year, share_on(rows, before), whole, kept, lapsing)


@dataclass(frozen=True)
class Outcome:
    """The share a number of new schools leads to, with and without the re-checks passed."""

    new: int
    best: Share
    worst: Share
    is_enough: bool
    is_enough_at_worst: bool


@dataclass(frozen=True)
class TwoAims:
    """`low` to `high` new schools, and `percent` of all schools; `is_strict` when it must be passed, not reached."""

    ground: Ground
    low: int
    high: int | None
    percent: Decimal
    is_strict: bool = False

    @property
    def needed(self) -> int:
        """The fewest schools at the standard that meet the share: 80 % of 59 are 47,2, so 48."""
        exact = Fraction(self.percent) * self.ground.whole / 100
        return math.floor(exact) + 1 if self.is_strict else math.ceil(exact)

    @property
    def new_needed(self) -> int:
        """How many of them must be new when every re-check is passed."""
        return max(self.needed - self.ground.kept, 0)

    @property
    def new_needed_at_worst(self) -> int:
        """How many must be new when no re-check is passed."""
        return max(self.needed - self.ground.kept + self.ground.lapsing, 0)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """For the fewest and the most new schools wanted."""
        numbers = dict.fromkeys((self.low, self.high if self.high is not None else self.low))
        return tuple(self._outcome(number) for number in numbers)

    @property
    def verdict(self) -> Verdict:
        first, last = self.outcomes[0], self.outcomes[-1]
        if first.is_enough_at_worst:
            return Verdict.FIT
        if first.is_enough:
            return Verdict.WITH_RENEWALS
        return Verdict.ONLY_STRETCH if last.is_enough else Verdict.MISMATCH

    def _outcome(self, new: int) -> Outcome:
        best, worst = self.ground.kept + new, self.ground.kept - self.ground.lapsing + new
        whole = self.ground.whole
        return Outcome(new, Share(best, whole), Share(worst, whole), best >= self.needed, worst >= self.needed)
