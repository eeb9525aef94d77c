"""Arranging a plan of the Party, on whose tasks bodies that are no schools report."""

from typing import Any

from plans.enums import DocumentStyle, TaskStatus
from plans.models import Plan, ReportingPeriod, Task
from reports.models import Submission
from schools.enums import OrganisationKind
from tests.factories import (
    OrganisationFactory,
    OrganisationProfileFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TaskEntryFactory,
    TaskFactory,
)


def a_party_plan(year: int = 2019, **changes: Any) -> Plan:
    """A plan of a committee, received by its board, without number and day."""
    committee = OrganisationFactory(kind=OrganisationKind.PARTY_COMMITTEE, short_name="Cấp ủy Nơi Ấy")
    board = OrganisationFactory(kind=OrganisationKind.PARTY_BODY, short_name="Ban Nơi Ấy", parent=committee)
    OrganisationProfileFactory(
        organisation=committee,
        name="Ban Thường vụ Cấp ủy Nơi Ấy",
        short_name="Ban Thường vụ Cấp ủy",
        header_name="CẤP ỦY NƠI ẤY",
        superior_header="CẤP ỦY CẤP TRÊN",
        symbol="CU",
        place_name="Nơi Ấy",
        head_title="Bí thư",
        signing_capacity="T/M BAN THƯỜNG VỤ",
        filing_note="Văn phòng Cấp ủy",
    )
    OrganisationProfileFactory(
        organisation=board,
        name="Ban Tuyên truyền Nơi Ấy",
        header_name="BAN TUYÊN TRUYỀN",
        superior_header="CẤP ỦY NƠI ẤY",
        symbol="BTT",
        place_name="Nơi Ấy",
        head_title="Phó trưởng ban",
        signing_capacity="KT. TRƯỞNG BAN",
        signer_name="Trần Thị Mẫu",
        filing_note="Ban Tuyên truyền",
    )
    values = {
        "style": DocumentStyle.PARTY,
        "year": year,
        "number": "",
        "symbol": "KH/CU",
        "issued_on": None,
        "issuer": committee,
        "receiver": board,
        "forwarded_to": committee,
        "subject": "Thực hiện Kết luận thử nghiệm",
        "report_subject": f"thực hiện Kết luận thử nghiệm năm {year}",
    }
    return PlanFactory(**(values | changes))


def a_party_period(**changes: Any) -> ReportingPeriod:
    """The six months of such a plan: two tasks; a committee and a union have reported, a front has not."""
    period = ReportingPeriodFactory(plan=a_party_plan(**changes), position=2)
    first, second = (
        TaskFactory(plan=period.plan, code=f"II.{number}", position=number, title=title, levels="")
        for number, title in enumerate(("Tuyên truyền, quán triệt", "Nâng chất lượng"), 1)
    )
    union = a_unit(period, "Hội Một", OrganisationKind.UNION, accepted=True)
    told(union, first, TaskStatus.DONE, 100, "Đã mở 3 hội nghị.")
    told(union, second, TaskStatus.HINDERED, 40, "Thiếu kinh phí.")
    told(a_unit(period, "Đảng bộ Hai", OrganisationKind.PARTY_COMMITTEE, accepted=True), first, TaskStatus.IN_PROGRESS)
    a_unit(period, "Mặt trận Ba", OrganisationKind.FRONT, draft=True)
    return period


def a_unit(period: ReportingPeriod, name: str, kind: OrganisationKind, **state: Any) -> Submission:
    """A body that is no school, with its report."""
    body = OrganisationFactory(kind=kind, short_name=name)
    return SubmissionFactory(period=period, organisation=body, **state)


def told(report: Submission, task: Task, status: TaskStatus, progress: int | None = None, text: str = "") -> None:
    TaskEntryFactory(submission=report, task=task, status=status, progress=progress, text=text)
