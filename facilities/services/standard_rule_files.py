"""From the files of the sets of criteria to rows. Nothing here touches the database."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilities.models import StandardCriterion, StandardRule
from schools.enums import Level, Levels
from schools.services.data_files import Entry, Problems, read_files
from schools.services.row_sync import Row, check_rows

CriterionKey = tuple[str, str, str]  # rule, level, number


@dataclass
class RuleRows:
    """What the files want: rules by code, criteria by rule, level and number, and what stands above each criterion."""

    rules: list[Row] = field(default_factory=list)
    criteria: list[Row] = field(default_factory=list)
    parents: dict[CriterionKey, CriterionKey] = field(default_factory=dict)


def read_rules(folder: Path) -> RuleRows:
    """Read every file of the folder; one file is one rule.

    Raises:
        DataFilesInvalid: with every mistake of every file. Two rules that are in force for the same level on the same
            day are a mistake.
    """
    problems, rows = Problems(), RuleRows()
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        problems.add(str(folder.name), "không có tệp .yaml nào trong thư mục.")
    for path in paths:
        for entry in read_files(path, problems):
            _read_rule(entry, rows, problems)
            entry.done()
    check_rows(StandardRule, rows.rules, problems)
    check_rows(StandardCriterion, rows.criteria, problems)
    _refuse_overlaps(rows.rules, problems)
    problems.raise_if_any()
    return rows


def _read_rule(entry: Entry, rows: RuleRows, problems: Problems) -> None:
    code = entry.text("code", required=True)
    levels = entry.choice("levels", Levels, required=True)
    values = {
        "code": code,
        "name": entry.text("name", required=True),
        "document": entry.text("document", required=True),
        "levels": levels,
        "valid_from": entry.date("valid_from"),
        "valid_to": entry.date("valid_to"),
        "is_illustrative": entry.flag("illustrative"),
    }
    rows.rules.append(Row(code, values, entry.where))
    described: set[str] = set()
    for group in entry.entries("sets", required=True):
        wanted = str(group.choice("levels", Levels, required=True)).split()
        described.update(wanted)
        _read_standards(group, code, wanted, rows)
        group.done()
    for level in sorted(set(levels.split()) ^ described):
        problems.add(entry.where, f"“sets” phải có đúng các cấp học của bộ tiêu chí; xem lại {Level(level).label}.")


def _read_standards(group: Entry, code: str, levels: list[str], rows: RuleRows) -> None:
    """The same standards for each of the levels, numbered through in the order of the file."""
    position = 0
    for standard in group.entries("standards", required=True):
        position += 1
        number = _add(standard, code, levels, position, rows, above="")
        for criterion in standard.entries("criteria", required=True):
            position += 1
            _add(criterion, code, levels, position, rows, above=number)
            criterion.done()
        standard.done()


def _add(entry: Entry, rule: str, levels: list[str], position: int, rows: RuleRows, *, above: str) -> str:
    number, name, hint = entry.text("code", required=True), entry.text("name", required=True), entry.text("hint")
    for level in levels:
        key = (rule, level, number)
        values: dict[str, Any] = {"code": number, "level": level, "name": name, "hint": hint, "position": position}
        rows.criteria.append(Row(key, values, entry.where))
        if above:
            rows.parents[key] = (rule, level, above)
    return number


def _refuse_overlaps(rules: list[Row], problems: Problems) -> None:
    for place, row in enumerate(rules):
        for other in rules[:place]:
            shared = set(row.values["levels"].split()) & set(other.values["levels"].split())
            if shared and _meet(row.values, other.values):
                problems.add(row.where, f"có hiệu lực cùng lúc với “{other.key}” cho cấp {', '.join(sorted(shared))}.")


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, last = dt.date.min, dt.date.max
    return (one["valid_from"] or first) <= (other["valid_to"] or last) and (other["valid_from"] or first) <= (
        one["valid_to"] or last
    )
