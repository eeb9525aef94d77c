"""Saving the cells of a self-assessment: whoever writes second is told, and nothing is overwritten silently."""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from facilities.enums import CriterionResult
from facilities.models import AssessmentLine, SelfAssessment
from facilities.services.assessing import claim
from schools.enums import StandardLevel
from vietnamese.dates import DateError, format_date, parse_date
from vietnamese.numbers import NumberError, number_for_input, parse_number

PARTS = {"result": "result", "evidence": "evidence", "gap": "gap", "cost": "cost_million", "due": "due_on"}
WHOLE = {"aim": "aimed_level", "conclusion": "conclusion"}
LONGEST = 4000
DEAREST = Decimal(100_000_000)
GAP_WITHOUT_UNMET = (
    "Chỉ tiêu chí “Chưa đạt” mới ghi phần còn thiếu và kinh phí; chọn “Chưa đạt” hoặc để trống hai ô ấy."
)


@dataclass(frozen=True)
class Cell:
    """One typed text by the name of its input; `seen` is the digest of what the person saw, None to write
    regardless."""

    name: str
    value: str
    seen: str | None = None


@dataclass
class SavedCells:
    """What became of the cells, by name: what is stored now in place of a text that met another one (`conflicts`), and
    why a text cannot be stored (`refused`)."""

    at: dt.datetime
    saved: list[str] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return not (self.conflicts or self.refused)


class Refused(ValueError):
    """The text means nothing for its cell; the message is Vietnamese."""


def digest(text: str) -> str:
    """A short sign of a text, to tell whether it is still what somebody saw; empty for no text."""
    return hashlib.blake2s(text.encode(), digest_size=5).hexdigest() if text else ""


def plain(name: str, text: str) -> str:
    """What two texts of the input of this name are compared as: composed, one kind of line end, nothing around it; a
    number or a day in one way of writing it, if it is one."""
    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\0", "")).strip()
    part = name.rpartition("-")[2]
    try:
        if part == "cost" and found:
            return number_for_input(parse_number(found, max_decimals=3))
        if part == "due" and found:
            return format_date(parse_date(found))
    except (NumberError, DateError):
        pass  # compared as it stands; storing it will say what is wrong
    return found


def seen_as(name: str, text: str) -> str:
    """The digest of a text somebody saw in the input of this name."""
    return digest(plain(name, text))


def texts_of(line: AssessmentLine) -> dict[str, str]:
    """The cells of a line as their inputs show them."""
    return {
        "result": line.result,
        "evidence": line.evidence,
        "gap": line.gap,
        "cost": number_for_input(line.cost_million) if line.cost_million is not None else "",
        "due": format_date(line.due_on) if line.due_on else "",
    }


def whole_texts(assessment: SelfAssessment) -> dict[str, str]:
    """The cells of the assessment as a whole."""
    return {"aim": str(assessment.aimed_level), "conclusion": assessment.conclusion}


@transaction.atomic
def save_cells(*, assessment: SelfAssessment, cells: Iterable[Cell]) -> SavedCells:
    """Store what was typed into an open assessment, cell by cell. Unknown names are ignored.

    Raises:
        Conflict: the assessment was finished meanwhile; nothing is stored.
    """
    claim(assessment)
    result = SavedCells(at=timezone.now())
    groups: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        kind, _, rest = cell.name.partition("-")
        number, _, part = rest.partition("-")
        if kind == "line" and number and part:
            groups.setdefault(number, {})[part] = cell
    _save_whole(assessment.pk, groups.pop("0", {}), result)
    lines = {str(line.pk): line for line in assessment.lines.select_for_update()}
    changed = [
        lines[number] for number, typed in groups.items() if number in lines and _write(lines[number], typed, result)
    ]
    AssessmentLine.objects.bulk_update(changed, list(PARTS.values()))
    return result


def _save_whole(pk: int, typed: Mapping[str, Cell], result: SavedCells) -> None:
    fresh = SelfAssessment.objects.get(pk=pk)
    wanted = _wanted(whole_texts(fresh), typed, result)
    if "aim" in wanted:
        if wanted["aim"] in map(str, StandardLevel.values):
            fresh.aimed_level = int(wanted["aim"])
        else:
            result.refused[typed["aim"].name] = "Chọn mức độ phấn đấu."
    if "conclusion" in wanted:
        if len(wanted["conclusion"]) > LONGEST:
            result.refused[typed["conclusion"].name] = f"Kết luận ghi tối đa {LONGEST} chữ."
        else:
            fresh.conclusion = wanted["conclusion"]
    if wanted:
        fresh.save(update_fields=list(WHOLE.values()))


def _wanted(stored: Mapping[str, str], typed: Mapping[str, Cell], result: SavedCells) -> dict[str, str]:
    """The parts somebody has really changed; one that somebody else has changed meanwhile is a conflict."""
    wanted: dict[str, str] = {}
    for part, cell in typed.items():
        text = plain(cell.name, cell.value)
        if part not in stored or text == stored[part] or cell.seen == digest(text):
            continue
        if cell.seen is not None and cell.seen != digest(stored[part]):
            result.conflicts[cell.name] = stored[part]
            continue
        wanted[part] = text
    return wanted


def _write(line: AssessmentLine, typed: Mapping[str, Cell], result: SavedCells) -> bool:
    """Put what was changed into the line; whether anything was."""
    values: dict[str, Any] = {}
    for part, text in _wanted(texts_of(line), typed, result).items():
        try:
            values[part] = _read(part, text)
        except Refused as error:
            result.refused[typed[part].name] = str(error)
    if not _gap_fits(line, values):
        for part in {"result", "gap", "cost"} & values.keys():
            result.refused[typed[part].name] = GAP_WITHOUT_UNMET
            del values[part]
    for part, value in values.items():
        setattr(line, PARTS[part], value)
        result.saved.append(typed[part].name)
    return bool(values)


def _gap_fits(line: AssessmentLine, values: Mapping[str, Any]) -> bool:
    """Only an unmet criterion has a gap and its cost."""
    if values.get("result", line.result) == CriterionResult.UNMET:
        return True
    return not values.get("gap", line.gap) and values.get("cost", line.cost_million) is None


def _read(part: str, text: str) -> Any:
    try:
        if part == "cost":
            return _cost(text) if text else None
        if part == "due":
            return parse_date(text) if text else None
    except (NumberError, DateError) as error:
        raise Refused(error.message) from error
    if len(text) > LONGEST:
        raise Refused(f"Ô này ghi tối đa {LONGEST} chữ; đang có {len(text)}.")
    if part == "result" and text not in CriterionResult.values:
        raise Refused("Chọn một kết quả.")
    return text


def _cost(text: str) -> Decimal:
    cost = parse_number(text, max_decimals=3)
    if cost < 0:
        raise Refused("Kinh phí không được âm.")
    if cost >= DEAREST:
        raise Refused("Kinh phí ghi theo triệu đồng; số này quá lớn.")
    return cost
