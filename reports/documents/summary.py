"""The summary of a period as a document: from the database to plain content (domain reference §1.2, §1.4, §6.2).

Every sentence is made from data and says only what the data say. Every name of a body comes from the profile in force
on the document's day. The content changes with the data alone, so equal data give an equal hash.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Max, Prefetch
from django.utils import timezone

from plans.deadlines import local_day
from plans.enums import RecipientRole, RelationKind
from plans.models import Plan, PlanRelation, ReportingPeriod
from reports.documents.content import (
    Appendix,
    Block,
    Heading,
    Paragraph,
    Signature,
    SummaryDocument,
    Table,
)
from reports.documents.frame import (
    KIND,
    addressees,
    appendix_reference,
    letterhead,
    parted,
    recipient_lines,
    subject_of,
)
from reports.documents.open_requests import open_requests
from reports.documents.profiles import profile_for
from reports.documents.reporting import (
    Reporting,
    missing_part,
    opening_sentence,
    reporting_part,
    submission_table,
)
from reports.documents.requests import needs_appendix, requests_part, requests_table
from reports.documents.results import coverage_part, level_table, results_part, unmet_part
from reports.documents.task_results import held_up_part, load_task_results, task_part, unit_table
from reports.documents.wording import citation, decapitalised, joined, period_text, words_of
from reports.enums import Addressee
from reports.models import SubmissionEvent, SummaryReport
from reports.queries.completeness import unit_statuses
from reports.queries.figures import PeriodFigures, period_figures
from vietnamese.dates import format_date


def build_summary(summary: SummaryReport) -> SummaryDocument:
    """The document of a summary; a constant number of queries.

    Number, day and month stay blank: the clerk assigns them when the report is released (domain reference §1.3).
    """
    period = ReportingPeriod.objects.get(pk=summary.period_id)
    period.plan = _plan(period.plan_id)
    return _Builder(period).document()


def _plan(pk: int) -> Plan:
    """The plan with every name the document needs."""
    relations = (
        PlanRelation.objects.filter(kind=RelationKind.IMPLEMENTS)
        .select_related("to_plan__issuer", "to_document")
        .prefetch_related("to_plan__issuer__profiles")
    )
    return (
        Plan.objects.select_related("issuer", "receiver", "forwarded_to")
        .prefetch_related(
            "issuer__profiles",
            "receiver__profiles",
            "forwarded_to__profiles",
            "recipients",
            Prefetch("relations", queryset=relations),
        )
        .get(pk=pk)
    )


class _Builder:
    """What is loaded once and read by the parts of one document."""

    def __init__(self, period: ReportingPeriod) -> None:
        self.period, self.plan = period, period.plan
        self.day = period.forward_on or period.deadline_on
        self.profile = profile_for(self.plan.style, self.day)
        self.office = words_of(self.plan.receiver, self.day)
        self.leaders = words_of(self.plan.forwarded_to, self.day)
        today = timezone.localdate()
        self.figures: PeriodFigures = period_figures(period, today=today)
        # Norms stand last in the table; the appendix keeps the same numbers.
        self.targets = sorted(self.figures.targets, key=lambda target: target.is_norm)
        area = self.leaders.area_unit_label or self.office.area_unit_label or "Địa bàn"
        self.reporting = Reporting(unit_statuses(period), today, area[:1].upper() + area[1:])
        self.is_illustrative = settings.DEMO or self.plan.is_illustrative
        self.requests = open_requests(period)
        self.names = self._addressees()
        # A plan without targets is judged by its tasks.
        tasks = None if self.targets else load_task_results(period, self.reporting.unit)
        self.tasks = tasks if tasks and tasks.tasks else None
        self.labels = self._labels()

    def document(self) -> SummaryDocument:
        office, profile = self.office, self.profile
        place = self.plan.place_name or office.place_name
        body = (
            *reporting_part(self.reporting, self.period.deadline_text, self.labels["reports"]),
            *self._results(),
            *self._shortcomings(),
            *requests_part(self.requests, self.names, self.labels.get("requests", "")),
        )
        closing = (
            f"Trên đây là báo cáo {decapitalised(subject_of(self.period))}, {office.name} kính báo cáo "
            f"{self.leaders.name} xem xét, chỉ đạo."
        )
        return SummaryDocument(
            letterhead=letterhead(office, profile, place=place, year=self.period.year),
            kind=KIND,
            subject=subject_of(self.period),
            addressee=self.leaders.name,
            is_illustrative=self.is_illustrative,
            opening=self._opening(),
            body=parted(body, profile),
            closing=profile.ended(closing),
            recipients=self._recipients(),
            signature=Signature(profile.capacity(office.signing_capacity), office.head_title, office.signer_name),
            appendices=self._appendices(),
            profile=profile.key,
        )

    def _opening(self) -> tuple[Paragraph, ...]:
        accepted, as_of = self.figures.completeness.accepted, format_date(self.figures.as_of)
        said = "Nội dung được" if self.tasks else "Số liệu là số liệu chính thức,"
        basis = (
            f"{said} tổng hợp từ {accepted} báo cáo đã duyệt của kỳ, chốt đến hết ngày {as_of}"
            if accepted
            else f"Chưa có báo cáo nào của kỳ được duyệt; số liệu chốt đến hết ngày {as_of}"
        )
        changed = self._last_change()
        updated = f"; tình hình gửi, duyệt báo cáo cập nhật đến ngày {format_date(changed)}" if changed else ""
        note = " Số liệu và họ tên trong báo cáo này là dữ liệu minh họa." if self.is_illustrative else ""
        return (
            Paragraph(
                f"Thực hiện {joined(self._documents())}, {self.office.name} báo cáo kết quả {period_text(self.period)} "
                "như sau:"
            ),
            Paragraph(f"{opening_sentence(self.reporting)} {basis}{updated}.{note}"),
        )

    def _documents(self) -> list[str]:
        """What is carried out: first the documents the plan implements, then the plan itself."""
        cited = []
        for relation in self.plan.relations.all():
            if relation.to_plan:
                issuer = words_of(relation.to_plan.issuer, relation.to_plan.issued_on or self.day).name
            else:
                issuer = relation.to_document.issuer_name if relation.to_document else ""
            cited.append(citation(relation.document, issuer))
        own = words_of(self.plan.issuer, self.plan.issued_on or self.day).name
        return [*cited, citation(self.plan, own)]

    def _last_change(self) -> dt.date | None:
        """The day on which the state of a report last changed: true whenever the document is read."""
        event = SubmissionEvent.objects.filter(submission__period=self.period).aggregate(at=Max("at"))["at"]
        moments = [unit.first_submitted_at for unit in self.reporting.units]
        return max((local_day(moment) for moment in (event, *moments) if moment), default=None)

    def _results(self) -> list[Block]:
        if self.tasks:
            number = 2 if self.reporting.has_levels else 1
            return task_part(self.tasks, f"Bảng {number}. Kết quả thực hiện nhiệm vụ", self.labels.get("tasks", ""))
        return results_part(self.targets, self.reporting.unit)

    def _shortcomings(self) -> list[Block]:
        late = missing_part(self.reporting)
        part = Heading(1, "III.", "Hạn chế")
        second = Heading(2, "2.", "Gửi báo cáo trễ hạn, quá hạn")
        if self.tasks:
            first = Heading(2, "1.", "Nhiệm vụ gặp khó khăn, chưa thực hiện")
            return [part, first, *held_up_part(self.tasks), second, *late]
        return [
            part,
            Heading(2, "1.", "Chỉ tiêu chưa đạt, chậm so tiến độ"),
            *unmet_part(self.targets),
            second,
            *late,
            Heading(2, "3.", "Số liệu chưa đầy đủ"),
            *coverage_part(self.targets, self.reporting.unit),
        ]

    def _addressees(self) -> dict[Addressee, str]:
        # What lies below the leaders is not where schools are when all of them are in the leaders' own place.
        labels = self.leaders.area_unit_label, self.office.area_unit_label
        areas = decapitalised(next(filter(None, () if self.reporting.is_of_one_area else labels), "địa bàn"))
        return addressees(self.office, self.leaders, f"chính quyền {areas}", self.day)

    def _recipients(self) -> tuple[str, ...]:
        """`Như trên`, those to whom the plan is reported, and the file."""
        above = {self.leaders.name.casefold(), self.leaders.short_name.casefold(), self.office.name.casefold()}
        others = [
            recipient.name.strip(" ;.-")
            for recipient in self.plan.recipients.all()
            if recipient.role == RecipientRole.REPORT_TO
            and recipient.organisation_id not in (self.plan.forwarded_to_id, self.plan.receiver_id)
        ]
        names = [name for name in others if name.casefold() not in above]
        return recipient_lines(("Như trên", *names), self.office, self.profile)

    def _labels(self) -> dict[str, str]:
        """What each appendix is called, in their order; a single one has no numeral (domain reference §1.2 row 10)."""
        held = {
            "targets": bool(self.targets),
            "tasks": bool(self.tasks and self.tasks.entries),
            "reports": True,
            "requests": needs_appendix(self.requests),
        }
        parts = [part for part, is_held in held.items() if is_held]
        if len(parts) == 1:
            return {parts[0]: "Phụ lục"}
        return {part: f"Phụ lục {numeral}" for part, numeral in zip(parts, ("I", "II", "III"), strict=False)}

    def _appendices(self) -> tuple[Appendix, ...]:
        reference = appendix_reference(self.office, self.profile, self.period.year)
        made = {part: self._appendix(part) for part in self.labels}
        return tuple(Appendix(self.labels[part], title, reference, (table,)) for part, (title, table) in made.items())

    def _appendix(self, part: str) -> tuple[str, Table]:
        unit = self.reporting.unit
        match part:
            case "targets":
                table = level_table(self.period, self.targets, self.reporting)
                return "Tổng hợp chỉ tiêu theo cấp học", table
            case "tasks" if self.tasks:
                return f"Kết quả thực hiện nhiệm vụ của từng {unit}", unit_table(self.tasks)
            case "requests":
                return f"Kiến nghị của các {unit}", requests_table(self.requests, self.names)
        return f"Tình hình gửi báo cáo của các {unit}", submission_table(self.reporting)
