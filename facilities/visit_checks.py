"""What must hold before a visit can end: pure, so that page and service say the same."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from facilities.enums import FindingResult
from facilities.models import Finding, Inspection


@dataclass(frozen=True)
class VisitIssue:
    """One thing that is missing, in a sentence; `finding` is the line it is about, None for the visit itself."""

    message: str
    finding: Finding | None = None


def not_looked_at(findings: Iterable[Finding]) -> list[Finding]:
    return [line for line in findings if line.result == FindingResult.NOT_LOOKED]


def issues_of(
    inspection: Inspection, findings: Iterable[Finding], *, leave_out: bool, today: dt.date
) -> list[VisitIssue]:
    """Everything that keeps the visit from ending, all at once. `leave_out` says that lines nobody looked at are left
    out knowingly."""
    lines = list(findings)
    found: list[VisitIssue] = []
    if inspection.visited_on > today:
        found.append(VisitIssue("Ngày kiểm tra chưa đến; kết thúc từ ngày đó."))
    if not inspection.members:
        found.append(VisitIssue("Chưa ghi thành phần đoàn kiểm tra."))
    if not inspection.conclusion:
        found.append(VisitIssue("Chưa ghi kết luận."))
    if lines and len(not_looked_at(lines)) == len(lines):
        found.append(VisitIssue("Chưa kiểm tra nội dung nào."))
    elif not leave_out:
        found += [VisitIssue("Chưa kiểm tra, cũng chưa bỏ lại.", line) for line in not_looked_at(lines)]
    for line in lines:
        found += [VisitIssue(message, line) for message in _of_issue(line, inspection)]
    return found


def _of_issue(line: Finding, inspection: Inspection) -> Iterable[str]:
    if line.result != FindingResult.ISSUE:
        return
    if not line.note:
        yield "Cần khắc phục nhưng chưa ghi nhận xét."
    if line.mend_by is None:
        yield "Cần khắc phục nhưng chưa có thời hạn."
    elif line.mend_by < inspection.visited_on:
        yield "Thời hạn khắc phục ở trước ngày kiểm tra."
