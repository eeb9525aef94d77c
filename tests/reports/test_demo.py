"""The demonstration tells its story, on any day, through the portal's own queries."""

from collections import Counter
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Model
from django.test.utils import override_settings
from django.utils import timezone

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from plans import measures
from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from plans.permissions import can_view_plan
from reports import workflow
from reports.checks import check_sheet
from reports.demo import story
from reports.demo.clock import moment
from reports.enums import (
    Action,
    Addressee,
    CommentState,
    CorrectionScope,
    NotificationStatus,
    RequestState,
    ValueState,
)
from reports.enums import SubmissionStatus as S
from reports.models import (
    Extension,
    ExtensionRequest,
    IndicatorValue,
    Notification,
    Recommendation,
    ReviewAssignment,
    SectionEntry,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    SummaryReport,
    TaskEntry,
)
from reports.queries.completeness import completeness
from reports.queries.sheet import Sheet, load_sheet
from reports.services.freezing import content_of, digest
from reports.services.submitting import receipt_code
from schools.models import Membership, School
from tests.reports.demonstration import DEMO_MODE, TODAY, _module_db, demo  # noqa: F401 - fixtures

# Also what makes pytest-django create the test database for the fixture of the module.
pytestmark = pytest.mark.django_db

TABLES: tuple[type[Model], ...] = (
    get_user_model(), Membership, Submission, SubmissionEvent, SubmissionVersion, SectionEntry, TaskEntry,
    IndicatorValue, Recommendation, Extension, Notification,
)  # fmt: skip


def of_2018(position: int) -> ReportingPeriod:
    return ReportingPeriod.objects.get(plan__year=2018, position=position)


def report(short_name: str, position: int, year: int = 2018) -> Submission:
    return (
        Submission.objects.select_related("organisation__school", "period__plan")
        .with_deadline()
        .get(organisation__short_name=short_name, period__plan__year=year, period__position=position)
    )


def open_warnings(sheet: Sheet) -> list[str]:
    return [issue.message for issue in check_sheet(sheet) if not issue.is_justified]


@pytest.mark.usefixtures("demo")
class TestPlanOf2018:
    def test_is_closed_with_236_reports_of_59_schools(self) -> None:
        plan = Plan.objects.get(year=2018)

        assert plan.status == PlanStatus.CLOSED
        assert Submission.objects.reports().filter(period__plan=plan).count() == 236
        assert School.objects.count() == 59

    def test_shares_of_punctuality(self) -> None:
        counts = [completeness(of_2018(position), today=TODAY) for position in (1, 2, 3, 4)]
        returned = Submission.objects.filter(period__plan__year=2018, events__action=Action.RETURN).distinct().count()
        late = sum(count.late for count in counts)
        unsent = sum(count.missing for count in counts)

        assert (236 - late - returned - unsent, late, returned, unsent) == (200, 19, 12, 5)
        assert all(count.accepted == count.submitted for count in counts)

    def test_rate_of_underweight_nursery_children_falls_below_the_target_in_autumn(self) -> None:
        rates, met = [], []
        for position in (1, 2, 3, 4):
            values = IndicatorValue.objects.filter(
                submission__period=of_2018(position),
                submission__status=S.ACCEPTED,
                plan_indicator__indicator__code="B04",
                state=ValueState.GIVEN,
            )
            total = measures.ratio_total(values.values_list("numerator", "denominator"))
            rate = measures.ratio(total.numerator, total.denominator)
            rates.append(round(Decimal(rate.numerator) / Decimal(rate.denominator), 2))
            met.append(measures.is_met(rate, "<", Decimal("1.02")))

        assert rates == [Decimal("1.08"), Decimal("1.04"), Decimal("1.01"), Decimal("0.98")]
        assert met == [False, False, True, True]

    def test_a_cumulative_figure_falls(self) -> None:
        sheet = load_sheet(report(story.FALLING_SCHOOL, 3))

        assert open_warnings(sheet) == ["Số lũy kế giảm so với kỳ trước (14); đề nghị kiểm tra hoặc giải trình."]

    def test_88_percent_of_the_children_were_measured(self) -> None:
        sheet = load_sheet(report(story.COVERAGE_SCHOOL, 2))
        row = next(row for row in sheet.grid if row.code == story.COVERAGE_CODE)
        issues = [issue for issue in check_sheet(sheet) if issue.field == f"{row.field_name}-d"]

        assert [issue.message for issue in issues] == [
            "Mẫu số chỉ bằng 88,0% của “Số trẻ nhà trẻ đang học”; số liệu chưa đầy đủ, đề nghị giải trình."
        ]
        assert issues[0].is_justified

    def test_a_narrative_is_the_one_of_the_period_before(self) -> None:
        sheet = load_sheet(report(story.COPYING_SCHOOL, 3))
        written = [row for row in sheet.sections if row.text]

        assert len(written) == 7
        assert all(row.text == row.previous for row in written)
        assert len(open_warnings(sheet)) == 7

    def test_a_slipped_comma_is_asked_about(self) -> None:
        sheet = load_sheet(report(story.OUTLIER_SCHOOL, 4))
        row = next(row for row in sheet.grid if row.code == story.OUTLIER_CODE)

        assert (row.previous_text, row.actual_text) == ("1,02", "10,20")
        assert len(open_warnings(sheet)) == 1

    def test_only_the_story_leaves_warnings_open(self) -> None:
        found = set()
        for submission in (
            Submission.objects.sent()
            .filter(period__plan__year=2018)
            .select_related("organisation__school", "period__plan")
        ):
            issues = check_sheet(load_sheet(submission))
            assert not [issue for issue in issues if issue.is_error], submission
            if any(not issue.is_justified for issue in issues):
                found.add((submission.organisation.short_name, submission.period.position))

        assert found == {
            (story.FALLING_SCHOOL, 3),
            (story.COPYING_SCHOOL, 3),
            (story.OUTLIER_SCHOOL, 4),
        }

    def test_leaders_are_asked_for_land_rooms_and_money(self) -> None:
        asked = Recommendation.objects.filter(addressee=Addressee.LEADERS, submission__period__plan__year=2018)

        assert asked.count() == 8
        assert asked.filter(text__contains="2.400 m² đất", submission__status=S.ACCEPTED).count() == 1


