"""Bringing the sources of money in line with their data file."""

from pathlib import Path

import yaml
from django.db import transaction

from facilities.models import FundSource

FUND_SOURCES = Path(__file__).resolve().parent.parent / "data" / "fund_sources.yaml"


@transaction.atomic
def load_fund_sources(path: Path = FUND_SOURCES) -> tuple[int, int]:
    """Add what is missing and rename what is there, by code; nothing is removed, because money may hang on it.

    Returns how many sources were added and how many changed.
    """
    added = changed = 0
    known = FundSource.objects.in_bulk(field_name="code")
    for position, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
        wanted = {
            "name": row["name"],
            "is_community": row.get("community", False),
            "valid_to": row.get("until"),
            "position": position,
        }
        source = known.get(row["code"])
        if source is None:
            FundSource.objects.create(code=row["code"], **wanted)
            added += 1
        elif any(getattr(source, name) != value for name, value in wanted.items()):
            FundSource.objects.filter(pk=source.pk).update(**wanted)
            changed += 1
    return added, changed
