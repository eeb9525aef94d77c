"""How a summary begins: what is carried out, for which period, who has reported, and what the figures rest on."""

import datetime as dt

from django.db.models import Max

from plans.deadlines import local_day
from reports.documents import sources
from reports.documents.content import Paragraph
from reports.documents.reporting import opening_sentence
from reports.documents.summary_data import SummaryData
from reports.documents.wording import citation, joined, period_text, words_of
from reports.models import SubmissionEvent
from vietnamese.dates import format_date


def opening(data: SummaryData) -> tuple[Paragraph, ...]:
    """The two opening paragraphs; one query."""
    accepted, as_of = data.figures.completeness.accepted, format_date(data.figures.as_of)
    said = "Số liệu là số liệu chính thức," if data.figures.targets else "Nội dung được"
    basis = (
        f"{said} tổng hợp từ {accepted} báo cáo đã duyệt của kỳ, chốt đến hết ngày {as_of}"
        if accepted
        else f"Chưa có báo cáo nào của kỳ được duyệt; số liệu chốt đến hết ngày {as_of}"
    )
    changed = _last_change(data)
    updated = f"; tình hình gửi, duyệt báo cáo cập nhật đến ngày {format_date(changed)}" if changed else ""
    note = " Số liệu và họ tên trong báo cáo này là dữ liệu minh họa." if data.is_illustrative else ""
    return (
        Paragraph(
            f"Thực hiện {joined(_documents(data))}, {data.office.name} báo cáo kết quả {period_text(data.period)} "
            "như sau:",
            (sources.plan(),),
        ),
        Paragraph(f"{opening_sentence(data.reporting)} {basis}{updated}.{note}", (sources.board(),)),
    )


def _documents(data: SummaryData) -> list[str]:
    """What is carried out: first the documents the plan implements, then the plan itself."""
    cited = []
    for relation in data.plan.relations.all():
        if relation.to_plan:
            issuer = words_of(relation.to_plan.issuer, relation.to_plan.issued_on or data.day).name
        else:
            issuer = relation.to_document.issuer_name if relation.to_document else ""
        cited.append(citation(relation.document, issuer))
    own = words_of(data.plan.issuer, data.plan.issued_on or data.day).name
    return [*cited, citation(data.plan, own)]


def _last_change(data: SummaryData) -> dt.date | None:
    """The day on which the state of a report last changed: true whenever the document is read."""
    event = SubmissionEvent.objects.filter(submission__period=data.period).aggregate(at=Max("at"))["at"]
    moments = [unit.first_submitted_at for unit in data.reporting.units]
    return max((local_day(moment) for moment in (event, *moments) if moment), default=None)
