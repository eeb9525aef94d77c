"""From the registry's files to rows: what stands in the file and what its rules add to it.

Nothing here touches the database. The rules (names, symbols, staffing, re-checks) spare 59 copies of the same words and
stand in the file, where an editor sees them.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from schools.enums import Level, OrganisationKind
from schools.models import NationalStandard, Organisation, OrganisationProfile, School, SchoolYearFacts
from schools.services.data_files import Entry, Problems, read_files
from schools.services.row_sync import Row, check_rows
from vietnamese.text import search_key, upper

FACTS = ("classes", "pupils", "rooms_permanent", "rooms_semi_permanent", "rooms_temporary", "rooms_borrowed")
_PROFILE_TEXTS = (
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
    """A school's rows, keyed within the school."""

    school: Row
    commune: str
    facts: list[Row] = field(default_factory=list)
    standards: list[Row] = field(default_factory=list)


@dataclass
class Registry:
    """All rows of a registry, organisations in an order in which parents come before children."""

    organisations: list[Row] = field(default_factory=list)
    parents: dict[Hashable, str] = field(default_factory=dict)
    profiles: list[tuple[Hashable, Row]] = field(default_factory=list)
    schools: dict[Hashable, SchoolRows] = field(default_factory=dict)


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


def read_registry(path: Path) -> Registry:
    """Read a registry file and the files it includes.

    Raises:
        DataFilesInvalid: with every mistake of every file.
    """
    problems = Problems()
    registry = Registry()
    tops = read_files(path, problems)
    rules = _read_rules(tops, problems, path.name)
    for top in tops:
        for entry in top.entries("organisations"):
            _read_organisation(entry, registry)
    for top in tops:
        for entry in top.entries("communes"):
            _read_commune(entry, rules, registry)
    for top in tops:
        for entry in top.entries("schools"):
            _read_school(entry, rules, registry)
        top.done()
    if rules.school_profile and registry.schools:  # its keys are known once a school has used them
        rules.school_profile.done()
    _check(registry, problems)
    problems.raise_if_any()
    return registry


@dataclass
class Rules:
    """The `rules` section of the registry's main file."""

    commune_parent: str = ""
    commune_short_names: dict[str, Any] = field(default_factory=dict)
    school_parent: str = ""
    school_profile: Entry | None = None
    recheck_years: int = 5
    renewed_until: dt.date | None = None
    levels: dict[str, LevelRule] = field(default_factory=dict)


def _read_rules(tops: list[Entry], problems: Problems, file: str) -> Rules:
    found = [section for top in tops if (section := top.entry("rules"))]
    if len(found) != 1:
        problems.add(file, "phải có đúng một phần “rules”.")
        return Rules()
    entry = found[0]
    rules = Rules(
        commune_parent=entry.text("commune_parent"),
        commune_short_names=entry.mapping("commune_short_names"),
        school_parent=entry.text("school_parent"),
        school_profile=entry.entry("school_profile"),
    )
    if standard := entry.entry("standard"):
        rules.recheck_years = standard.integer("recheck_years", 5)
        rules.renewed_until = standard.date("renewed_until")
        standard.done()
    for level in entry.entries("levels"):
        rule = LevelRule(
            level=level.choice("level", Level, required=True),
            title=level.text("title", required=True),
            full_title=level.text("full_title"),
            short=level.text("short", required=True),
            managers=level.integer("managers", 0),
            teachers_per_class=level.decimal("teachers_per_class") or Decimal(0),
            staff=level.integer("staff", 0),
        )
        rules.levels[rule.level] = rule
        level.done()
    entry.done()
    return rules


def _add_organisation(registry: Registry, entry: Entry, values: dict[str, Any], parent: str) -> Hashable:
    key = (values["code"], values["valid_from"])
    values["position"] = len(registry.organisations) + 1
    registry.organisations.append(Row(key, values, entry.where))
    if parent:
        registry.parents[key] = parent
    return key


def _read_organisation(entry: Entry, registry: Registry) -> None:
    values = {
        "kind": entry.choice("kind", OrganisationKind, required=True),
        "code": entry.text("code", required=True),
        "name": entry.text("name", required=True),
        "short_name": entry.text("short_name", required=True),
        "email": entry.text("email"),
        "phone": entry.text("phone"),
        "valid_from": entry.date("valid_from"),
        "valid_to": entry.date("valid_to"),
        "is_illustrative": entry.flag("is_illustrative"),
    }
    key = _add_organisation(registry, entry, values, entry.text("parent"))
    for profile in entry.entries("profiles"):
        row = _profile_row(profile, values, header_name=profile.text("header_name", required=True))
        registry.profiles.append((key, row))
        profile.done()
    entry.done()


def _profile_row(entry: Entry, organisation: dict[str, Any], **own: str) -> Row:
    values: dict[str, Any] = {name: entry.text(name) for name in _PROFILE_TEXTS}
    values |= {
        "valid_from": entry.date("valid_from"),
        "valid_to": entry.date("valid_to"),
        "name": entry.text("name", organisation["name"]),
        "short_name": entry.text("short_name", organisation["short_name"]),
        **own,
    }
    return Row((organisation["code"], organisation["valid_from"], values["valid_from"]), values, entry.where)


