"""The tree of a plan's tasks in pages light enough for a slow line; most plans fit on one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from reports.queries.tracked_tasks import TrackedTask

PAGE_SIZE = 50
MOST_PARTS = 12  # a plan without parts would list every task once more


@dataclass(frozen=True)
class Part:
    """A part of the plan and the page on which it begins."""

    label: str
    title: str
    page: int
    is_here: bool


@dataclass(frozen=True)
class TreePage:
    """One page of the tree: its rows, before them the parents of the first, and the parts to go to."""

    page: Page
    parents: list[TrackedTask]
    rows: list[TrackedTask]
    parts: list[Part]


def tree_page(kept: Sequence[TrackedTask], number: str | None) -> TreePage:
    """The page of that number, the nearest one when there is none. `kept` are the rows to show on all pages, each
    after its parents."""
    page = Paginator(kept, PAGE_SIZE).get_page(number)
    rows = list(page.object_list)
    by_key = {row.task.pk: row for row in kept}
    parents: list[TrackedTask] = []
    above = by_key.get(rows[0].task.parent_id or 0) if rows else None
    while above is not None:
        parents.insert(0, above)
        above = by_key.get(above.task.parent_id or 0)
    return TreePage(page, parents, rows, _parts(kept, page) if page.has_other_pages() else [])


def _parts(kept: Sequence[TrackedTask], page: Page) -> list[Part]:
    roots = [(place, row.task) for place, row in enumerate(kept) if row.row.depth == 0]
    if len(roots) > MOST_PARTS:
        return []
    ends = [place for place, _ in roots[1:]] + [len(kept)]
    return [
        Part(
            label=task.label or task.code,
            title=task.title,
            page=start // PAGE_SIZE + 1,
            is_here=start < page.end_index() and end >= page.start_index(),
        )
        for (start, task), end in zip(roots, ends, strict=True)
    ]
