"""Class rooms against classes: one rule for the page of rooms, the cards and the summary (reference B45, B46)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomCount:
    """Classes and class rooms of a school in one school year. `function_rooms` is None where nobody has said it."""

    classes: int
    permanent: int
    semi_permanent: int
    temporary: int
    borrowed: int
    function_rooms: int | None = None

    @property
    def lasting(self) -> int:
        """Rooms of the school's own that may stay: Plan 04 II.2.d wants temporary and borrowed ones gone."""
        return self.permanent + self.semi_permanent

    @property
    def missing(self) -> int | None:
        """How many classes have no lasting room of their own; never below 0, None where nobody counted classes."""
        return max(0, self.classes - self.lasting) if self.classes else None


@dataclass(frozen=True, slots=True)
class RoomTotals:
    """The sum over schools. Rooms one school has too many do not help another, so what is missing is added up school
    by school; `counted` of `schools` have figures, and a school without figures adds nothing to any sum."""

    schools: int
    counted: int
    classes: int
    permanent: int
    semi_permanent: int
    temporary: int
    borrowed: int
    missing: int
    lacking: int
    function_rooms: int | None
    coming: int


def totals(rows: Iterable[tuple[RoomCount | None, int]]) -> RoomTotals:
    """The sums of (count of a school or None, rooms that its unfinished works bring)."""
    pairs = list(rows)
    counts = [count for count, _ in pairs if count is not None]
    known = [count.function_rooms for count in counts if count.function_rooms is not None]
    return RoomTotals(
        schools=len(pairs),
        counted=len(counts),
        classes=sum(count.classes for count in counts),
        permanent=sum(count.permanent for count in counts),
        semi_permanent=sum(count.semi_permanent for count in counts),
        temporary=sum(count.temporary for count in counts),
        borrowed=sum(count.borrowed for count in counts),
        missing=sum(count.missing or 0 for count in counts),
        lacking=sum(bool(count.missing) for count in counts),
        function_rooms=sum(known) if known else None,
        coming=sum(coming for _, coming in pairs),
    )
