"""What the form of a visit shows in each line, with what was typed and what somebody else has written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from facilities.models import Finding, Inspection, Photo
from facilities.services.inspecting import VisitCell
from facilities.visit_cells import PARTS, VISIT_TEXTS, Unreadable, read_part, shown_part, split_name


@dataclass(frozen=True)
class Line:
    """One line of the form: its number, what stands in its inputs, what is said beside them."""

    number: int
    pk: int
    text: str
    group: str
    is_work: bool
    result: str
    note: str
    mend_by: str
    seen_percent: str
    photos: list[Photo]
    notes: dict[str, str] = field(default_factory=dict)


def typed_cells(data: QueryDict) -> list[VisitCell]:
    """What a page sent as a whole has in its inputs."""
    known = {name: split_name(name) for name in data}
    return [
        VisitCell(name, data.get(name, "") or "")
        for name, (number, part) in known.items()
        if part in (VISIT_TEXTS if number is None else PARTS)
    ]


def stale_cells(visit: Inspection, cells: list[VisitCell]) -> dict[str, str]:
    """The inputs whose text is not what is stored by now, with that: somebody wrote meanwhile."""
    lines = {line.pk: line for line in visit.findings.all()}
    stale = {}
    for cell in cells:
        number, part = split_name(cell.name)
        row = visit if number is None else lines.get(number)
        if row is not None and _normal(part, cell.value) != shown_part(row, part):
            stale[cell.name] = shown_part(row, part)
    return stale


def _normal(part: str, text: str) -> str:
    try:
        value = read_part(part, text)
    except Unreadable:
        return text
    return "" if value is None else str(value)


def lines_of(
    visit: Inspection,
    *,
    typed: Mapping[str, str] | None = None,
    stale: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
) -> list[Line]:
    """The lines of the form in their order; `typed` stands in the inputs instead of what is stored."""
    return [
        _line(number, line, typed or {}, stale or {}, refused or {})
        for number, line in enumerate(visit.findings.all(), start=1)
    ]


def _line(
    number: int, line: Finding, typed: Mapping[str, str], stale: Mapping[str, str], refused: Mapping[str, str]
) -> Line:
    names = {part: f"finding-{line.pk}-{part}" for part in PARTS}
    shown = {part: typed.get(name, shown_part(line, part)) for part, name in names.items()}
    notes = {part: refused[name] for part, name in names.items() if name in refused}
    for part, name in names.items():
        if name in stale:
            notes[part] = f"Người khác vừa ghi: “{_in_words(line, part, stale[name])}”. Bấm Lưu lần nữa để ghi bản này."
    if f"photo-{line.pk}" in refused:
        notes["photo"] = refused[f"photo-{line.pk}"]
    return Line(
        number=number,
        pk=line.pk,
        text=line.text,
        group=line.topic.group if line.topic else "",
        is_work=line.work_id is not None,
        photos=list(line.photos.all()),
        notes=notes,
        **shown,
    )


def _in_words(line: Finding, part: str, stored: str) -> str:
    if part == "result":
        return str(line.get_result_display())
    return stored or "(để trống)"
