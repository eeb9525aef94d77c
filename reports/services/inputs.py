"""The inputs of the report form: what each of them holds now, and what the lines of requests mean."""

from collections.abc import Mapping

from reports.cells import read_percent
from reports.enums import Addressee
from reports.models import Recommendation, Submission
from reports.queries.sheet import Sheet
from vietnamese.text import nfc


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


def read_requests(submission: Submission, changes: Mapping[str, str]) -> list[Recommendation]:
    """The requests in the order of their numbers; a line without text is a line taken away."""
    numbers = sorted(
        {int(name.split("-")[1]) for name in changes if name.startswith("rec-") and name.split("-")[1].isdigit()}
    )
    kept: list[Recommendation] = []
    for number in numbers:
        text = nfc(changes.get(f"rec-{number}-text", "")).strip()
        addressee = changes.get(f"rec-{number}-addressee", "")
        if text:
            known = addressee if addressee in Addressee.values else Addressee.OFFICE
            kept.append(Recommendation(submission=submission, addressee=known, text=text, position=len(kept)))
    return kept
