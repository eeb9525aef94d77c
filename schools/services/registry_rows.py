"""What a registry's files say, as rows: the hand-over between reading (no database) and loading (no parsing)."""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from schools.services.data_files import Entry
from schools.services.row_sync import Row

PROFILE_TEXTS = (
    "superior_header",
    "subordinate_header",
    "symbol",
    "place_name",
    "area_name",
    "area_unit_label",
    "head_title",
    "addressed_as",
    "signing_capacity",
    "signer_name",
    "filing_note",
)


@dataclass
class SchoolRows:
    """A school's rows, keyed within the school. It belongs to the commune of the code `commune` from `since` on."""

    school: Row
    commune: str
    since: dt.date | None = None
    facts: list[Row] = field(default_factory=list)
    standards: list[Row] = field(default_factory=list)


@dataclass
class Registry:
    """All rows of a registry. `parents` are codes; `predecessors_end` is the last day of all
    bodies of the portal that the file does not have, schools and those of the codes `outlive` excepted."""

    organisations: list[Row] = field(default_factory=list)
    parents: dict[Hashable, str] = field(default_factory=dict)
    predecessors_end: dt.date | None = None
    outlive: tuple[str, ...] = ()
    profiles: list[tuple[Hashable, Row]] = field(default_factory=list)
    schools: dict[Hashable, SchoolRows] = field(default_factory=dict)

    def find(self, code: str, day: dt.date | None) -> Hashable | None:
        """The key of the body that carries the code on the day (from the beginning without one); None if unknown.

        Codes are given out again (domain reference §5.6); where only one body of the file carries it, it is meant.
        """
        bodies = [row.values for row in self.organisations if row.values["code"] == code]
        on = day or dt.date.min
        for values in bodies:
            start, end = values["valid_from"] or dt.date.min, values.get("valid_to") or dt.date.max
            if len(bodies) == 1 or start <= on <= end:
                return (code, values["valid_from"])
        return None

    def parent_of(self, key: Hashable) -> Hashable | None:
        """The key of the body above, None at the top or when the file does not have it."""
        code = self.parents.get(key)
        day = next(row.values["valid_from"] for row in self.organisations if row.key == key) if code else None
        return self.find(code, day) if code else None


@dataclass(frozen=True)
class LevelRule:
    """How schools of one level are named and staffed."""

    level: str
    title: str
    full_title: str
    short: str
    managers: int
    teachers_per_class: Decimal
    staff: int


@dataclass
class Rules:
    """The `rules` section of the registry's main file."""

    commune_parent: str = ""
    commune_short_names: dict[str, Any] = field(default_factory=dict)
    school_parent: str = ""
    school_since: dt.date | None = None
    school_profile: Entry | None = None
    recheck_years: int = 5
    renewed_until: dt.date | None = None
    levels: dict[str, LevelRule] = field(default_factory=dict)


def add_organisation(registry: Registry, entry: Entry, values: dict[str, Any], parent: str) -> Hashable:
    """Note a body and return its key. An end the file does not name is not one: the row leaves it as it is stored."""
    key = (values["code"], values["valid_from"])
    if entry.has("valid_to"):
        values["valid_to"] = entry.date("valid_to")
    values["position"] = len(registry.organisations) + 1
    registry.organisations.append(Row(key, values, entry.where))
    if parent:
        registry.parents[key] = parent
    return key


def profile_row(entry: Entry, organisation: dict[str, Any], **own: str) -> Row:
    values: dict[str, Any] = {name: entry.text(name) for name in PROFILE_TEXTS}
    values |= {
        "valid_from": entry.date("valid_from"),
        "valid_to": entry.date("valid_to"),
        "name": entry.text("name", organisation["name"]),
        "short_name": entry.text("short_name", organisation["short_name"]),
        **own,
    }
    return Row((organisation["code"], organisation["valid_from"], values["valid_from"]), values, entry.where)
