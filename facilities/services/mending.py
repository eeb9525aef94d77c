"""What a school says it has mended after a visit."""

import datetime as dt
from typing import Any

from django.db.models import Q

from facilities.enums import FindingResult, InspectionState
from facilities.models import Finding


def tell_mended(*, finding: Finding, mended_on: dt.date, note: str, by: Any, seen: dt.date | None = None) -> bool:
    """Write on which day a thing was mended and how. `seen` is the day that stood there when the person looked.

    False when somebody else has told meanwhile: nothing is overwritten.
    """
    before = Q(mended_on=seen) if seen else Q(mended_on=None)
    rows = Finding.objects.filter(
        before, pk=finding.pk, result=FindingResult.ISSUE, inspection__state=InspectionState.DONE
    )
    return bool(rows.update(mended_on=mended_on, mended_note=note))
