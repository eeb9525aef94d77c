"""From a plan's files to rows: the document, its relations and recipients, its periods and its outline."""

import datetime as dt
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from plans.deadlines import last_on_time_day
from plans.enums import DeadlineRule, DocumentStyle, DocumentType, RecipientRole, RelationKind
from plans.models import (
    CitedDocument,
    Indicator,
    OutlineSection,
    Plan,
    PlanIndicator,
    PlanRecipient,
    ReportingPeriod,
    Target,
    Task,
)
from plans.services.outlines import section_values
from plans.services.plan_content import read_content
from plans.services.plan_rows import PlanRows
from plans.services.shifting import Shift, working_days_after
from schools.services.data_files import Entry, Problems, read_files
from schools.services.row_sync import Row, check_rows

# The key of a document: a numbered one keeps its identity when its subject is reworded.
DocumentKey = tuple[str, str, str, str, str]


def document_key(document_type: str, number: str, symbol: str, issuer_name: str, subject: str) -> DocumentKey:
    return (document_type, number, symbol, issuer_name, "" if number else subject)


def read_plan(path: Path, year: int | None, organisations_on: Callable[[dt.date], dict[str, int]]) -> PlanRows:
    """Read a plan file and those it includes, moved to `year` when that is not the file's own.

    `organisations_on` gives the ids of organisations by code on the plan's day.

    Raises:
        DataFilesInvalid: with every mistake of every file.
    """
    problems = Problems()
    rows = PlanRows(problems)
    tops = read_files(path, problems)
    headers = [entry for top in tops if (entry := top.entry("plan"))]
    if len(headers) == 1:
        _read_header(headers[0], year, organisations_on, rows)
    else:
        problems.add(path.name, "phải có đúng một phần “plan”.")
    for top in tops:
        for entry in top.entries("documents"):
            _read_document(entry, rows)
        for entry in top.entries("recipients"):
            _read_recipient(entry, rows)
        forward_after = top.integer("forward_after_working_days")
        for entry in top.entries("periods"):
            _read_period(entry, forward_after, rows)
        for entry in top.entries("outline"):
            _read_section(entry, rows)
    _resolve_carried_out(rows)
    read_content(tops, rows)
    for top in tops:
        top.done()
    _check(rows)
    problems.raise_if_any()
    return rows


def _check(rows: PlanRows) -> None:
    for model, found in (
        (Plan, [rows.plan] if rows.plan else []),
        (CitedDocument, [row for _, row in rows.documents]),
        (PlanRecipient, rows.recipients),
        (Indicator, rows.indicators),
        (Task, rows.tasks),
        (Target, rows.targets),
        (PlanIndicator, rows.grid),
        (ReportingPeriod, rows.periods),
        (OutlineSection, rows.outline),
    ):
        check_rows(model, found, rows.problems)


def _read_header(
    entry: Entry, year: int | None, organisations_on: Callable[[dt.date], dict[str, int]], rows: PlanRows
) -> None:
    own_year = entry.integer("year", required=True) or 0
    issued_on, issued_after = entry.date("issued_on"), entry.date("issued_after")
    rows.shift = shift = Shift(own_year, year or own_year)
    rows.organisations = organisations_on(shift.date(issued_on or issued_after) or dt.date(shift.to_year or 1, 1, 1))
    number, *signature = (entry.text(key) for key in ("number", "signer_capacity", "signer_title", "signer_name"))
    signer_capacity, signer_title, signer_name = ["", "", ""] if shift else signature
    values = {
        "document_type": entry.choice("document_type", DocumentType),
        "symbol": entry.text("symbol"),
        "style": entry.choice("style", DocumentStyle, DocumentStyle.STATE.value),
        "issued_on": shift.date(issued_on),
        "issued_after": shift.date(issued_after),
        "term": entry.text("term"),
        "preamble": shift.text(entry.text("preamble")),
        "closing": shift.text(entry.text("closing")),
        "subject": shift.text(entry.text("subject", required=True)),
        "title": shift.text(entry.text("title", required=True)),
        "report_subject": shift.text(entry.text("report_subject", required=True)),
        "year": shift.to_year,
        "place_name": entry.text("place_name"),
        "contact_name": entry.text("contact_name"),
        "contact_phone": entry.text("contact_phone"),
        # A plan moved to another year was never issued: no number, nobody signed it.
        "number": "" if shift else number,
        "signer_capacity": signer_capacity,
        "signer_title": signer_title,
        "signer_name": signer_name,
        "is_illustrative": entry.flag("is_illustrative") or bool(shift),
    }
    for role in ("issuer", "receiver", "forwarded_to"):
        values[f"{role}_id"] = entry.reference(role, rows.organisations, "đơn vị", required=True)
    _read_reporters(entry, rows)
    found = [entry.resolve(code, rows.organisations, "đơn vị") for code in entry.texts("units")]
    rows.reporters = [pk for pk in found if pk is not None] or None
    rows.plan = Row("plan", values, entry.where)
    entry.done()


