"""The checked values of an import: the hand-over between the forms, which judge, and the service, which writes."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from plans.models import Indicator


@dataclass(frozen=True)
class RelationContent:
    """A document the plan refers to; empty texts and no date where the source says nothing."""

    kind: str
    type: str
    number: str
    symbol: str
    issued_on: dt.date | None
    issuer: str
    subject: str


@dataclass(frozen=True)
class TaskContent:
    """A task in the order of the document. `depth` counts from 0; a task belongs to the nearest one above it that is
    less deep. `due` is a date or, where the document only says "quý II", words."""

    code: str
    depth: int
    label: str
    title: str
    kind: str
    text: str
    lead: str = ""
    coordinating: str = ""
    due: str = ""
    product: str = ""


@dataclass(frozen=True)
class TargetContent:
    """A target with its indicator; None where a new one, named in `values`, is to be made."""

    section: str
    indicator: Indicator | None
    values: dict[str, Any]


@dataclass
class PlanContent:
    """Everything that goes into the plan, by the names of the forms."""

    header: dict[str, Any]
    preamble: str = ""
    closing: str = ""
    signer: dict[str, Any] = field(default_factory=dict)
    relations: list[RelationContent] = field(default_factory=list)
    tasks: list[TaskContent] = field(default_factory=list)
    targets: list[TargetContent] = field(default_factory=list)
    periods: list[dict[str, Any]] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)
