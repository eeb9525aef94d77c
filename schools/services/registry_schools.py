"""From a school's entry in the registry's files to rows, by the rules of the file.

The rules (names, symbols, staffing, re-checks) spare 59 copies of the same words and stand in the file, where an editor
sees them.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from schools.enums import Level, OrganisationKind
from schools.services.data_files import Entry
from schools.services.registry_rows import LevelRule, Registry, Rules, SchoolRows, add_organisation, profile_row
from schools.services.row_sync import Row
from vietnamese.text import search_key, upper

FACTS = ("classes", "pupils", "rooms_permanent", "rooms_semi_permanent", "rooms_temporary", "rooms_borrowed")


def read_school(entry: Entry, rules: Rules, registry: Registry) -> None:
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
        "is_illustrative": not entry.flag("named_in_source"),
    }
    key = add_organisation(registry, entry, values, rules.school_parent)
    if rules.school_profile:
        own = {
            "name": f"{rule.full_title or rule.title} {name}",
            "header_name": upper(f"{rule.title} {name}"),
            "symbol": rule.short + "".join(word[0] if word[0].isalpha() else word for word in name.split()),
            "place_name": rules.school_profile.text("place_name") or name.rstrip(" 0123456789"),
        }
        registry.profiles.append((key, profile_row(rules.school_profile, values, **own)))
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
    since = entry.date("belongs_since") or rules.school_since
    rows = SchoolRows(Row(None, values, entry.where), entry.text("commune", required=True), since)
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
