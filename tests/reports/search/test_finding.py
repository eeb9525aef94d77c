"""What is found for whom, and where it leads."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from plans.enums import PlanStatus
from reports.enums import Purpose
from reports.search.finding import find
from reports.search.hits import Kind
from reports.search.question import ask
from schools.enums import Role
from tests.factories import (
    CitedDocumentFactory,
    IndicatorFactory,
    PlanFactory,
    PlanRelationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2018, 6, 12, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def plan() -> Any:
    plan = PlanFactory(number="04", symbol="KH-TN", title="Nhiệm vụ trọng tâm 2 năm 2018")
    for position in (1, 2):
        ReportingPeriodFactory(plan=plan, position=position)
    return plan


@pytest.fixture
def officer(plan: Any) -> Any:
    return member(plan.receiver, Role.OFFICER)


def report(plan: Any, name: str = "MN Cẩm Vũ", position: int = 1, **state: Any) -> Any:
    """The report of a school of that name, once per period."""
    from schools.models import Organisation

    school = Organisation.objects.filter(short_name=name).first() or SchoolFactory(name=name).organisation
    period = ReportingPeriodFactory(plan=plan, position=position)
    return SubmissionFactory(period=period, organisation=school, **state)


def found(user: Any, typed: str, kind: Kind | None = None) -> dict[str, list[tuple[str, str]]]:
    """Titles and addresses by kind, pages of the portal left out unless asked for."""
    return {
        group.kind: [(hit.title, hit.url) for hit in group.hits(group.rows)]
        for group in find(ask(typed), user, kind)
        if kind or group.kind != Kind.PAGES
    }


def titles(user: Any, typed: str, kind: Kind) -> list[str]:
    return [title for title, _ in found(user, typed, kind).get(kind, [])]


# -- schools ----------------------------------------------------------------------------------------------------------
def test_a_school_leads_to_its_page_and_a_commune_to_its_schools(officer: Any) -> None:
    school = SchoolFactory(name="MN Cẩm Vũ", commune__short_name="Xã Đức Chính")
    place = school.commune

    assert found(officer, "vu cam")["schools"] == [("MN Cẩm Vũ", reverse("school_detail", args=[school.pk]))]
    assert found(officer, "đức chính")["schools"] == [
        ("Xã Đức Chính", f"{reverse('school_list')}?commune={place.pk}"),
        ("MN Cẩm Vũ", reverse("school_detail", args=[school.pk])),
    ]


def test_a_school_is_found_by_its_code(officer: Any) -> None:
    SchoolFactory(name="MN Xa Lạ", organisation__code="mn-cam-vu")

    assert titles(officer, "mn-cam-vu", Kind.SCHOOLS) == ["MN Xa Lạ"]


def test_a_school_that_has_ended_is_not_found(officer: Any) -> None:
    SchoolFactory(name="MN Cẩm Vũ", organisation__valid_to=dt.date(2018, 1, 1))

    assert found(officer, "cam vu") == {}


# -- reports ----------------------------------------------------------------------------------------------------------
def test_school_and_period_together_name_one_report(plan: Any, officer: Any) -> None:
    wanted = report(plan, position=2, accepted=True)
    report(plan, position=1)
    report(plan, "MN Cẩm Điền", position=2)

    assert found(officer, "cam vu 6 thang") == {
        "reports": [("MN Cẩm Vũ – Báo cáo 6 tháng 2018", reverse("submission_detail", args=[wanted.pk]))]
    }


def test_a_report_is_found_by_its_receipt(plan: Any, officer: Any) -> None:
    sent = report(plan, accepted=True)
    report(plan, "MN Cẩm Điền", accepted=True)

    assert titles(officer, sent.receipt_code.lower(), Kind.REPORTS) == ["MN Cẩm Vũ – Báo cáo 3 tháng 2018"]


def test_reports_of_a_year_the_newest_plan_first(plan: Any, officer: Any) -> None:
    other = PlanFactory(year=2017, issuer=plan.issuer, title="Kế hoạch năm cũ")
    report(other)
    report(plan)

    assert titles(officer, "cam vu", Kind.REPORTS) == [
        "MN Cẩm Vũ – Báo cáo 3 tháng 2018",
        "MN Cẩm Vũ – Báo cáo 3 tháng 2017",
    ]
    assert titles(officer, "báo cáo cam vu 2017", Kind.REPORTS) == ["MN Cẩm Vũ – Báo cáo 3 tháng 2017"]
    assert titles(officer, "cam vu ke hoach nam cu", Kind.REPORTS) == ["MN Cẩm Vũ – Báo cáo 3 tháng 2017"]


@pytest.mark.parametrize(
    ("state", "route"),
    [({}, "submission_edit"), ({"draft": True}, "submission_edit"), ({"submitted": True}, "submission_detail")],
)
def test_a_principal_goes_on_writing(plan: Any, state: dict[str, bool], route: str) -> None:
    row = report(plan, **state)
    principal = member(row.organisation, Role.PRINCIPAL)

    ((_, url),) = found(principal, "3 thang")["reports"]

    assert url == reverse(route, args=[row.pk])


def test_an_officer_reviews_what_waits_and_finds_a_draft_on_the_board(plan: Any, officer: Any) -> None:
    waiting = report(plan, submitted=True)
    draft = report(plan, position=2, draft=True)

    assert [url for _, url in found(officer, "cam vu", Kind.REPORTS)["reports"]] == [
        f"{reverse('period_board', args=[draft.period_id])}?q=MN+C%E1%BA%A9m+V%C5%A9",
        reverse("submission_review", args=[waiting.pk]),
    ]


def test_figures_come_after_the_reports_of_the_period(plan: Any, officer: Any) -> None:
    report(plan, "A Cẩm", purpose=Purpose.FIGURES)
    report(plan, "MN Cẩm Vũ")

    assert titles(officer, "cam", Kind.REPORTS) == [
        "MN Cẩm Vũ – Báo cáo 3 tháng 2018",
        "A Cẩm – Số liệu 3 tháng 2018",
    ]


def test_a_principal_finds_no_report_of_another_school(plan: Any) -> None:
    own, other = report(plan), report(plan, "MN Cẩm Điền", accepted=True)
    principal = member(own.organisation, Role.PRINCIPAL)

    assert titles(principal, "cam", Kind.REPORTS) == ["MN Cẩm Vũ – Báo cáo 3 tháng 2018"]
    assert found(principal, other.receipt_code) == {}


# -- plans, tasks -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["04/KH-TN", "04", "trong tam 2", "năm 2018 trong tam", "ke hoach 2018"])
def test_a_plan_is_found_by_number_name_and_year(plan: Any, officer: Any, typed: str) -> None:
    PlanFactory(number="05", issuer=plan.issuer, title="Việc khác", year=2017)

    assert found(officer, typed, Kind.PLANS) == {
        "plans": [("Nhiệm vụ trọng tâm 2 năm 2018", reverse("plan_detail", args=[plan.pk]))]
    }


def test_a_word_of_a_title_does_not_make_a_school_of_a_plan(plan: Any, officer: Any) -> None:
    """ "vu" begins the second word of "nhiệm vụ", "cam" stands in the plan's subject."""
    plan.subject = "Nhiệm vụ của Cẩm Giàng"
    plan.save()
    report(plan, "MN Cẩm Điền")

    assert found(officer, "cam vu") == {}
    assert titles(officer, "cam giang", Kind.PLANS) == [plan.title]


