"""From the registry's files to rows: bodies, communes, what ends, and the rules. Nothing here touches the database."""

from collections.abc import Hashable
from decimal import Decimal
from pathlib import Path

from schools.enums import Level, OrganisationKind
from schools.models import NationalStandard, Organisation, OrganisationProfile, School, SchoolYearFacts
from schools.services.data_files import Entry, Problems, read_files
from schools.services.registry_rows import LevelRule, Registry, Rules, add_organisation, profile_row
from schools.services.registry_schools import read_school
from schools.services.row_sync import Row, check_rows


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
        if predecessors := top.entry("predecessors"):
            _read_end(predecessors, registry)
    for top in tops:
        for entry in top.entries("schools"):
            read_school(entry, rules, registry)
        top.done()
    if rules.school_profile and registry.schools:  # its keys are known once a school has used them
        rules.school_profile.done()
    _check(registry, problems)
    problems.raise_if_any()
    return registry


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
        school_since=entry.date("school_since"),
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


def _read_organisation(entry: Entry, registry: Registry) -> None:
    values = {
        "kind": entry.choice("kind", OrganisationKind, required=True),
        "code": entry.text("code", required=True),
        "name": entry.text("name", required=True),
        "short_name": entry.text("short_name", required=True),
        "email": entry.text("email"),
        "phone": entry.text("phone"),
        "valid_from": entry.date("valid_from"),
        "is_illustrative": entry.flag("is_illustrative"),
    }
    key = add_organisation(registry, entry, values, entry.text("parent"))
    for profile in entry.entries("profiles"):
        row = profile_row(profile, values, header_name=profile.text("header_name", required=True))
        registry.profiles.append((key, row))
        profile.done()
    entry.done()


def _read_commune(entry: Entry, rules: Rules, registry: Registry) -> None:
    kind, name = entry.text("type", required=True), entry.text("name", required=True)
    prefix = rules.commune_short_names.get(kind, "")
    values = {
        "kind": OrganisationKind.COMMUNE.value,
        "code": entry.text("code", required=True),
        "name": f"{kind[:1].upper()}{kind[1:]} {name}",
        "short_name": f"{prefix} {name}".strip(),
        "valid_from": entry.date("valid_from"),
        "is_illustrative": entry.flag("is_illustrative"),
    }
    add_organisation(registry, entry, values, rules.commune_parent)
    entry.done()


def _read_end(entry: Entry, registry: Registry) -> None:
    """What earlier files have brought exists no longer. A portal that never had them has nothing to end."""
    registry.predecessors_end = entry.date("last_day", required=True)
    registry.outlive = tuple(entry.texts("outlive"))
    entry.done()


def _check(registry: Registry, problems: Problems) -> None:
    for row in registry.organisations:
        code = registry.parents.get(row.key)
        if code and registry.parent_of(row.key) is None:
            problems.add(row.where, f"không có đơn vị mang mã “{code}”.")
        elif code and _is_own_ancestor(row.key, registry):
            problems.add(row.where, "trực thuộc vòng tròn: đi ngược lên lại gặp chính nó.")
    for rows in registry.schools.values():
        if registry.find(rows.commune, rows.since) is None:
            problems.add(rows.school.where, f"không có địa bàn mang mã “{rows.commune}”.")
        check_rows(SchoolYearFacts, rows.facts, problems)
        check_rows(NationalStandard, rows.standards, problems)
    check_rows(Organisation, registry.organisations, problems)
    check_rows(OrganisationProfile, (row for _, row in registry.profiles), problems)
    check_rows(
        School, (Row(key, rows.school.values, rows.school.where) for key, rows in registry.schools.items()), problems
    )


def _is_own_ancestor(key: Hashable, registry: Registry) -> bool:
    found, seen = registry.parent_of(key), set[Hashable]()
    while found and found not in seen:
        seen.add(found)
        found = registry.parent_of(found)
    return key in seen
