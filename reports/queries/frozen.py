"""What a report says, as one canonical JSON and its SHA-256: the same for what is being sent and what was sent."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

from reports.queries.sheet import Sheet


def content_of(sheet: Sheet) -> dict[str, Any]:
    """What the report says, with codes instead of database ids, so that it can be read without the database."""
    submission = sheet.submission
    return {
        "organisation": submission.organisation.code,
        "plan": submission.period.plan.short_citation,
        "year": submission.period.plan.year,
        "period": submission.period.label,
        "nil_reason": submission.nil_reason,
        "sections": [
            {"code": row.code, "text": row.text} | ({"justification": row.justification} if row.justification else {})
            for row in sheet.sections
        ],
        "tasks": [
            {"code": row.code, "status": row.status, "progress": row.progress, "text": row.text} for row in sheet.tasks
        ],
        "figures": [
            {
                "code": row.code,
                "state": row.state,
                "numerator": _plain(row.numerator),
                "denominator": _plain(row.denominator),
                "value": _plain(row.value),
                "note": row.note,
                "justification": row.justification,
            }
            for row in sheet.grid
        ],
        "recommendations": [{"addressee": row.addressee, "text": row.text} for row in sheet.recommendations],
        **_standing(sheet),
        "evidence": [
            {"section": row.code, "name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256}
            for row in sheet.sections
            for file in row.evidence
        ],
    }


def _standing(sheet: Sheet) -> dict[str, Any]:
    """The requests that came back from earlier reports. Reports without any freeze as they always did."""
    rows = [
        frozen_request(
            addressee=row.addressee,
            text=row.text,
            since=row.since,
            status=row.status,
            answer=row.answer,
            verdict=row.verdict,
            word=row.word,
        )
        for row in sheet.standing
    ]
    return {"standing": rows} if rows else {}


def frozen_request(*, since: dt.date, **said: str) -> dict[str, str]:
    """A request that came back, as it is frozen: to whom, its text, since when, and how it stood at that moment."""
    return {**said, "since": since.isoformat()}


def _plain(number: Decimal | None) -> str | None:
    """A number without trailing zeros, so that 98 and 98.0000 freeze alike."""
    return None if number is None else f"{number.normalize():f}"


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
