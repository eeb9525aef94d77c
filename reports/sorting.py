"""Sorting a list by its headings. The choice lives in the URL as `sort=late` or `sort=-late`, as the filters do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class SortKey:
    """By what a column sorts: a path or annotation. `descends_first` columns begin with the largest."""

    by: str
    label: str
    descends_first: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the table shows it; `query` is "" where there is nothing to sort by."""

    label: str
    query: str = ""
    direction: str = ""  # as ARIA says it: ascending, descending or nothing
    css: str = ""

    @property
    def sign(self) -> str:
        return {"ascending": "▲", "descending": "▼"}.get(self.direction, "")

    @property
    def spoken(self) -> str:
        return {"ascending": "đang xếp tăng dần", "descending": "đang xếp giảm dần"}.get(self.direction, "")


class Sorting:
    """The order somebody chose among `keys`; whatever else the URL says means the first of them."""

    def __init__(self, params: QueryDict, keys: Mapping[str, SortKey]) -> None:
        self._params, self._keys = params, keys
        asked = params.get("sort", "")
        name = asked.removeprefix("-")
        self.name = name if name in keys else next(iter(keys))
        self.descending = asked.startswith("-") and name in keys

    def apply(self, queryset: Any, *, then: tuple[str, ...]) -> Any:
        """The rows in the chosen order, empty values last either way, equal ones in the order `then`."""
        by = F(self._keys[self.name].by)
        first = by.desc(nulls_last=True) if self.descending else by.asc(nulls_last=True)
        return queryset.order_by(first, *then)

    @property
    def value(self) -> str:
        """The order as the address says it."""
        return f"-{self.name}" if self.descending else self.name

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Every order there is, for screens too narrow for headings."""
        return [
            (f"{sign}{name}", f"Xếp theo: {key.label} {words}")
            for name, key in self._keys.items()
            for sign, words in (("", "tăng dần"), ("-", "giảm dần"))
        ]

    def heading(self, name: str, css: str = "") -> Heading:
        """The heading of a column that sorts, a link to its order; the one that sorts now leads to the opposite."""
        is_current = name == self.name
        descending = not self.descending if is_current else self._keys[name].descends_first
        params = self._params.copy()
        params["sort"] = f"-{name}" if descending else name
        params.pop("page", None)
        direction = ("descending" if self.descending else "ascending") if is_current else ""
        return Heading(self._keys[name].label, f"?{params.urlencode()}", direction, css)
