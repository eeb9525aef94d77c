"""Arranging late schools and the letter that urges them."""

import datetime as dt
from typing import Any

from plans.models import ReportingPeriod
from reports.models import ReminderLetter, Submission
from reports.services import lettering
from schools.enums import OrganisationKind
from tests.factories import (
    OrganisationFactory,
    OrganisationProfileFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    UserFactory,
)

# Four days after the last on-time day of the second period of 2018, which is 9 June.
TODAY = dt.datetime(2018, 6, 13, 3, tzinfo=dt.UTC)  # 10:00 in Vietnam
RESPOND_BY = dt.datetime(2018, 6, 18, 10, tzinfo=dt.UTC)  # 17:00


def a_period(**office: str) -> ReportingPeriod:
    """The six months of a plan whose office and committee have words; `office` changes those of the office."""
    period = ReportingPeriodFactory(
        position=2, plan__number="04", plan__symbol="KH-CQ", plan__issued_on=dt.date(2018, 2, 5)
    )
    words = {
        "name": "Cơ quan Giáo dục Nơi Ấy",
        "header_name": "CƠ QUAN GIÁO DỤC NƠI ẤY",
        "superior_header": "ỦY BAN NƠI ẤY",
        "symbol": "CQGD",
        "place_name": "Nơi Ấy",
        "head_title": "Người đứng đầu",
        "addressed_as": "Cơ quan",
        "filing_note": "VT, TH",
        "signer_name": "Nguyễn Thị Minh Họa",
    }
    OrganisationProfileFactory(organisation=period.plan.receiver, **(words | office))
    OrganisationProfileFactory(organisation=period.plan.forwarded_to, name="Ủy ban Nơi Ấy", short_name="UB Nơi Ấy")
    return period


def a_school(period: ReportingPeriod, name: str = "", **options: Any) -> Submission:
    """A school that has not sent its report."""
    named = {"name": name} if name else {}
    return SubmissionFactory(period=period, organisation=SchoolFactory(**named).organisation, **options)


def a_body(period: ReportingPeriod, name: str) -> Submission:
    """A body that is no school and has not sent its report."""
    body = OrganisationFactory(kind=OrganisationKind.UNION, short_name=name)
    return SubmissionFactory(period=period, organisation=body)


def a_letter(period: ReportingPeriod, **changes: Any) -> ReminderLetter:
    """A letter to everybody who is late; call it on a day after the deadline."""
    parts = {"submissions": period.submissions.all(), "respond_by": RESPOND_BY} | changes
    author = parts.pop("by", None) or UserFactory()
    return lettering.create_letter(period=period, by=author, **parts)
