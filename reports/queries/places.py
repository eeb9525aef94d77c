"""The places of a report a comment can be anchored to."""

from plans.enums import SectionKind
from reports.corrections import WHOLE, row_of
from reports.queries.sheet import Sheet

WHOLE_PLACE = "Toàn báo cáo"


def places_of(sheet: Sheet) -> dict[str, str]:
    """Every place of a report that a comment can be anchored to, with its words; "" is the whole report."""
    places = {WHOLE: WHOLE_PLACE}
    for section in sheet.sections:
        places[section.field_name] = f"Mục {section.label}. {section.title}"
        if section.kind == SectionKind.TASKS:
            places |= {task.field_name: f"Nhiệm vụ {task.code}. {task.title}" for task in sheet.tasks}
        elif section.kind == SectionKind.INDICATORS:
            for line, row in enumerate(sheet.grid, 1):
                places[row.field_name] = f"Biểu số liệu, dòng {line}: {row.name}"
                for part, label, _ in row.cells:
                    places[f"{row.field_name}-{part}"] = f"{places[row.field_name]} – {label}"
    return places


def section_of(sheet: Sheet, anchor: str) -> str:
    """The code of the section on whose page a place stands; the first section for the whole report."""
    row = row_of(anchor)
    kinds = {"task": SectionKind.TASKS, "value": SectionKind.INDICATORS}
    wanted = kinds.get(row.partition("-")[0])
    for section in sheet.sections:
        if section.field_name == row or (wanted and section.kind == wanted):
            return section.code
    return sheet.sections[0].code if sheet.sections else ""
