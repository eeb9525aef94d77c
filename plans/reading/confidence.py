"""How sure the values of a proposal are, changed for the whole of it."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from plans.reading.found import Proposal
from plans.reading.sections import walk


def lower_confidence(proposal: Proposal, most: float) -> None:
    """Let no value of `proposal` be surer than `most`, because all of its text had to be put right."""
    for field in fields(proposal):
        value: Any = getattr(proposal, field.name)
        if isinstance(value, list) and field.name != "sections":
            setattr(proposal, field.name, [_lowered(item, most) for item in value])
        else:
            setattr(proposal, field.name, _lowered(value, most))
    for section in walk(proposal.sections):
        section.confidence = min(section.confidence, most)


def _lowered(value: Any, most: float) -> Any:
    if is_dataclass(value) and not isinstance(value, type) and hasattr(value, "confidence"):
        return replace(value, confidence=min(value.confidence, most))
    return value
