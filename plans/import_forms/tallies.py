"""How far each part of an import is, in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.import_forms.base import RowForm
from plans.import_forms.review import Review
from plans.imports.parts import Level, Part


@dataclass
class Tally:
    """How far a part is: its rows, and of them (in the head of the document: of its fields) those to be looked at, with
    something not found, and changed by hand; then the errors."""

    part: Part
    rows: int = 0
    check: int = 0
    missing: int = 0
    changed: int = 0
    wrong: int = 0


def tallies(review: Review) -> list[Tally]:
    """The parts with their counts, for the overview."""
    return [_tally(part, review.everything[part]) for part in Part]


def _tally(part: Part, forms: Sequence[RowForm]) -> Tally:
    tally = Tally(part, rows=len(forms), wrong=sum(len(found) for form in forms for found in form.errors.values()))
    groups = [[(form, name) for name in form.texts] for form in forms]
    if part == Part.HEADER:
        groups = [[field] for group in groups for field in group]
    for group in groups:
        untouched = [form.level_of(name) for form, name in group if not form.is_changed(name)]
        tally.changed += len(untouched) < len(group)
        tally.check += Level.CHECK in untouched
        tally.missing += Level.MISSING in untouched
    return tally