@pytest.mark.usefixtures("demo")
class TestRowsAreThoseOfTheServices:
    def test_versions_carry_their_digest(self) -> None:
        versions = list(SubmissionVersion.objects.all())

        assert versions
        assert all(digest(version.content) == version.sha256 for version in versions)
        assert len({version.sha256 for version in versions}) == len(versions)

    def test_every_version_names_the_revision_of_its_plan(self) -> None:
        versions = SubmissionVersion.objects.select_related("plan_revision", "submission__period")

        assert {version.plan_revision.plan_id == version.submission.period.plan_id for version in versions} == {True}

    def test_the_last_version_says_what_the_report_says(self) -> None:
        accepted = (
            Submission.objects.accepted()
            .filter(period__position=2)
            .select_related("organisation__school", "period__plan")
        )
        for submission in accepted.order_by("pk")[:40]:
            version = submission.versions.get(revision=submission.revision)
            assert version.content == content_of(load_sheet(submission))

    def test_a_returned_report_was_changed_before_it_was_accepted(self) -> None:
        twice = Submission.objects.filter(period__plan__year=2018, revision=2)

        assert twice.count() == 12
        for submission in twice:
            first, second = submission.versions.order_by("revision")
            assert first.content["sections"] != second.content["sections"]

    def test_events_follow_the_workflow_and_end_in_the_present_state(self) -> None:
        for submission in Submission.objects.prefetch_related("events"):
            status = S.NOT_STARTED
            events = sorted(submission.events.all(), key=lambda event: (event.at, event.pk))
            for event in events:
                assert event.from_status == status
                status = workflow.transition(Action(event.action), status).target_from(status)
                assert event.to_status == status
            assert submission.status == status

    def test_receipts_and_percentages(self) -> None:
        for submission in Submission.objects.select_related("period__plan", "organisation__school"):
            sent = submission.revision > 0
            assert submission.receipt_code == (receipt_code(submission) if sent else "")
            if submission.status == S.DRAFT:
                assert submission.filled_percent == load_sheet(submission).filled_percent
            assert (submission.filled_percent == 100) is sent

    def test_nothing_lies_in_the_future(self) -> None:
        now = moment(TODAY)
        fields = [
            (Submission, "submitted_at"), (Submission, "accepted_at"), (Submission, "opened_at"),
            (Submission, "last_edited_at"), (SubmissionEvent, "at"), (SubmissionVersion, "created_at"),
            (Extension, "granted_at"), (Notification, "created_at"), (Notification, "sent_at"),
            (Notification, "read_at"),
        ]  # fmt: skip
        for model, name in fields:
            assert not model._default_manager.filter(**{f"{name}__gt": now}).exists(), (model, name)

    def test_reviews_happen_after_the_report_was_sent(self) -> None:
        for submission in Submission.objects.accepted():
            assert submission.first_submitted_at <= submission.submitted_at < submission.accepted_at
            assert submission.submitted_at <= submission.opened_at <= submission.accepted_at

    def test_some_send_late_in_the_evening_and_most_in_the_last_days(self) -> None:
        period = of_2018(4)
        times = [
            timezone.localtime(at)
            for at in Submission.objects.filter(period=period).values_list("first_submitted_at", flat=True)
            if at
        ]

        assert sum((period.last_day - at.date()).days in (0, 1, 2) for at in times) > len(times) / 2
        assert any(at.hour >= 21 for at in times)

    def test_past_messages_are_in_the_ledger(self) -> None:
        states = Counter(Notification.objects.values_list("status", flat=True))
        alone = Notification.objects.filter(submission__organisation__short_name=story.UNREACHABLE_SCHOOL)

        assert set(states) == {NotificationStatus.SENT, NotificationStatus.PORTAL_ONLY}
        assert set(alone.values_list("status", flat=True)) == {NotificationStatus.PORTAL_ONLY}


