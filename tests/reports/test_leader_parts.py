"""The parts of the leader's page: targets, tasks, requests, works, communes, amounts; nothing kept, few queries."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from plans.enums import Direction, PlanStatus, TaskStatus
from plans.models import Plan, ReportingPeriod
from reports.enums import Addressee, Audience
from reports.models import IndicatorValue, Recommendation, Submission
from reports.services.reviewing import accept
from schools.enums import OrganisationKind, Role
from tests.factories import (
    IndicatorFactory,
    OrganisationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RecommendationFactory,
    ReminderStageFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    TaskEntryFactory,
    TaskFactory,
    member,
)
from tests.reports.kit import registry_target, report
from tests.reports.test_board_size import many_schools

TODAY = dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC)  # four days after the last on-time day of the first period
LARGEST = 60_000
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def period(plan: Plan) -> ReportingPeriod:
    return ReportingPeriodFactory(plan=plan)


@pytest.fixture
def leader(plan: Plan, login_as: Any) -> Client:
    return login_as(member(plan.forwarded_to, Role.LEADER))


def page(client: Client, period: ReportingPeriod | None = None) -> Any:
    response = client.get("/", {"period": period.pk} if period else {})
    assert response.status_code == 200
    return response


def text_of(response: Any) -> str:
    """The words of the page, without marks and with single spaces."""
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


# -- where it stands


def test_the_page_begins_with_where_the_plan_stands(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    target = TargetFactory(plan=plan)
    RecommendationFactory(submission=report(period, target, n=99, d=100))
    TaskFactory(plan=plan, lead=plan.receiver, due_on=dt.date(2018, 3, 1))

    said = [row.text for row in page(leader).context["said"]]

    assert said == [
        "chỉ tiêu duy nhất đạt",
        "1/1 trường đã nộp, đúng hạn",
        "2 việc chờ quyết định: 1 kiến nghị, 1 việc chậm",
    ]


def test_a_report_accepted_a_moment_ago_is_on_the_page(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    target = TargetFactory(plan=plan)
    submission = report(period, target, status="submitted", n=99, d=100)
    RecommendationFactory(submission=submission, text="Đề nghị mở rộng sân chơi")
    before = text_of(page(leader))

    accept(submission=submission, by=member(plan.receiver, Role.OFFICER))
    after = text_of(page(leader))

    assert "Chỉ tiêu duy nhất chưa đủ số liệu" in before
    assert "tạm tính 99,00%" in before
    assert "Đề nghị mở rộng sân chơi" not in before
    assert "Chỉ tiêu duy nhất đạt" in after
    assert "tạm tính" not in after
    assert "Đề nghị mở rộng sân chơi" in after


@pytest.mark.parametrize(
    ("direction", "before", "words"),
    [
        (Direction.HIGHER, 70, "▲ 20,00 70,00%, tốt hơn"),
        (Direction.LOWER, 70, "▲ 20,00 70,00%, kém hơn"),
        (Direction.LOWER, 95, "▼ 5,00 95,00%, tốt hơn"),
        (Direction.RANGE, 70, "▲ 20,00 70,00%"),
        (Direction.HIGHER, 90, "= 90,00%"),
    ],
)
def test_the_comparison_with_last_year_says_what_it_is_worth(
    leader: Client, plan: Plan, period: ReportingPeriod, direction: str, before: int, words: str
) -> None:
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(direction=direction, decimals=2))
    earlier = ReportingPeriodFactory(plan=PlanFactory(year=2017, issuer=plan.issuer, document_type=plan.document_type))
    report(period, target, n=90, d=100)
    report(earlier, target, n=before, d=100)

    found = text_of(page(leader, period))

    assert words in found
    assert ("hơn" in found) == ("hơn" in words)


def test_each_row_leads_to_what_the_leader_may_see(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    ReminderStageFactory(reminder_plan__plan=plan, code="T+1-leaders", days=1, audience=Audience.LEADERS)
    target = TargetFactory(plan=plan)
    for commune in ("Xã A", "Xã B"):
        organisation = SchoolFactory(commune__short_name=commune).organisation
        RecommendationFactory(submission=report(period, target, organisation, n=1, d=2), text=f"Đề nghị {commune}")
    SubmissionFactory(period=period)
    task = TaskFactory(plan=plan, lead=plan.receiver, due_on=dt.date(2018, 3, 1))

    content = page(leader).content.decode()

    links = {part.split('"')[0] for part in content.split('href="') if part.startswith(("/p", "/t"))}
    assert f"{reverse('period_results', args=[period.pk])}?indicator={target.indicator.code}" in links
    assert reverse("task_detail", args=[task.pk]) in links
    schools = {reverse("school_figures", args=[plan.pk, row.organisation_id]) for row in Submission.objects.all()}
    assert len(schools) == 3
    assert schools <= links
    assert sum("?commune=" in link for link in links) == 3
    for link in sorted(links):
        assert leader.get(link).status_code in {200, 302}, link


# -- plans of another kind


@pytest.fixture
def party(plan: Plan) -> ReportingPeriod:
    """A plan without schools and targets, with two groups of tasks; one unit has reported, one has not."""
    period = ReportingPeriodFactory(plan=plan)
    units = [OrganisationFactory(kind=OrganisationKind.FRONT, name=f"Ban {n}", short_name=f"Ban {n}") for n in (1, 2)]
    sent = SubmissionFactory(period=period, organisation=units[0], accepted=True)
    SubmissionFactory(period=period, organisation=units[1])
    root = TaskFactory(plan=plan, code="II", is_reported=False)
    for number, status in enumerate((TaskStatus.DONE, TaskStatus.HINDERED), 1):
        part = TaskFactory(plan=plan, parent=root, code=f"II.{number}", title=f"Nhóm {number}", is_reported=False)
        task = TaskFactory(plan=plan, parent=part, code=f"II.{number}.a", title=f"Việc {number}")
        TaskEntryFactory(submission=sent, task=task, status=status)
    return period


def test_a_plan_without_targets_is_told_by_its_tasks(leader: Client, party: ReportingPeriod) -> None:
    response = page(leader)
    found = text_of(response)

    assert [row.text for row in response.context["said"]] == [
        "2/2 nhiệm vụ có kết quả: 1 hoàn thành, 1 gặp khó khăn",
        "1/2 đơn vị đã nộp, đúng hạn, 1 quá hạn",
        "không có việc chờ quyết định",
    ]
    assert "II.1 Nhóm 1 1/1 ● Hoàn thành 1 0 0 0" in found
    assert "II.2 Nhóm 2 1/1 ▲ Vướng 1/1 việc 0 0 1 0" in found
    assert "trường" not in found.split("Nhiệm vụ theo nhóm")[1]
    assert "1 đơn vị gặp khó khăn" in found
    assert "school_figures" not in response.content.decode()


def test_the_words_of_a_plan_without_targets_ask_the_database_as_often(
    leader: Client, party: ReportingPeriod, django_assert_num_queries: Any
) -> None:
    page(leader)

    with django_assert_num_queries(11):
        page(leader)


def test_a_first_period_that_still_runs_says_so(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    SubmissionFactory.create_batch(2, period=period)
    with time_machine.travel(dt.datetime(2018, 3, 1, 9, tzinfo=dt.UTC), tick=False):
        found = text_of(page(leader))

    assert "Chưa trường nào nộp (0/2), còn 8 ngày đến hạn" in found
    assert "hạn đến hết 09/03/2018" in found
    assert "đúng hạn (" not in found
    assert "quá hạn" not in found.replace("việc quá hạn", "")


def test_a_closed_plan_tells_how_it_ended(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    TaskFactory(plan=plan, lead=plan.receiver, due_on=dt.date(2018, 3, 1), title="Sửa bếp ăn")
    SubmissionFactory(period=period, organisation=SchoolFactory(name="MN Cẩm Vũ").organisation)
    Plan.objects.update(status=PlanStatus.CLOSED)

    found = text_of(page(leader))

    assert "kế hoạch đã kết thúc" in found
    assert "Việc chưa xong khi kế hoạch kết thúc" in found
    assert "Sửa bếp ăn" in found
    assert "MN Cẩm Vũ · không nộp" in found
    assert "chưa cập nhật" not in found


# -- lists that are cut


def test_what_is_cut_is_counted_and_opens_below(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    for number in range(11):
        submission = SubmissionFactory(period=period, accepted=True)
        RecommendationFactory(submission=submission, text=f"Đề nghị số {number}")

    response = page(leader)

    assert (len(response.context["matters"]), len(response.context["matters_rest"])) == (6, 5)
    assert text_of(response).count("và 5 việc khác") == 2  # on paper, and where the rest opens
    assert all(f"Đề nghị số {number}" in text_of(response) for number in range(11))


def test_late_works_do_not_hide_requests(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    for number in range(9):
        RecommendationFactory(submission=SubmissionFactory(period=period, accepted=True))
        TaskFactory(plan=plan, lead=plan.receiver, due_on=dt.date(2018, 3, 1), title=f"Việc {number}")

    context = page(leader).context

    assert [line.kind for line in context["matters"]] == ["work"] * 3 + ["request"] * 3
    assert len(context["matters_rest"]) == 12


def test_a_long_request_is_cut_visibly_and_kept_whole(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    text = "Đề nghị " + "bố trí kinh phí sửa chữa, " * 12 + "kết thúc."
    RecommendationFactory(submission=SubmissionFactory(period=period, accepted=True), text=text)

    found = text_of(page(leader))

    assert "… (còn nữa, xem trên cổng)" in found
    assert text in found


def test_equal_requests_stand_once_with_the_number_of_schools(
    leader: Client, plan: Plan, period: ReportingPeriod
) -> None:
    for _ in range(5):
        RecommendationFactory(submission=SubmissionFactory(period=period, accepted=True), text="Đề nghị bổ sung đất")

    found = text_of(page(leader))

    assert found.count("Đề nghị bổ sung đất") == 1
    assert "và 2 đơn vị khác · chờ 7 ngày" in found
    assert "1 kiến nghị chờ quyết định" in found


# -- amounts


def test_amounts_come_with_coverage_and_last_year(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    money = IndicatorFactory(count=True, value_kind="money", unit="triệu đồng", short_name="Xã hội hóa", code="B68")
    row = PlanIndicatorFactory(plan=plan, indicator=money)
    PlanIndicatorFactory(plan=plan)
    for value in (1200, 300):
        submission = SubmissionFactory(period=period, accepted=True)
        IndicatorValue.objects.create(submission=submission, plan_indicator=row, state="given", value=value)
    SubmissionFactory(period=period)

    home = page(leader).content.decode()
    found = text_of(leader.get(reverse("period_money", args=[period.pk])))

    assert f'hx-get="{reverse("period_money", args=[period.pk])}"' in home
    assert found == "Kinh phí Xã hội hóa : 1.500 triệu đồng · 2/3 đơn vị báo cáo"


def test_a_plan_that_asks_for_no_amounts_shows_none(leader: Client, plan: Plan, period: ReportingPeriod) -> None:
    PlanIndicatorFactory(plan=plan)

    assert reverse("period_money", args=[period.pk]) not in page(leader).content.decode()
    assert leader.get(reverse("period_money", args=[period.pk])).content.strip() == b""


# -- size


@pytest.mark.parametrize("number", [1, 3, 60, 600])
def test_the_page_takes_the_same_queries_for_any_number_of_schools(
    leader: Client, plan: Plan, period: ReportingPeriod, number: int, django_assert_num_queries: Any
) -> None:
    many_schools(period, number)
    ReminderStageFactory(reminder_plan__plan=plan, code="T+1-leaders", days=1, audience=Audience.LEADERS)
    for _ in range(min(number, 12)):
        TargetFactory(plan=plan)
        TaskFactory(plan=plan, lead=plan.receiver, due_on=dt.date(2018, 3, 1))
    registry_target(plan, "B03")
    half = list(Submission.objects.filter(period=period).order_by("pk")[: number // 2])
    sent = timezone.now()
    for row in half:
        row.status, row.first_submitted_at, row.submitted_at, row.accepted_at = "accepted", sent, sent, sent
        row.receipt_code, row.revision = f"BN-{row.pk}", 1
    Submission.objects.bulk_update(
        half, ["status", "first_submitted_at", "submitted_at", "accepted_at", "receipt_code", "revision"]
    )
    Recommendation.objects.bulk_create(
        Recommendation(submission=row, addressee=Addressee.LEADERS, text=f"Đề nghị bố trí kinh phí xây phòng {row.pk}")
        for row in half
    )
    page(leader)

    with django_assert_num_queries(12):
        response = page(leader)

    assert len(response.context["figures"].late) == number - len(half)
    assert len(response.content) <= LARGEST


@pytest.mark.parametrize("number", [1, 3])
def test_amounts_take_the_same_queries(
    leader: Client, plan: Plan, period: ReportingPeriod, number: int, django_assert_num_queries: Any
) -> None:
    many_schools(period, number)
    for _ in range(number):
        money = IndicatorFactory(count=True, value_kind="money", unit="triệu đồng")
        PlanIndicatorFactory(plan=plan, indicator=money)
    url = reverse("period_money", args=[period.pk])
    leader.get(url)

    with django_assert_num_queries(11):
        assert leader.get(url).status_code == 200
