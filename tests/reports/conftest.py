"""A small plan whose report can be written, checked and sent; a summary whose layout costs nothing."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from plans.enums import SectionKind
from plans.models import OutlineSection, PlanIndicator, Task
from reports.documents.content import SummaryDocument
from reports.documents.pdf import Progress, RenderedPdf
from reports.models import Submission, SummaryReport
from reports.services import renderers
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    OutlineSectionFactory,
    PlanIndicatorFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TaskFactory,
    member,
)


@dataclass
class Writing:
    """A report with one text, one task, one ratio, one count and a place for requests, and its people."""

    submission: Submission
    text: OutlineSection
    task: Task
    ratio: PlanIndicator
    count: PlanIndicator
    sections: dict[str, OutlineSection]
    people: dict[str, Any] = field(default_factory=dict)

    def complete(self) -> dict[str, str]:
        """Everything the form needs so that the report can be sent."""
        return {
            f"section-{self.text.pk}": "Nhà trường đã ban hành kế hoạch và phân công cụ thể.",
            f"task-{self.task.pk}-status": "done",
            f"task-{self.task.pk}-text": "Đã thực hiện xong.",
            f"value-{self.ratio.pk}-n": "1",
            f"value-{self.ratio.pk}-d": "98",
            f"value-{self.count.pk}-v": "1.234",
        }


@pytest.fixture
def writing(db: None) -> Writing:
    """The report, not started, of a plan in force whose deadline is far ahead."""
    submission = SubmissionFactory(period__plan__year=2099, period__position=1)
    plan = submission.period.plan
    sections = {
        "text": OutlineSectionFactory(plan=plan, code="I", kind=SectionKind.TEXT),
        "tasks": OutlineSectionFactory(plan=plan, code="II.1", kind=SectionKind.TASKS),
        "grid": OutlineSectionFactory(plan=plan, code="II.4", kind=SectionKind.INDICATORS),
        "requests": OutlineSectionFactory(plan=plan, code="V", kind=SectionKind.RECOMMENDATIONS, is_required=False),
    }
    organisation, receiver = submission.organisation, plan.receiver
    return Writing(
        submission=submission,
        text=sections["text"],
        task=TaskFactory(plan=plan, code="II.1.1"),
        ratio=PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(numerator_label="Số trẻ nhẹ cân")),
        count=PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(count=True, decimals=0)),
        sections=sections,
        people={
            "principal": member(organisation, Role.PRINCIPAL),
            "clerk": member(organisation, Role.CLERK),
            "officer": member(receiver, Role.OFFICER),
            "head": member(receiver, Role.HEAD),
        },
    )


@pytest.fixture
def summary(db: None) -> SummaryReport:
    """The summary of a period with one accepted report."""
    return SummaryReportFactory(period=SubmissionFactory(accepted=True).period)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[SummaryDocument]:
    """Layout replaced by a few bytes, for tests that are about files and not about pages; holds what was laid out."""
    documents: list[SummaryDocument] = []

    def render(document: SummaryDocument, *, on_progress: Progress) -> RenderedPdf:
        documents.append(document)
        on_progress(50, "Dàn trang 1")
        return RenderedPdf(b"%PDF-1.7 " + str(len(documents)).encode(), 4)

    monkeypatch.setattr(renderers, "render", render)
    return documents
