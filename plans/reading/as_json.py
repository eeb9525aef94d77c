"""A proposal as plain JSON values, with the keys that `parse_plan` promises."""

import datetime as dt
from decimal import Decimal
from typing import Any

from plans.reading.found import Citation, Found, Proposal, Section, TargetFound

_MOST_EXACT_DIGITS = 15  # a double holds this many decimal digits


def as_json(proposal: Proposal) -> dict[str, Any]:
    """Return the proposal without places and confidences; what was not found is None or an empty list.

    Dates are ISO strings. Values of targets are JSON numbers, or strings when a double would not hold all digits.
    """
    signer = proposal.signer
    return {
        "document_type": _value(proposal.document_type),
        "number": _value(proposal.number),
        "symbol": _value(proposal.symbol),
        "style": _value(proposal.style),
        "place": _value(proposal.place),
        "issued_on": _date(_value(proposal.issued_on)),
        "issuer": _value(proposal.issuer),
        "superior": _value(proposal.superior),
        "subject": _value(proposal.subject),
        "bases": [_citation(citation) for citation in proposal.bases],
        "implements": [_citation(citation) for citation in proposal.implements],
        "sections": [_section(section) for section in proposal.sections],
        "targets": [_target(target) for target in proposal.targets],
        "deadlines": [
            {"date": _date(found.date), "rule": found.rule and found.rule.value, "quote": found.quote}
            for found in proposal.deadlines
        ],
        "recipients": [{"name": found.name, "role": found.role and found.role.value} for found in proposal.recipients],
        "signer": {"capacity": signer.capacity, "title": signer.title, "name": signer.name} if signer else None,
        "warnings": proposal.warnings,
    }


def _value(found: Found[Any] | None) -> Any:
    value = found.value if found else None
    return getattr(value, "value", value)


def _date(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "type": citation.type,
        "number": citation.number,
        "symbol": citation.symbol,
        "issued_on": _date(citation.issued_on),
        "issuer": citation.issuer,
        "quote": citation.quote,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "label": section.label,
        "title": section.title,
        "text": section.text,
        "bullets": [bullet.printed() for bullet in section.bullets],
        "children": [_section(child) for child in section.children],
    }


def _target(target: TargetFound) -> dict[str, Any]:
    return {
        "section": target.section,
        "quote": target.quote,
        "operator": target.operator and target.operator.value,
        "value": _number(target.value),
        "value_to": _number(target.value_to),
        "unit": target.unit,
    }


def _number(value: Decimal | None) -> int | float | str | None:
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if len(value.as_tuple().digits) <= _MOST_EXACT_DIGITS else str(value)
