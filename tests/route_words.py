"""The words in which tests/routes.py says who may use an address."""

from dataclasses import dataclass
from typing import Any

from tests.days import days_ahead

SCHOOL = {"principal", "clerk"}
OFFICE = {"officer", "head"}
READERS = {"leader", "observer"}
ADMIN = {"administrator"}
OTHERS = {"other_principal", "other_officer", "other_leader", "nobody"}
EVERYBODY = SCHOOL | OFFICE | READERS | ADMIN | OTHERS


@dataclass(frozen=True)
class Route:
    """Who gets an answer (`allowed`), who sees the object but may not (`forbidden`, 403); for the rest it is 404."""

    allowed: set[str]
    forbidden: frozenset[str] = frozenset()
    methods: tuple[str, ...] = ("GET",)
    kwargs: str = ""
    data: dict[str, str] | None = None
    json: str = ""
    public: bool = False


def seen(allowed: set[str], visible: set[str], **options: Any) -> Route:
    """A route of an object which `visible` people see and of which `allowed` may use."""
    return Route(allowed, frozenset(visible - allowed), **options)


REPORT_VIEWERS = SCHOOL | OFFICE | ADMIN
REQUEST_VIEWERS = SCHOOL | OFFICE | ADMIN | {"leader"}
PLAN_VIEWERS = SCHOOL | OFFICE | READERS | ADMIN
REVIEWERS = OFFICE | {"other_officer"}
# The area has one office for education, so whoever is seated there or leads the area sees all its schools.
AREA_VIEWERS = OFFICE | READERS | ADMIN | {"other_officer", "other_leader"}
FACILITY_VIEWERS = AREA_VIEWERS | SCHOOL
EDITORS = OFFICE | {"other_officer"}
REGISTRY_KEEPERS = REVIEWERS | ADMIN
RESULT_VIEWERS = OFFICE | READERS | ADMIN
GIVE_BACK = {"return-comment": "Thiếu số liệu", "return-due_on": days_ahead(30)}
EXTENSION = {"extension-comment": "Bão", "extension-due_on": days_ahead(30)}
DECLINE = {"decision": "decline", "decline-answer": "Không đủ lý do"}
DECLINE_FACTS = {"decision": "decline", "answer": "Không đúng sổ", "seen": "x"}
FACTS_READERS = SCHOOL | OFFICE | ADMIN | {"other_officer"}
POST = ("POST",)
# Who gives seats to others, each in their own area; and who may do so by a list.
IMPORTERS = OFFICE | ADMIN | {"other_officer"}
MANAGERS = IMPORTERS | {"principal", "other_principal"}
