"""What a search gives back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from reports.presentation import Badge

MOST_ROWS = 500  # of one kind are put in order; whoever finds more types another word


class Kind(TextChoices):
    """The groups of the results, in their order on the page."""

    SCHOOLS = "schools", "Trường và đơn vị"
    TASKS = "tasks", "Nhiệm vụ"
    INDICATORS = "indicators", "Chỉ tiêu"
    PLANS = "plans", "Kế hoạch"
    DOCUMENTS = "documents", "Văn bản"
    REPORTS = "reports", "Báo cáo"
    PAGES = "pages", "Trang của cổng"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where it leads and one line about where it belongs."""

    title: str
    url: str
    context: str
    badge: Badge | None = None


@dataclass(frozen=True)
class Found:
    """Everything of one kind, best first; `total` may be more than the rows that were read.

    Addresses and words are made only for what is shown.
    """

    kind: Kind
    rows: Sequence[Any]
    total: int
    make: Callable[[Any], Hit]

    def hits(self, rows: Iterable[Any]) -> list[Hit]:
        """The rows as they are shown."""
        return [self.make(row) for row in rows]

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)


def everything(kind: Kind, rows: Sequence[Any], make: Callable[[Any], Hit]) -> Found:
    """What was compared in memory, and is therefore complete."""
    return Found(kind, rows, len(rows), make)