@pytest.mark.usefixtures("demo")
class TestPeople:
    def test_every_account_logs_in_with_the_password(self) -> None:
        users = get_user_model().objects.filter(username__in=[account.username for account in DEMO_ACCOUNTS])

        assert users.count() == 12
        assert all(user.is_active and user.check_password(DEMO_PASSWORD) for user in users)

    def test_invented_principals_cannot_log_in(self) -> None:
        names = [account.username for account in DEMO_ACCOUNTS]
        others = get_user_model().objects.exclude(username__in=names)

        assert others.count() == 68
        assert not any(user.has_usable_password() for user in others)

    def test_every_school_has_a_principal_and_one_has_no_address(self) -> None:
        principals = Membership.objects.filter(role="principal").select_related("user", "organisation")
        unreachable = [seat.organisation.short_name for seat in principals if not seat.user.email]

        assert len({seat.organisation_id for seat in principals}) == 59
        assert unreachable == [story.UNREACHABLE_SCHOOL]

    @pytest.mark.parametrize("username", ["lanhdao", "thuongtruc"])
    def test_leaders_and_the_board_see_the_plan(self, username: str) -> None:
        user = get_user_model().objects.get(username=username)

        assert can_view_plan(user, Plan.objects.get(year=2018))
        assert Plan.objects.visible_to(user).count() == 3


@pytest.mark.usefixtures("demo")
class TestReviewing:
    def test_every_school_is_looked_after_and_the_officer_has_two_levels(self) -> None:
        officer = get_user_model().objects.get(username="chuyenvien")

        assert sorted(line.level for line in ReviewAssignment.objects.all()) == ["MN", "TH", "THCS"]
        assert sorted(line.level for line in ReviewAssignment.objects.of(officer)) == ["MN", "TH"]

    def test_returned_reports_carry_comments_and_open_only_what_is_commented(self) -> None:
        returned = Submission.objects.filter(period__plan__year=TODAY.year, status=S.RETURNED)

        assert returned.count() == 2
        for report in returned:
            assert report.correction_scope == CorrectionScope.COMMENTED
            assert [comment.state for comment in report.comments.all()] == [CommentState.DONE, CommentState.SENT]

    def test_a_report_sent_again_waits_with_its_answers(self) -> None:
        again = Submission.objects.filter(period__plan__status=PlanStatus.IN_FORCE, status=S.SUBMITTED, revision__gt=1)

        assert again.count() == 2
        assert all(comment.answer for report in again for comment in report.comments.all())

    def test_one_school_asks_for_more_time(self) -> None:
        request = ExtensionRequest.objects.get()

        assert request.state == RequestState.OPEN
        assert request.until > max(request.submission.owed_until, TODAY)


def test_reports_are_written_in_bulk(demo: list[str]) -> None:  # noqa: F811 - the fixture imported above
    """SQLite takes some hundred values a statement; 472 reports one by one would be 20 000 statements."""
    about_reports = [sql for sql in demo if '"reports_' in sql.partition("(")[0]]
    reading = [sql for sql in about_reports if sql.startswith("SELECT")]

    # A summary is drawn up by the portal's own queries, which do not depend on the number of reports.
    summaries = SummaryReport.objects.count()
    assert summaries == 12
    assert len(about_reports) < 480 + summaries * 60
    # Sheets need six queries each: of the four reports that were returned, for their comments, and of the nineteen that
    # units have begun on the Party Committee's plan.
    assert len(reading) <= 20 + (4 + 19) * 6 + summaries * 50


@pytest.mark.usefixtures("demo")
def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = [model._default_manager.count() for model in TABLES]
    with override_settings(**DEMO_MODE):
        call_command("load_demo")

    assert capsys.readouterr().out == "Dữ liệu minh họa đã có, không thay đổi gì.\n"
    assert [model._default_manager.count() for model in TABLES] == before
