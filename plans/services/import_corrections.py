"""Keeping what people type over a proposal, two at a time, without losing a word of either."""

from collections.abc import Mapping
from typing import Any

from plans.enums import ImportState
from plans.imports.corrections import Merged, merge, text_of
from plans.models import PlanImport
from plans.services.errors import Conflict

_TRIES = 5
ALREADY_SAVED = "Văn bản này đã được lưu thành kế hoạch nên không sửa ở đây nữa; hãy sửa trong kế hoạch."
TOO_BUSY = "Nhiều người đang lưu cùng lúc nên chưa lưu được. Nội dung vẫn còn trên trang; hãy bấm lưu lại."


def save_corrections(
    *,
    plan_import: PlanImport,
    typed: Mapping[str, str],
    proposed: Mapping[str, str],
    seen: int,
    decided: Mapping[str, str],
    by: Any,
) -> Merged:
    """Save the fields of one page. `seen` is the version the page was read at, `proposed` the parser's texts.

    What others saved meanwhile in other fields stays; where both changed the same field, the earlier save stays and
    the returned conflicts show both texts. `plan_import` carries the result.

    Raises:
        Conflict: the import has become a plan meanwhile.
    """
    for _ in range(_TRIES):
        version = plan_import.edit_version + 1
        merged = merge(
            plan_import.corrections,
            typed,
            proposed=proposed,
            seen=seen,
            version=version,
            by=str(by),
            decided=decided,
        )
        if not merged.changed or _store(plan_import, merged):
            return merged
        plan_import.refresh_from_db()
        if plan_import.state != ImportState.READY:
            raise Conflict(ALREADY_SAVED)
    raise Conflict(TOO_BUSY)


def add_row(*, plan_import: PlanImport, part: str, most: int, by: Any) -> None:
    """Add one empty row to a part, up to `most`.

    Raises:
        Conflict: the import has become a plan meanwhile.
    """
    for _ in range(_TRIES):
        name = f"+{part}"
        history = plan_import.corrections.get(name, [])
        count = int(text_of("0", history))
        if count >= most:
            return
        entry = [plan_import.edit_version + 1, str(count + 1), str(by)]
        merged = Merged({**plan_import.corrections, name: [*history, entry]}, changed=True)
        if _store(plan_import, merged):
            return
        plan_import.refresh_from_db()
        if plan_import.state != ImportState.READY:
            raise Conflict(ALREADY_SAVED)
    raise Conflict(TOO_BUSY)


def _store(plan_import: PlanImport, merged: Merged) -> bool:
    """Write the corrections unless somebody saved since they were read."""
    version = plan_import.edit_version
    unchanged = PlanImport.objects.filter(pk=plan_import.pk, state=ImportState.READY, edit_version=version)
    if not unchanged.update(corrections=merged.corrections, edit_version=version + 1):
        return False
    plan_import.corrections, plan_import.edit_version = merged.corrections, version + 1
    return True
