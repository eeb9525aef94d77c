"""What a summary tells of requests that live on."""

import pytest

from plans.models import ReportingPeriod
from reports.documents.requests import requests_part
from tests.factories import (
    RecommendationFactory,
    RecommendationGroupFactory,
    ReportingPeriodFactory,
    RequestMarkFactory,
    SchoolFactory,
)
from tests.reports.test_summary_facts import accepted, data_of, lines, period  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


def test_living_requests_are_told_with_what_became_of_them(period: ReportingPeriod) -> None:  # noqa: F811  # the fixture
    """A group counts once; what came back in an accepted report of the period stands in it; what is over does not."""
    group = RecommendationGroupFactory(plan=period.plan, title="Bổ sung phòng học")
    reports = [accepted(period, SchoolFactory(name=name)) for name in ("MN A", "MN B", "MN C")]
    at = reports[0].submitted_at
    answered = {"status": "answered", "answer": "Bố trí vốn năm sau.", "answered_at": at, "first_answered_at": at}
    RecommendationFactory(submission=reports[0], text="Xin xây 2 phòng", group=group, **answered)
    RecommendationFactory(submission=reports[1], text="Thiếu phòng học", group=group, **answered)
    RecommendationFactory(submission=reports[1], text="Đã xong", status="closed", closed_at=at)
    earlier = accepted(ReportingPeriodFactory(plan=period.plan, position=1), reports[2].organisation.school)
    old = RecommendationFactory(submission=earlier, text="Đề nghị cấp đất", owner=period.plan.receiver, raised_at=at)
    RecommendationFactory(submission=earlier, text="Không nêu lại", raised_at=at)
    RequestMarkFactory(submission=reports[2], recommendation=old, status_then="open", text_then=old.text)

    said = lines(requests_part(data_of(period)))

    assert "nêu 2 kiến nghị chưa giải quyết" in said[0]
    assert "Bổ sung phòng học (2 trường: MN A, MN B; đã trả lời: “Bố trí vốn năm sau”)." in said
    (land,) = [line for line in said if line.startswith("Đề nghị cấp đất")]
    assert land.startswith("Đề nghị cấp đất (MN C; chờ ")
    assert land.endswith(f"ngày, {period.plan.receiver.short_name} trả lời).")
