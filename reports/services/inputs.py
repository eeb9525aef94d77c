"""The inputs of the report form: what each of them holds now, and what the lines of requests mean."""

from collections.abc import Mapping
from copy import copy

from reports.cells import read_percent
from reports.enums import Addressee
from reports.models import Recommendation
from reports.queries.sheet import Sheet
from reports.request_matching import Line, match_lines
from vietnamese.text import nfc

ANSWERED_REASON = (
    "Kiến nghị này đã được trả lời nên giữ nguyên, không sửa và không xóa được. "
    "Trường cho biết đã giải quyết hay chưa ở mục trả lời kiến nghị; việc mới thì ghi thành kiến nghị mới."
)


def plain(text: str) -> str:
    """A typed text as it is stored."""
    return nfc(text).replace("\r\n", "\n").strip()


def stored_inputs(sheet: Sheet) -> dict[str, str]:
    """What the report holds by input name; requests are one list and are compared as one (`read_requests`)."""
    texts: dict[str, str] = {}
    for section in sheet.sections:
        texts |= {section.field_name: section.text, f"{section.field_name}-why": section.justification}
    for task in sheet.tasks:
        name = task.field_name
        progress = "" if task.progress is None else str(task.progress)
        texts |= {f"{name}-status": task.status, f"{name}-progress": progress, f"{name}-text": task.text}
    for still in sheet.standing:
        texts |= {f"{still.field_name}-verdict": still.verdict, f"{still.field_name}-word": still.word}
    for row in sheet.grid:
        name = row.field_name
        texts |= {f"{name}-n": row.raw_numerator, f"{name}-d": row.raw_denominator, f"{name}-v": row.raw_value}
        texts |= {f"{name}-note": row.note, f"{name}-why": row.justification}
    return texts


def is_unchanged(name: str, typed: str, stored: str) -> bool:
    """Whether saving the typed text would change nothing."""
    if name.endswith("-progress"):
        return read_percent(typed) == read_percent(stored)
    return plain(typed) == plain(stored)


def has_requests(changes: Mapping[str, str]) -> bool:
    """Whether the lines of requests were sent along."""
    return any(name.startswith("rec-") for name in changes)


def typed_lines(changes: Mapping[str, str]) -> dict[int, Line]:
    """The lines of requests by their number on the page; a line without text is a line taken away."""
    numbers = {int(name.split("-")[1]) for name in changes if name.startswith("rec-") and name.split("-")[1].isdigit()}
    lines = {}
    for number in sorted(numbers):
        addressee, pk = changes.get(f"rec-{number}-addressee", ""), changes.get(f"rec-{number}-id", "")
        lines[number] = Line(
            text=plain(changes.get(f"rec-{number}-text", "")),
            addressee=addressee if addressee in Addressee.values else Addressee.OFFICE.value,
            pk=int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0,
        )
    return lines


def read_requests(sheet: Sheet, changes: Mapping[str, str]) -> list[Recommendation]:
    """The requests as typed, in the order of their numbers; each continues the stored one it was (`match_lines`).

    What was answered stays as it is, in front: an answer belongs to the words it was given to.
    """
    answered = [row for row in sheet.recommendations if row.is_answered]
    fixed = {row.pk for row in answered}
    stored = [row for row in (*sheet.recommendations, *sheet.dropped) if not row.is_answered]
    lines = [line for line in typed_lines(changes).values() if line.text and line.pk not in fixed]
    places = match_lines([Line(row.text, row.addressee, row.pk or 0) for row in stored], lines)
    kept = list(answered)
    for place, line in zip(places, lines, strict=True):
        # A copy, because what is read may never be stored.
        row = Recommendation(submission=sheet.submission) if place is None else copy(stored[place])
        if row.owner_id and row.addressee != line.addressee:
            row.owner = None  # the sending of the report finds the one who has to answer now
        row.text, row.addressee, row.position, row.is_dropped = line.text, line.addressee, len(kept), False
        kept.append(row)
    return kept


def refuse_answered(sheet: Sheet, changes: Mapping[str, str]) -> None:
    """Note in `sheet.refused` what a page that knew no answer yet would change of requests answered meanwhile."""
    answered = {row.pk: row for row in sheet.recommendations if row.is_answered}
    for number, line in typed_lines(changes).items():
        row = answered.get(line.pk)
        if row and (line.text, line.addressee) != (row.text, row.addressee):
            name = f"rec-{number}-text"
            sheet.refused[name] = line.text
            sheet.reasons[name] = ANSWERED_REASON
