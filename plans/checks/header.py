"""Whether the head of a plan can stand on paper."""

from collections.abc import Iterator

from plans.checks.facts import Facts
from plans.checks.findings import Finding, error, warning
from plans.enums import DocumentStyle

STEP = "plan_edit"


def header_findings(facts: Facts) -> Iterator[Finding]:
    """What is missing from the head; an unknown number or day stays empty and is only pointed out."""
    plan = facts.plan
    for name, text in (("title", "tên gọi ngắn"), ("subject", "trích yếu"), ("report_subject", "trích yếu báo cáo")):
        if not getattr(plan, name).strip():
            yield error(STEP, f"Chưa ghi {text}.")
    if not plan.number:
        yield warning(STEP, "Chưa ghi số; trên văn bản và trên cổng sẽ hiện “chưa rõ số”.")
    if not plan.issued_on:
        yield warning(STEP, "Chưa ghi ngày ban hành.")
    elif plan.issued_on.year != plan.year:
        yield warning(STEP, f"Ngày ban hành thuộc năm {plan.issued_on.year}, kế hoạch là của năm {plan.year}.")
    if not plan.signer_title or not plan.signer_name:
        yield warning(STEP, "Chưa ghi đủ chức vụ và tên người ký.")
    if plan.style == DocumentStyle.PARTY and plan.number and not plan.term:
        yield warning(STEP, "Văn bản của Đảng đánh số theo nhiệm kỳ: chưa ghi nhiệm kỳ.")
    if facts.twin_year is not None:
        yield warning(STEP, f"Trùng số với một văn bản cùng loại năm {facts.twin_year} của cùng cơ quan.")


def surroundings_findings(facts: Facts) -> Iterator[Finding]:
    """Relations and recipients."""
    if not facts.has_authority:
        yield warning("plan_relations", "Chưa ghi căn cứ hoặc văn bản mà kế hoạch thực hiện.")
    if not facts.has_recipients:
        yield warning("plan_recipients", "Chưa ghi nơi nhận.")
    elif not facts.has_carriers:
        yield warning("plan_recipients", "Nơi nhận chưa có đơn vị nào “để thực hiện”.")