def _read_reporters(entry: Entry, rows: PlanRows) -> None:
    if entry.is_group("reporters") and (group := entry.entry("reporters")):
        rows.schools_of = group.reference("schools_of", rows.organisations, "địa bàn", required=True)
        group.done()
    elif entry.text("reporters", "all_schools") not in ("all_schools", "listed"):
        entry.complain(
            "“reporters” nhận all_schools (mọi trường trong danh mục), {schools_of: mã địa bàn} (các trường thuộc địa "
            "bàn) hoặc listed (các đơn vị ở “units”)."
        )


def _read_document(entry: Entry, rows: PlanRows) -> None:
    relation = entry.choice("relation", RelationKind, required=True)
    values = {
        "document_type": entry.choice("document_type", DocumentType),
        "number": entry.text("number"),
        "symbol": entry.text("symbol"),
        "style": entry.choice("style", DocumentStyle, DocumentStyle.STATE.value),
        "issued_on": entry.date("issued_on"),
        "issuer_name": entry.text("issuer_name"),
        "subject": entry.text("subject", required=True),
    }
    above = entry.text("carries_out")
    entry.done()
    if rows.shift and relation != RelationKind.MENTIONS:
        return  # what gave authority in one year, or was carried out then, says nothing about another year
    names = ("document_type", "number", "symbol", "issuer_name", "subject")
    key = document_key(*(str(values[name]) for name in names))
    rows.documents.append((relation, Row(key, values, entry.where)))
    if above:
        rows.carried_out[key] = above


def _resolve_carried_out(rows: PlanRows) -> None:
    """From the number a document's superior carries, as people write it (`51-KL/TW`), to its key among the rows."""
    by_number: dict[Any, Hashable] = {CitedDocument(**row.values).full_number: row.key for _, row in rows.documents}
    where = {row.key: row.where for _, row in rows.documents}
    for key, number in list(rows.carried_out.items()):
        above = by_number.get(number)
        if above is None or above == key:
            rows.problems.add(where[key], f"“carries_out”: không có văn bản khác mang số “{number}” trong danh sách.")
            del rows.carried_out[key]
        else:
            rows.carried_out[key] = above


def _read_recipient(entry: Entry, rows: PlanRows) -> None:
    values = {
        "name": entry.text("name", required=True),
        "role": entry.choice("role", RecipientRole, required=True),
        "organisation_id": entry.reference("organisation", rows.organisations, "đơn vị"),
        "position": len(rows.recipients) + 1,
    }
    rows.recipients.append(Row((values["name"], values["role"]), values, entry.where))
    entry.done()


def _read_period(entry: Entry, forward_after: int | None, rows: PlanRows) -> None:
    """Dates the plan does not give (opening, cut-off, forwarding) are configuration: domain reference §2.1, §6.4."""
    shift, position = rows.shift, len(rows.periods) + 1
    rule = entry.choice("deadline_rule", DeadlineRule, required=True)
    deadline_on = shift.date(entry.date("deadline_on", required=True))
    last_day = last_on_time_day(deadline_on, rule) if deadline_on else None
    opens_on = shift.date(entry.date("opens_on", required=True))
    forward_on = shift.date(entry.date("forward_on"))
    if forward_on is None and forward_after and last_day:
        forward_on = working_days_after(last_day, forward_after)
    values = {
        "label": entry.text("label", required=True),
        "position": position,
        "data_from": shift.date(entry.date("data_from", required=True)),
        "data_to": shift.date(entry.date("data_to", required=True)),
        "school_year": shift.number(entry.integer("school_year", 0, required=True)),
        "opens_on": dt.date(shift.to_year, 1, 1) if shift and position == 1 else opens_on,
        "deadline_on": deadline_on,
        "deadline_rule": rule,
        "deadline_text": shift.text(entry.text("deadline_text", required=True)),
        "last_day": last_day,
        "forward_on": forward_on,
        "closes_on": shift.date(entry.date("closes_on")),
    }
    rows.periods.append(Row(position, values, entry.where))
    entry.done()


def _read_section(entry: Entry, rows: PlanRows) -> None:
    values = {**section_values(entry), "position": len(rows.outline) + 1}
    rows.outline.append(Row(values["code"], values, entry.where))
