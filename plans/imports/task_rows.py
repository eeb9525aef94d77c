"""Sections as rows of the task tree, flat, parents before children."""

from collections.abc import Iterable

from plans.enums import TaskKind
from plans.imports import suggestions
from plans.imports.parts import Level
from plans.imports.rows import Row
from plans.reading.found import Bullet, Section

MOST_TITLE = 250
MOST_LABEL = 12
MOST_CODE = 20
_ALPHABET = "abcdđeghiklmnopqrstuvxy"  # domain reference §1.2, "Điểm"
KEEP, SPLIT = "keep", "split"


def task_rows(sections: Iterable[Section]) -> list[Row]:
    """Every section and every bullet.

    A section with bullets says whether they are tasks of their own: proposed for parts and groups (II, II.2), whose
    bullets are the tasks, and not for single tasks (III.1.1), whose bullets explain them. Rows of a table of
    assignments always are. No bullet is lost: those kept together stay the section's text.
    """
    rows: list[Row] = []
    codes: set[str] = set()
    for section in sections:
        _add(section, 0, suggestions.task_kind(section.title or section.text or ""), rows, codes)
    return rows


def _add(section: Section, depth: int, kind: TaskKind, rows: list[Row], codes: set[str]) -> None:
    row = Row(f"tasks-{len(rows)}", section.line, Level.of(section.confidence))
    row.extra = {"depth": depth, "code": _free(section.code or section.label or "", codes)}
    row.put("include", "1")
    row.put("label", (section.label or "")[:MOST_LABEL])
    _put_title(row, section.title, section.text or " ".join(bullet.text for bullet in section.bullets[:1]))
    if depth == 0:
        row.put("kind", kind.value, level=Level.CHECK)
    long_title = section.title if len(section.title or "") > MOST_TITLE else None
    row.put("text", "\n".join(filter(None, [long_title, section.text])))
    rows.append(row)
    if section.bullets:
        assigned = any(bullet.assigned for bullet in section.bullets)
        row.put("bullets", SPLIT if assigned or "." not in section.code.partition(".")[2] else KEEP, level=Level.CHECK)
        row.put("listed", "\n".join(f"- {bullet.printed('  ')}" for bullet in section.bullets))
        for at, bullet in enumerate(section.bullets):
            rows.append(_bullet(bullet, at, row, len(rows), codes))
    for child in section.children:
        _add(child, depth + 1, kind, rows, codes)


def _bullet(bullet: Bullet, at: int, parent: Row, number: int, codes: set[str]) -> Row:
    row = Row(f"tasks-{number}", bullet.line)
    letter = _ALPHABET[at] if at < len(_ALPHABET) else str(at + 1)
    code = _free(f"{parent.extra['code']}.{letter}", codes)
    row.extra = {"depth": parent.extra["depth"] + 1, "code": code, "bullet_of": parent.key}
    row.put("include", "1")
    row.put("label", "-")
    assigned = bullet.assigned
    if assigned:
        _put_title(row, assigned.task, "")
        row.put("lead", assigned.lead)
        row.put("coordinating", assigned.coordinating)
        row.put("due", assigned.due)
        row.put("product", assigned.product)
        row.put("text", assigned.task if len(assigned.task) > MOST_TITLE else "")
        return row
    _put_title(row, None, bullet.text)
    row.put("text", bullet.printed())
    return row


def _put_title(row: Row, title: str | None, text: str) -> None:
    """The document's own heading, or a suggestion made of the beginning of the text."""
    if title and len(title) <= MOST_TITLE:
        row.put("title", title)
    else:
        row.suggest("title", suggestions.task_title(title or text), "Rút gọn từ nội dung.")


def _free(code: str, codes: set[str]) -> str:
    """A code no other task has: documents do number two paragraphs alike."""
    base = code if 0 < len(code) <= MOST_CODE else f"m{len(codes) + 1}"
    free, count = base, 2
    while free in codes:
        suffix = f"-{count}"
        free, count = base[: MOST_CODE - len(suffix)] + suffix, count + 1
    codes.add(free)
    return free