def test_tasks_by_code_title_and_plan(plan: Any, officer: Any) -> None:
    older = PlanFactory(year=2017, issuer=plan.issuer, title="Việc năm 2017")
    tasks = [TaskFactory(plan=row, code="II.2.3", title="Kiểm tra nội bộ") for row in (older, plan)]
    TaskFactory(plan=plan, code="II.2.30", title="Bồi dưỡng")

    assert found(officer, "II.2.3") == {
        "tasks": [("II.2.3. Kiểm tra nội bộ", reverse("task_detail", args=[task.pk])) for task in reversed(tasks)]
    }
    assert found(officer, "noi bo kiem 2017")["tasks"][0][1] == reverse("task_detail", args=[tasks[0].pk])
    assert titles(officer, "nhiệm vụ 2017", Kind.TASKS) == ["II.2.3. Kiểm tra nội bộ"]
    assert titles(officer, "trong tam", Kind.TASKS) == []  # asks for the plan, not for all its tasks


def test_the_lead_unit_counts_when_tasks_are_asked_for(plan: Any, officer: Any) -> None:
    TaskFactory(plan=plan, title="Vận động", lead=SchoolFactory(name="Hội Khuyến học").organisation)

    assert len(titles(officer, "việc hội khuyến học", Kind.TASKS)) == 1
    assert titles(officer, "hội khuyến học", Kind.TASKS) == []


def test_drafts_are_found_by_those_who_see_them_alone(plan: Any, officer: Any) -> None:
    draft = PlanFactory(status=PlanStatus.DRAFT, issuer=plan.issuer, title="Bản thảo mật", number="77")
    TaskFactory(plan=draft, title="Việc mật")
    TargetFactory(plan=draft, indicator=IndicatorFactory(code="M01", name="Số mật"))
    PlanRelationFactory(plan=draft, to_document=CitedDocumentFactory(subject="Văn bản mật"))
    principal = member(report(plan).organisation, Role.PRINCIPAL)
    SubmissionFactory(period=ReportingPeriodFactory(plan=draft), organisation=principal.memberships.get().organisation)

    assert set(found(officer, "mat")) == {"plans", "tasks", "indicators", "documents"}
    for typed in ("mat", "77", "m01", "ban thao"):
        assert found(principal, typed) == {}


