"""Loading the sets of criteria from files people edit; running it twice changes nothing.

A criterion that is gone from the files goes too, but never one that a self-assessment has answered.
"""

from collections.abc import Hashable
from pathlib import Path

from django.db import transaction

from facilities.models import StandardCriterion, StandardRule
from facilities.services.standard_rule_files import RuleRows, read_rules
from schools.services.row_sync import Changes, Row, drop_unused, sync

DEFAULT_RULES = Path(__file__).resolve().parent.parent / "data" / "standard_rules"


def load_standard_rules(folder: Path | str = DEFAULT_RULES) -> Changes:
    """Bring the rules of recognition and their criteria in line with the files of a folder.

    Raises:
        DataFilesInvalid: the files have mistakes; all are named, and nothing was written.
    """
    rows = read_rules(Path(folder))
    changes = Changes()
    with transaction.atomic():
        existing = StandardRule.objects.filter(code__in=[row.key for row in rows.rules])
        rules = sync(StandardRule, rows.rules, existing=existing, key=lambda rule: rule.code, changes=changes)
        _load_criteria(rows, rules, changes)
    return changes


def _load_criteria(rows: RuleRows, rules: dict[Hashable, StandardRule], changes: Changes) -> None:
    """Standards before the criteria they group, because a criterion needs the id of what stands above it."""
    codes = {rule.pk: rule.code for rule in rules.values()}
    existing = list(StandardCriterion.objects.filter(rule__in=codes))

    def key(row: StandardCriterion) -> Hashable:
        return (codes[row.rule_id], row.level, row.code)

    stored: dict[Hashable, StandardCriterion] = {}
    for is_child in (False, True):
        wanted = []
        for row in rows.criteria:
            above = rows.parents.get(row.key)  # type: ignore[call-overload]  # the keys of criteria are tuples
            if (above is not None) == is_child:
                parent = stored[above].pk if above else None
                rule = rules[row.key[0]].pk  # type: ignore[index]
                wanted.append(Row(row.key, {**row.values, "rule_id": rule, "parent_id": parent}, row.where))
        stored |= sync(StandardCriterion, wanted, existing=existing, key=key, changes=changes)
    gone = [row for row in existing if key(row) not in stored]
    gone.sort(key=lambda row: row.parent_id is None)  # children before their parents
    drop_unused(gone, changes)