def _read_commune(entry: Entry, rules: Rules, registry: Registry) -> None:
    kind, name = entry.text("type", required=True), entry.text("name", required=True)
    prefix = rules.commune_short_names.get(kind, "")
    values = {
        "kind": OrganisationKind.COMMUNE.value,
        "code": entry.text("code", required=True),
        "name": f"{kind[:1].upper()}{kind[1:]} {name}",
        "short_name": f"{prefix} {name}".strip(),
        "valid_from": entry.date("valid_from"),
        "valid_to": entry.date("valid_to"),
        "is_illustrative": entry.flag("is_illustrative"),
    }
    _add_organisation(registry, entry, values, rules.commune_parent)
    entry.done()


def _read_school(entry: Entry, rules: Rules, registry: Registry) -> None:
    """Names and symbols follow the pattern of domain reference §5.3; figures are illustrative (§5.3, [A])."""
    name = entry.text("name", required=True)
    rule = rules.levels.get(entry.choice("level", Level, required=True))
    if rule is None:
        entry.complain("cấp học này chưa có quy luật trong “rules.levels”.")
        return
    short_name = f"{rule.short} {name}"
    values = {
        "kind": OrganisationKind.SCHOOL.value,
        "code": entry.text("code") or search_key(short_name).replace(" ", "-"),
        "name": f"{rule.title} {name}",
        "short_name": short_name,
        "email": entry.text("email"),
        "phone": entry.text("phone"),
        "valid_from": entry.date("valid_from"),
        "valid_to": entry.date("valid_to"),
        "is_illustrative": not entry.flag("named_in_source"),
    }
    key = _add_organisation(registry, entry, values, rules.school_parent)
    if rules.school_profile:
        own = {
            "name": f"{rule.full_title or rule.title} {name}",
            "header_name": upper(f"{rule.title} {name}"),
            "symbol": rule.short + "".join(word[0] if word[0].isalpha() else word for word in name.split()),
            "place_name": name.rstrip(" 0123456789"),
        }
        registry.profiles.append((key, _profile_row(rules.school_profile, values, **own)))
    registry.schools[key] = _school_rows(entry, rule, rules)
    entry.done()


def _school_rows(entry: Entry, rule: LevelRule, rules: Rules) -> SchoolRows:
    values = {
        "levels": rule.level,
        "is_public": entry.flag("is_public", default=True),
        "campuses": entry.integer("campuses", 1),
        "land_area_m2": entry.decimal("land_area_m2"),
        "is_on_new_site": entry.flag("is_on_new_site"),
        "is_high_quality": entry.flag("is_high_quality"),
    }
    rows = SchoolRows(Row(None, values, entry.where), entry.text("commune", required=True))
    for year, counts in entry.mapping("facts").items():
        well_formed = isinstance(counts, list) and len(counts) == len(FACTS) and all(type(n) is int for n in counts)
        if not (year.isdecimal() and well_formed):
            entry.complain(f"“facts” của năm {year} phải là {len(FACTS)} số nguyên: {', '.join(FACTS)}.")
            continue
        rows.facts.append(Row(int(year), _facts(dict(zip(FACTS, counts, strict=True)), int(year), rule), entry.where))
    for day in _recognition_days(entry.items("recognised_on", dt.date, "ngày"), rules):
        standard = {
            "recognised_on": day,
            "recheck_due_on": _years_later(day, rules.recheck_years),
            "is_illustrative": True,
        }
        rows.standards.append(Row(day, standard, entry.where))
    return rows


def _facts(counts: dict[str, int], year: int, rule: LevelRule) -> dict[str, int]:
    teachers = (counts["classes"] * rule.teachers_per_class).quantize(Decimal(1), ROUND_HALF_UP)
    return {
        **counts,
        "school_year": year,
        "managers": rule.managers,
        "teachers": int(teachers),
        "staff": rule.staff,
    }


def _recognition_days(days: list[dt.date], rules: Rules) -> list[dt.date]:
    """The days in the file, then a renewal at every re-check up to the day the rules name."""
    found = list(days)
    while found and rules.renewed_until:
        following = _years_later(found[-1], rules.recheck_years)
        if following > rules.renewed_until:
            break
        found.append(following)
    return found


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _check(registry: Registry, problems: Problems) -> None:
    codes = {row.values["code"] for row in registry.organisations}
    for row in registry.organisations:
        parent = registry.parents.get(row.key)
        if parent and parent not in codes:
            problems.add(row.where, f"không có đơn vị mang mã “{parent}”.")
        elif parent and _is_own_ancestor(row.values["code"], registry):
            problems.add(row.where, "trực thuộc vòng tròn: đi ngược lên lại gặp chính nó.")
    for rows in registry.schools.values():
        if rows.commune not in codes:
            problems.add(rows.school.where, f"không có xã, thị trấn mang mã “{rows.commune}”.")
        check_rows(SchoolYearFacts, rows.facts, problems)
        check_rows(NationalStandard, rows.standards, problems)
    check_rows(Organisation, registry.organisations, problems)
    check_rows(OrganisationProfile, (row for _, row in registry.profiles), problems)
    check_rows(School, (_keyed(key, rows.school) for key, rows in registry.schools.items()), problems)


def _is_own_ancestor(code: str, registry: Registry) -> bool:
    above = {row.values["code"]: registry.parents.get(row.key, "") for row in registry.organisations}
    found, seen = above.get(code), set[str]()
    while found and found not in seen:
        seen.add(found)
        found = above.get(found)
    return code in seen


def _keyed(key: Hashable, row: Row) -> Row:
    return Row(key, row.values, row.where)