# -- indicators -------------------------------------------------------------------------------------------------------
def indicator(plan: Any, **words: Any) -> Any:
    """B04 with a target in the plan; asked of kindergartens alone."""
    words = {"code": "B04", "name": "Tỷ lệ suy dinh dưỡng", "short_name": "SDD", "levels": "MN"} | words
    return TargetFactory(plan=plan, indicator=IndicatorFactory(**words)).indicator


@pytest.mark.parametrize("typed", ["b04", "sdd", "duong suy", "tỉ lệ", "chỉ tiêu dinh dưỡng 2018"])
def test_an_indicator_leads_to_the_results_of_the_latest_period(plan: Any, officer: Any, typed: str) -> None:
    indicator(plan)
    ReportingPeriodFactory(plan=plan, position=3)  # opens in August
    period = plan.periods.get(position=2)

    assert found(officer, typed, Kind.INDICATORS) == {
        "indicators": [
            ("B04. Tỷ lệ suy dinh dưỡng", f"{reverse('period_results', args=[period.pk])}?indicator=B04"),
        ]
    }


def test_an_indicator_stands_once_in_its_newest_plan(plan: Any, officer: Any) -> None:
    older = ReportingPeriodFactory(plan__year=2017, plan__issuer=plan.issuer)
    asked = indicator(plan)
    TargetFactory(plan=older.plan, indicator=asked)

    assert len(titles(officer, "b04", Kind.INDICATORS)) == 1
    assert f"/{older.pk}/" in found(officer, "b04 2017", Kind.INDICATORS)["indicators"][0][1]


def test_school_and_indicator_lead_to_the_figures_of_the_school(plan: Any, officer: Any) -> None:
    indicator(plan)
    school = report(plan).organisation
    report(plan, "MN Cẩm Điền")
    SchoolFactory(name="TH Cẩm Vũ", levels="TH")  # not asked, and nothing reported

    assert found(officer, "cam vu b04") == {
        "indicators": [
            (
                "MN Cẩm Vũ – B04. Tỷ lệ suy dinh dưỡng",
                f"{reverse('school_figures', args=[plan.pk, school.pk])}?q=B04",
            )
        ]
    }


def test_a_principal_is_led_to_the_figures_of_the_own_school_alone(plan: Any) -> None:
    indicator(plan)
    own = report(plan).organisation
    report(plan, "MN Cẩm Điền")
    principal = member(own, Role.PRINCIPAL)

    url = f"{reverse('school_figures', args=[plan.pk, own.pk])}?q=B04"
    assert found(principal, "b04", Kind.INDICATORS) == {"indicators": [("MN Cẩm Vũ – B04. Tỷ lệ suy dinh dưỡng", url)]}
    assert found(principal, "cam dien b04") == {}


def test_an_indicator_without_figures_to_read_leads_to_the_plan(plan: Any) -> None:
    indicator(plan, levels="THCS")
    principal = member(report(plan).organisation, Role.PRINCIPAL)

    assert found(principal, "b04", Kind.INDICATORS) == {
        "indicators": [("B04. Tỷ lệ suy dinh dưỡng", reverse("plan_detail", args=[plan.pk]))]
    }


# -- documents, pages -------------------------------------------------------------------------------------------------
def test_a_document_is_found_by_those_whose_plans_lead_to_it(plan: Any, officer: Any) -> None:
    document = CitedDocumentFactory(number="51", symbol="KL/TW", subject="Đổi mới giáo dục", issuer_name="Ban Bí thư")
    PlanRelationFactory(plan=plan, to_document=document)
    stranger = member(PlanFactory().receiver, Role.HEAD)

    for typed in ("51/KL/TW", "doi moi", "văn bản ban bí thư"):
        assert [url for _, url in found(officer, typed, Kind.DOCUMENTS)["documents"]] == [
            reverse("document_detail", args=[document.pk])
        ]
        assert found(stranger, typed, Kind.DOCUMENTS) == {}


@pytest.mark.parametrize(
    ("typed", "page"),
    [("lich", "calendar"), ("nhap so lieu", "submission_list"), ("doi mat khau", "password_change")],
)
def test_pages_are_found_by_what_one_wants_to_do(officer: Any, typed: str, page: str) -> None:
    assert found(officer, typed, Kind.PAGES)["pages"][0][1] == reverse(page)


def test_a_page_that_is_not_ones_own_is_not_found(plan: Any, officer: Any) -> None:
    principal = member(report(plan).organisation, Role.PRINCIPAL)

    assert found(principal, "thu loi", Kind.PAGES) == {}
    assert found(officer, "thu loi", Kind.PAGES)["pages"] == [("Nhắc", reverse("reminder_ledger"))]
