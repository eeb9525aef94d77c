"""What an amount of money means beside others: pure arithmetic on exact decimals, all in million đồng."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

ZERO = Decimal(0)


@dataclass(frozen=True)
class Money:
    """What is needed, was allocated, was spent and was contributed for one school, one source or all of them.

    `needed` is the value of the works of the plan; `unvalued` counts works whose value nobody has said, so that a
    missing value is not read as 0. Contributions of labour are days and stand apart (domain reference B68).
    """

    needed: Decimal = ZERO
    allocated: Decimal = ZERO
    spent: Decimal = ZERO
    contributed: Decimal = ZERO
    labour_days: Decimal = ZERO
    unvalued: int = 0

    @property
    def balance(self) -> Decimal:
        """What is left of the allocation; below 0 when more was spent than given."""
        return self.allocated - self.spent

    @property
    def is_overspent(self) -> bool:
        return self.spent > self.allocated

    @property
    def gap(self) -> Decimal:
        """What is still missing for the works after allocations and contributions; never below 0."""
        return max(ZERO, self.needed - self.allocated - self.contributed)

    @property
    def spent_percent(self) -> Decimal | None:
        """Share of the allocation that was spent; None where nothing was allocated."""
        return 100 * self.spent / self.allocated if self.allocated else None

    def __add__(self, other: Self) -> "Money":
        return Money(
            self.needed + other.needed,
            self.allocated + other.allocated,
            self.spent + other.spent,
            self.contributed + other.contributed,
            self.labour_days + other.labour_days,
            self.unvalued + other.unvalued,
        )


def total(rows: Iterable[Money]) -> Money:
    """The sum of all amounts. A gap of the sum may be smaller than the sum of gaps: money of one school does not fill
    the hole of another, so gaps are added with `total_gap`."""
    found = Money()
    for row in rows:
        found += row
    return found


def total_gap(rows: Iterable[Money]) -> Decimal:
    """What is missing over all schools, each with its own gap."""
    return sum((row.gap for row in rows), ZERO)
