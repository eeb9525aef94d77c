"""Whether those a plan asks something of exist and can be reached."""

from collections.abc import Iterator

from django.utils import timezone

from plans.checks.facts import Facts
from plans.checks.findings import Finding, error, some, warning
from schools.enums import Role
from schools.models import Membership, Organisation

STEP = "plan_audience"
# Who can write and send a report: people of schools, and the officers and heads of other bodies.
OFFICE = (Role.OFFICER, Role.HEAD)
WRITERS = (Role.PRINCIPAL, Role.CLERK, *OFFICE)
SIGNERS = (Role.PRINCIPAL, Role.HEAD)


def reporter_findings(facts: Facts) -> Iterator[Finding]:
    """No reporters, reporters that no longer exist, and reporters without anybody who could report."""
    if not facts.reporters:
        yield error(STEP, "Chưa chọn đơn vị nào phải báo cáo.")
    gone = [body.short_name for body in facts.reporters if not _exists(body)]
    if gone:
        yield error(STEP, f"Đơn vị không còn hoạt động: {some(gone)}.")
    for roles, lack in ((WRITERS, "chưa có tài khoản nào"), (SIGNERS, "chưa có người ký, nộp")):
        have = {seat.organisation_id for seat in facts.seats if seat.role in roles}
        without = [body.short_name for body in facts.reporters if body.pk not in have and _exists(body)]
        if without:
            yield warning(STEP, f"{len(without)} đơn vị {lack}: {some(without)}.")
            return


def _exists(body: Organisation) -> bool:
    today = timezone.localdate()
    return (body.valid_from or today) <= today <= (body.valid_to or today)


def receiver_findings(facts: Facts) -> Iterator[Finding]:
    """A receiver without officers reviews nothing."""
    receiver = facts.plan.receiver
    if not any(seat.organisation_id == receiver.pk and seat.role in OFFICE for seat in facts.seats):
        yield error("plan_edit", f"{receiver.name} chưa có chuyên viên hay người đứng đầu để duyệt báo cáo.")


def heads_for(facts: Facts) -> list[Membership]:
    """Who may put the plan in force: the heads of its issuer and of the organisation that receives its reports."""
    bodies = {facts.plan.issuer_id, facts.plan.receiver_id}
    return [seat for seat in facts.seats if seat.role == Role.HEAD and seat.organisation_id in bodies]
