"""Figures no school has: a sheet of their own from the first cell to the official total, beside the reports and never
counted among them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import EnteredBy, PlanStatus
from plans.models import PlanReporter
from reports.deadlines import effective_last_day
from reports.demo.clock import moment
from reports.documents.reporting import submission_table
from reports.documents.reporting_units import Reporting
from reports.enums import Action, NotificationKind, Purpose
from reports.enums import SubmissionStatus as S
from reports.models import (
    IndicatorValue,
    Notification,
    Recommendation,
    SectionEntry,
    Submission,
    SubmissionVersion,
    TaskEntry,
)
from reports.permissions import allowed_actions
from reports.queries.board import board_submissions
from reports.queries.calendar_periods import own_days
from reports.queries.completeness import completeness, late_units, unit_statuses
from reports.queries.digest import figures_for, plan_figures
from reports.queries.figures import period_figures
from reports.queries.reachability import unreachable
from reports.queries.sheet import load_sheet
from reports.services import reviewing
from reports.services.autosaving import Cell, save_cells
from reports.services.carrying import carry_over
from reports.services.editing import save_report
from reports.services.errors import Conflict, ReportIncomplete
from reports.services.lettering import late_submissions
from reports.services.opening import open_period
from reports.services.reminding import send_due_reminders
from reports.services.submitting import file_nil, submit
from reports.services.undoing import undo
from schools.enums import Role
from schools.queries import actor_of
from tests.factories import (
    IndicatorFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    member,
)
from tests.reports.own_sheets import OwnSheets, arranged, fill, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(db: None) -> OwnSheets:
    return arranged()


class TestOpening:
    def test_receiver_and_communes_get_a_sheet_and_schools_a_report(self, own: OwnSheets) -> None:
        assert Submission.objects.reports().count() == 2
        assert own.office.purpose == Purpose.FIGURES
        assert [row.organisation.short_name for row in own.communes] == ["Xã Số 0", "Xã Số 1"]

    def test_opening_again_changes_nothing(self, own: OwnSheets) -> None:
        assert open_period(period=own.period) == 0
        assert Submission.objects.count() == 5

    def test_an_indicator_added_later_opens_the_sheet(self) -> None:
        period = ReportingPeriodFactory()
        assert open_period(period=period) == 0
        PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(entered_by=EnteredBy.OFFICE))

        assert open_period(period=period) == 1
        assert Submission.objects.get().organisation == period.plan.receiver

    def test_a_receiver_that_reports_itself_has_its_figures_in_the_report(self) -> None:
        period = ReportingPeriodFactory()
        PlanReporter.objects.create(plan=period.plan, organisation=period.plan.receiver)
        PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(entered_by=EnteredBy.OFFICE, code="O01"))

        open_period(period=period)

        report = Submission.objects.select_related("organisation__school", "period__plan").get()
        assert report.purpose == Purpose.REPORT
        assert [row.code for row in load_sheet(report).grid] == ["O01"]


class TestSheet:
    def test_has_nothing_but_the_rows_asked_of_the_unit(self, own: OwnSheets) -> None:
        office, commune = load_sheet(own.office), load_sheet(own.communes[0])

        assert [row.code for row in office.grid] == ["O01"]
        assert [row.code for row in commune.grid] == ["C01"]
        assert [section.title for section in office.sections] == ["Biểu số liệu"]
        assert (office.tasks, office.recommendations) == ([], [])

    def test_exists_even_when_the_outline_has_no_grid(self, own: OwnSheets) -> None:
        own.period.plan.outline.all().delete()

        assert load_sheet(fill(own, own.office)).filled_percent == 100

    def test_texts_tasks_and_requests_cannot_be_slipped_in(self, own: OwnSheets) -> None:
        plan, officer = own.period.plan, own.people["officer"]
        text, task = plan.outline.get(code="I"), plan.tasks.get()
        foreign = {
            f"section-{text.pk}": "Lời văn",
            f"task-{task.pk}-status": "done",
            "rec-0-addressee": "office",
            "rec-0-text": "Kiến nghị",
        }
        submission = own.office
        save_report(submission=submission, by=officer, changes=foreign | own.complete(submission))
        cells = [Cell(name, value) for name, value in foreign.items()]
        cells.append(Cell(f"value-{own.done.pk}-v", "1"))  # a row of the communes
        save_cells(submission_id=submission.pk, user=officer, cells=cells)

        assert [model.objects.count() for model in (SectionEntry, TaskEntry, Recommendation)] == [0, 0, 0]
        assert IndicatorValue.objects.get().plan_indicator == own.rank

    def test_is_checked_like_a_report(self, own: OwnSheets) -> None:
        with pytest.raises(ReportIncomplete) as refused:
            submit(submission=fill(own, own.office, "13"), by=own.people["officer"])

        assert [issue.message for issue in refused.value.issues] == ["Số liệu lớn hơn mức cao nhất có thể (12)."]

    def test_copies_from_the_period_before_with_a_mark(self, own: OwnSheets) -> None:
        send(own, own.office, "4")
        later = ReportingPeriodFactory(plan=own.period.plan, position=2)
        open_period(period=later)
        next_one = Submission.objects.select_related("organisation__school", "period__plan").get(
            period=later, organisation=own.period.plan.receiver
        )

        assert carry_over(submission=next_one, by=own.people["officer"], changes={}).count == 1
        row = load_sheet(next_one).grid[0]
        assert (row.actual_text, row.previous_text, row.is_carried) == ("4", "4", True)

    def test_no_nil_report(self, own: OwnSheets) -> None:
        with pytest.raises(Conflict):
            file_nil(submission=own.office, by=own.people["officer"], reason="Không có")
        assert Action.FILE_NIL not in allowed_actions(own.people["officer"], own.office)


class TestConfirming:
    def test_the_head_confirms_and_the_figure_counts(self, own: OwnSheets) -> None:
        commune = send(own, own.communes[0])
        waiting = next(figure for figure in period_figures(own.period).targets if figure.indicator.code == "C01")
        reviewing.accept(submission=commune, by=own.people["head"])

        figure = next(figure for figure in period_figures(own.period).targets if figure.indicator.code == "C01")
        assert (waiting.total.actual, waiting.waiting) == (None, 1)
        assert (figure.total.actual, figure.total.reporting, figure.due) == (1, 1, 2)

    def test_an_officer_does_not(self, own: OwnSheets) -> None:
        submission = send(own, own.office)

        assert Action.ACCEPT not in allowed_actions(own.people["officer"], submission)
        assert Action.ACCEPT in allowed_actions(own.people["head"], submission)

    def test_versions_and_events_are_those_of_a_report(self, own: OwnSheets) -> None:
        officer, head = own.people["officer"], own.people["head"]
        submission = send(own, own.office, "5")
        reviewing.return_submission(submission=submission, by=head, comment="Xem lại", due_on=dt.date(2099, 4, 1))
        submit(submission=fill(own, submission, "4"), by=officer)
        reviewing.accept(submission=submission, by=head)

        values = [row.content["figures"][0]["value"] for row in SubmissionVersion.objects.order_by("revision")]
        assert values == ["5", "4"]
        assert list(submission.events.order_by("at", "pk").values_list("action", flat=True)) == [
            "save", "submit", "return", "submit", "accept",
        ]  # fmt: skip

    def test_a_confirmation_can_be_taken_back(self, own: OwnSheets) -> None:
        submission = send(own, own.office)
        reviewing.accept(submission=submission, by=own.people["head"])

        undo(submission=submission, by=own.people["head"])

        assert own.office.status == S.SUBMITTED


class TestTelling:
    def test_sending_tells_the_head_and_nobody_else(self, own: OwnSheets) -> None:
        send(own, own.communes[0])

        message = Notification.objects.get()
        assert (message.recipient, message.kind) == (own.people["head"], NotificationKind.SUBMITTED)
        assert message.subject == "Xã Số 0 gửi số liệu 3 tháng"
        assert "Số liệu đang chờ xác nhận." in message.body
        assert "báo cáo" not in message.body.lower()

    def test_what_must_be_corrected_goes_to_who_entered_it(self, own: OwnSheets) -> None:
        submission = send(own, own.communes[0])
        reviewing.return_submission(
            submission=submission, by=own.people["head"], comment="Xem lại", due_on=dt.date(2099, 4, 1)
        )

        message = Notification.objects.get(kind=NotificationKind.RETURNED)
        assert message.recipient == own.people["officer"]
        assert "gửi lại chậm nhất ngày 01/04/2099" in message.body

    def test_a_commune_with_people_of_its_own_is_told_of_the_confirmation(self, own: OwnSheets) -> None:
        submission = own.communes[0]
        clerk = member(submission.organisation, Role.OFFICER)
        reviewing.accept(submission=send(own, submission), by=own.people["head"])
        reviewing.accept(submission=send(own, own.office), by=own.people["head"])

        message = Notification.objects.get(kind=NotificationKind.ACCEPTED)
        assert message.recipient == clerk
        assert message.subject == "Đã xác nhận số liệu 3 tháng của Xã Số 0"
        assert not Notification.objects.filter(kind=NotificationKind.NO_RECIPIENT).exists()


class TestDeadline:
    def test_is_that_of_the_summary(self, own: OwnSheets) -> None:
        dated = Submission.objects.with_deadline().get(pk=own.office.pk)

        assert own.office.owed_until == effective_last_day(own.office) == dt.date(2099, 3, 20)
        assert dated.effective_last_day == dt.date(2099, 3, 20)
        assert own.office.due_words == "chậm nhất ngày 20/03/2099 (hạn gửi báo cáo tổng hợp)"

    def test_without_one_that_of_the_reports(self) -> None:
        own = arranged()
        type(own.period).objects.update(forward_on=None)

        assert own.office.owed_until == own.period.last_day
        assert Submission.objects.with_deadline().get(pk=own.office.pk).effective_last_day == own.period.last_day


def test_nothing_that_counts_reports_counts_the_sheets(login_as: Callable[[Any], Client]) -> None:
    """The same period before and after its sheets exist, long overdue: every page and message stays as it was."""
    own = arranged(year=2018)
    kept = list(own.sheets())
    today = dt.date(2018, 4, 2)

    plan = own.period.plan
    leader = login_as(member(plan.forwarded_to, Role.LEADER))

    def counted() -> dict[str, Any]:
        figures = period_figures(own.period, today=today)
        page = leader.get(reverse("home"), {"period": own.period.pk}).context
        return {
            "board": [row.pk for row in board_submissions(own.period, today=today)],
            "completeness": completeness(own.period, today=today),
            "units": [unit.submission_id for unit in unit_statuses(own.period)],
            "results": (figures.completeness, figures.by_commune, figures.late),
            "leader": [page["figures"].completeness, page["figures"].by_commune, page["figures"].late],
            "summary": submission_table(Reporting(unit_statuses(own.period), today, "Xã")),
            "digest": [figures_for(row, 0, since=moment(today)) for row in plan_figures([plan], today)],
            "calendar": [entry.title for entry in own_days(actor_of(own.people["head"]), today)],
            "late": [row.pk for row in late_units(own.period, today=today)],
            "letter": [row.pk for row in late_submissions(own.period, today)],
            "unreachable": [row.organisation.pk for row in unreachable(own.period)],
        }

    with_sheets = counted()
    Submission.objects.figures().delete()

    assert len(kept) == 3
    assert with_sheets == counted()


def test_nobody_is_reminded_of_them() -> None:
    own = arranged(year=2018)
    for row in own.communes:
        member(row.organisation, Role.OFFICER, email="xa@xa.example")
    for report in Submission.objects.reports().select_related("organisation"):
        member(report.organisation, Role.PRINCIPAL, email="truong@truong.example")

    for day in (dt.date(2018, 3, 7), dt.date(2018, 3, 12), dt.date(2018, 3, 22)):
        send_due_reminders(today=day)

    reminded = Notification.objects.exclude(submission=None)
    assert {row.submission.purpose for row in reminded.select_related("submission")} == {Purpose.REPORT}


def test_a_closed_plan_is_only_read(own: OwnSheets) -> None:
    own.period.plan.status = PlanStatus.CLOSED
    own.period.plan.save()

    assert allowed_actions(own.people["officer"], own.office) == frozenset()
