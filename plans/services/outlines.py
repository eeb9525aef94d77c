"""Outlines to begin with: ready ones from data files, and those of other plans."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from plans.enums import SectionKind
from plans.models import OutlineSection, Plan
from plans.services.errors import Conflict
from plans.services.sections import lock_section
from schools.enums import Levels
from schools.services.data_files import Entry, Problems, read_files

PRESETS = Path(__file__).resolve().parent.parent / "data" / "outlines.yaml"


@dataclass(frozen=True)
class Preset:
    """A ready outline: its name for people and the values of its sections."""

    code: str
    name: str
    sections: tuple[dict[str, Any], ...]


def outline_of(plan: Plan) -> QuerySet[OutlineSection]:
    return plan.outline.order_by("position", "pk")


@cache
def presets() -> dict[str, Preset]:
    """The ready outlines by code (domain reference §6.1).

    Raises:
        DataFilesInvalid: the file has mistakes.
    """
    problems = Problems()
    found = {}
    for top in read_files(PRESETS, problems):
        for entry in top.entries("outlines"):
            code, name = entry.text("code", required=True), entry.text("name", required=True)
            found[code] = Preset(code, name, tuple(section_values(row) for row in entry.entries("sections")))
            entry.done()
        top.done()
    problems.raise_if_any()
    return found


def section_values(entry: Entry) -> dict[str, Any]:
    """The values of one section as a data file writes them."""
    code = entry.text("code", required=True)
    values = {
        "code": code,
        "label": entry.text("label", code),
        "title": entry.text("title", required=True),
        "short_title": entry.text("short_title", required=True),
        "parent_title": entry.text("parent_title"),
        "kind": entry.choice("kind", SectionKind, SectionKind.TEXT.value),
        "guide": entry.text("guide"),
        "levels": entry.choice("levels", Levels, Levels.ALL.value),
        "is_required": entry.flag("is_required", default=True),
        "needs_evidence": entry.flag("needs_evidence"),
    }
    entry.done()
    return values


def values_of(plan: Plan) -> list[dict[str, Any]]:
    """The outline of a plan as values for another."""
    names = [field.name for field in OutlineSection._meta.concrete_fields if field.name not in ("id", "plan")]
    return list(outline_of(plan).values(*names))


@transaction.atomic
def replace_outline(*, plan: Plan, by: Any, sections: list[dict[str, Any]], read_as: str) -> None:
    """Put other sections in the place of a plan's outline.

    Raises:
        SectionChanged: it is not as the person read it. Conflict: as `lock_section`, or reports use a section.
    """
    now = lock_section(plan=plan, read_as=read_as, rows=outline_of)
    try:
        with transaction.atomic():
            now.outline.all().delete()
    except ProtectedError as error:
        count = len(error.protected_objects)
        raise Conflict(f"Chưa thay được: {count} chỗ trong báo cáo đã dùng đề cương này. Hãy sửa từng mục.") from None
    rows = [OutlineSection(**{**values, "plan": now, "position": at}) for at, values in enumerate(sections, 1)]
    OutlineSection.objects.bulk_create(rows)
