"""The registry as rows that can be compared with a file: five parts, each row with its key and its values."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model

from schools.enums import OrganisationKind
from schools.models import GradeFacts, NationalStandard, Organisation, School, SchoolAffiliation, SchoolYearFacts
from vietnamese.dates import format_date


class Part(StrEnum):
    SCHOOLS = "schools"
    FACTS = "facts"
    GRADES = "grades"
    STANDARDS = "standards"
    PLACES = "places"


Key = tuple[Any, ...]
Values = dict[str, Any]

ORGANISATION_FIELDS = ("name", "short_name", "email", "phone", "valid_from", "valid_to")
SCHOOL_FIELDS = ("levels", "is_public", "campuses", "land_area_m2", "is_on_new_site", "is_high_quality")
YEAR_FIELDS = tuple(f.name for f in SchoolYearFacts._meta.fields if f.name not in ("id", "school", "school_year"))

# What identifies a row, and what else it says. `school` and `commune` are labels: see `labelled`.
KEYS: dict[Part, tuple[str, ...]] = {
    Part.SCHOOLS: ("school",),
    Part.FACTS: ("school", "school_year"),
    Part.GRADES: ("school", "school_year", "grade"),
    Part.STANDARDS: ("school", "recognised_on"),
    Part.PLACES: ("school", "valid_from"),
}
FIELDS: dict[Part, tuple[str, ...]] = {
    Part.SCHOOLS: (*ORGANISATION_FIELDS[:2], *SCHOOL_FIELDS, *ORGANISATION_FIELDS[2:]),
    Part.FACTS: YEAR_FIELDS,
    Part.GRADES: ("classes", "pupils"),
    Part.STANDARDS: ("level", "decision", "recheck_due_on"),
    Part.PLACES: ("commune", "valid_to"),
}


@dataclass
class RegistryState:
    """What is stored: schools and communes by label, and the rows of each part by key."""

    schools: dict[str, School]
    communes: dict[str, Organisation]
    values: dict[Part, dict[Key, Values]] = field(default_factory=dict)
    objects: dict[Part, dict[Key, Any]] = field(default_factory=dict)


def load_state(*, for_update: bool = False) -> RegistryState:
    """The whole registry in six queries. `for_update` holds its rows until the end of the transaction, so that what was
    compared is what is written over."""

    def rows(model: type[Model], *order: str) -> Any:
        found = model._default_manager.order_by(*order)
        return found.select_for_update(of=("self",)) if for_update else found

    by_name = "school__organisation__sort_key"
    schools = rows(School, "organisation__sort_key", "pk").select_related("organisation")
    by_pk = {school.pk: school for school in schools}
    names = labelled(school.organisation for school in by_pk.values())
    codes = {school.pk: names[school.organisation_id] for school in by_pk.values()}
    communes = list(Organisation.objects.filter(kind=OrganisationKind.COMMUNE).order_by("sort_key", "pk"))
    commune_labels = labelled(communes)
    state = RegistryState(
        schools={codes[pk]: school for pk, school in by_pk.items()},
        communes={commune_labels[commune.pk]: commune for commune in communes},
    )
    facts = {row.pk: row for row in rows(SchoolYearFacts, by_name, "school_year")}
    _put(state, Part.SCHOOLS, by_pk.values(), lambda s: (codes[s.pk],), _school_values)
    _put(state, Part.FACTS, facts.values(), lambda f: (codes[f.school_id], f.school_year))
    grades = rows(GradeFacts, f"facts__{by_name}", "facts__school_year", "pk")
    _put(state, Part.GRADES, grades, lambda g: _grade_key(g, facts[g.facts_id], codes))
    standards = rows(NationalStandard, by_name, "recognised_on")
    _put(state, Part.STANDARDS, standards, lambda s: (codes[s.school_id], s.recognised_on))
    places = rows(SchoolAffiliation, by_name, "pk")
    _put(
        state, Part.PLACES, places, lambda p: (codes[p.school_id], p.valid_from),
        lambda p: {"commune": commune_labels.get(p.commune_id), "valid_to": p.valid_to},
    )  # fmt: skip
    return state


def labelled(organisations: Iterable[Organisation]) -> dict[int, str]:
    """What a file calls organisations of one kind: the code, followed by the first day where several carry it, because
    codes are given out again (domain reference §5.6)."""
    bodies = list(organisations)
    by_code: dict[str, list[Organisation]] = defaultdict(list)
    for body in bodies:
        by_code[body.code].append(body)
    return {
        body.pk: body.code
        if len(by_code[body.code]) == 1 or body.valid_from is None
        else f"{body.code} ({format_date(body.valid_from)})"
        for body in bodies
    }


def _put(
    state: RegistryState,
    part: Part,
    rows: Iterable[Any],
    key: Callable[[Any], Key],
    values: Callable[[Any], Values] | None = None,
) -> None:
    objects = {key(row): row for row in rows}
    read = values or (lambda row: {name: getattr(row, name) for name in FIELDS[part]})
    state.objects[part] = objects
    state.values[part] = {found: read(row) for found, row in objects.items()}


def _school_values(school: School) -> Values:
    def owner(name: str) -> Model:
        return school.organisation if name in ORGANISATION_FIELDS else school

    return {name: getattr(owner(name), name) for name in FIELDS[Part.SCHOOLS]}


def _grade_key(row: GradeFacts, facts: SchoolYearFacts, codes: dict[int, str]) -> Key:
    return codes[facts.school_id], facts.school_year, row.grade
