"""Keeping shut what a reviewer left shut: every way of writing into a returned report asks here first.

What is refused is told with what was typed, never dropped silently. Reports that are open as a whole cost no query.
"""

from collections.abc import Mapping

from reports.corrections import EVERYTHING, REASON, Scope, scope_of
from reports.enums import CorrectionScope
from reports.models import Submission
from reports.queries.corrections import open_anchors, scope_for
from reports.queries.sheet import Sheet, load_sheet
from reports.services.errors import Conflict
from reports.services.inputs import has_requests, is_unchanged, read_requests, stored_inputs

FILES_REASON = (
    "Người duyệt không yêu cầu bổ sung ở mục này nên tệp của mục giữ nguyên. "
    "Nếu cần sửa thêm, đề nghị người duyệt trả lại và mở toàn bộ báo cáo."
)


class Locked(Conflict):
    """The place is not among those the reviewer has asked to correct."""


def scope_of_report(submission: Submission) -> Scope:
    """What may be edited, for whoever has not read the sheet."""
    if submission.correction_scope == CorrectionScope.ALL:
        return EVERYTHING
    return scope_for(load_sheet(submission))


def keep_permitted(sheet: Sheet, changes: Mapping[str, str]) -> dict[str, str]:
    """Of what was typed, what may be stored. What would change a shut place is noted in `sheet.refused`; what only
    repeats what stands there is neither stored nor told."""
    scope = scope_for(sheet)
    if scope.is_all:
        return dict(changes)
    stored = stored_inputs(sheet)
    kept = {name: typed for name, typed in changes.items() if scope.allows(name) or _is_no_input(name, stored)}
    for name, typed in changes.items():
        if name not in kept and name in stored and not is_unchanged(name, typed, stored[name]):
            sheet.refused[name] = typed
    shut = {name: typed for name, typed in changes.items() if name not in kept}
    if has_requests(shut):
        typed_requests = [(row.addressee, row.text) for row in read_requests(sheet, shut)]
        if typed_requests != [(row.addressee, row.text) for row in sheet.recommendations]:
            texts = {name: typed for name, typed in shut.items() if name.startswith("rec-") and name.endswith("-text")}
            sheet.refused |= {name: typed for name, typed in texts.items() if typed.strip()}
    return kept


def locked_inputs(submission_id: int, changes: Mapping[str, str]) -> dict[str, str]:
    """Of single cells of a report returned place by place, those that are shut: the sentence why, or "" where nothing
    would change. One query while all of them stand at commented places."""
    scope = scope_of(open_anchors(submission_id), {})
    if all(scope.allows(name) or name.startswith("answer-") for name in changes):
        return {}
    submission = Submission.objects.select_related("organisation__school", "period__plan").get(pk=submission_id)
    sheet = load_sheet(submission)
    kept = keep_permitted(sheet, changes)
    return {
        name: locked_sentence(sheet.refused[name]) if name in sheet.refused else ""
        for name in changes
        if name not in kept
    }


def _is_no_input(name: str, stored: Mapping[str, str]) -> bool:
    """Buttons, answers to comments and whatever else a form sends along."""
    return name not in stored and not name.startswith("rec-")


def refusals(sheet: Sheet) -> dict[str, str]:
    """What stands at each place that was refused, by input name."""
    return {name: locked_sentence(typed, sheet.reasons.get(name, REASON)) for name, typed in sheet.refused.items()}


def locked_sentence(typed: str, reason: str = REASON) -> str:
    """What stands at a place that was refused: why, and what was typed there."""
    return f"{reason} Nội dung vừa nhập chưa được lưu: “{typed}”"


def require_files_open(*, submission: Submission, section_id: int) -> None:
    """Raises:
    Locked: the files of the section may not be changed.
    """
    if not scope_of_report(submission).allows_files(section_id):
        raise Locked(FILES_REASON)
