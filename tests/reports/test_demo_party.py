"""The plan on Conclusion 51-KL/TW in the demonstration."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model

from plans.models import Plan, Task
from reports.enums import Capability, SubmissionStatus
from reports.models import Submission, SubmissionVersion
from reports.permissions import can
from reports.queries.sheet import load_sheet
from reports.services.freezing import digest
from tests.reports.demonstration import _module_db, demo  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
class TestPartyPlan:
    """The plan on Conclusion 51-KL/TW: number and date are not known, units that are no schools report."""

    @pytest.fixture
    def plan(self) -> Plan:
        return Plan.objects.get(year=2019)

    def test_what_the_document_does_not_say_stays_empty(self, plan: Plan) -> None:
        assert (plan.number, plan.issued_on, plan.place_name) == ("", None, "")
        assert plan.short_citation == "Kế hoạch (chưa rõ số, ngày)"
        assert plan.issued_after == dt.date(2019, 8, 15)

    def test_the_board_has_set_the_periods_and_said_so(self, plan: Plan) -> None:
        board = get_user_model().objects.get(username="tuyengiao")

        assert set(plan.periods.values_list("is_illustrative", flat=True)) == {True}
        assert list(plan.revisions.order_by("number").values_list("number", flat=True)) == [1, 2]
        assert plan.revisions.get(number=2).made_by == board

    def test_no_school_reports_and_the_board_reviews(self, plan: Plan) -> None:
        rows = Submission.objects.filter(period__plan=plan)
        board = get_user_model().objects.get(username="tuyengiao")
        waiting = rows.filter(status=SubmissionStatus.SUBMITTED).first()

        assert not rows.filter(organisation__school__isnull=False).exists()
        assert set(rows.values_list("period", flat=True).distinct()) == set(plan.periods.values_list("pk", flat=True))
        assert waiting is not None
        assert can(board, Capability.REVIEW, waiting)

    def test_the_front_owes_a_report_on_its_tasks_alone(self, plan: Plan) -> None:
        draft = Submission.objects.get(period__plan=plan, organisation__kind="front", status=SubmissionStatus.DRAFT)

        assert [row.code for row in load_sheet(draft).tasks] == ["II.1.a", "II.1.b", "III.2"]

    def test_what_was_sent_is_frozen_with_the_sum_of_its_content(self, plan: Plan) -> None:
        sent = SubmissionVersion.objects.filter(submission__period__plan=plan)

        assert sent.count() > 10
        assert [row for row in sent if digest(row.content) != row.sha256] == []

    def test_the_plan_of_the_year_carries_it_out(self, plan: Plan) -> None:
        linked = Task.objects.filter(carries_out__plan=plan).order_by("position")

        assert [(task.code, task.carries_out.code) for task in linked][:2] == [
            ("II.1.1", "II.5.a"),
            ("II.1.2", "II.3.b"),
        ]
