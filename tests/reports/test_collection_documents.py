"""What lists and minutes say: who is on them, what is filled in, what is left to write by hand."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.documents.content import Heading, Paragraph, Table
from reports.documents.minutes import LINE, build_minutes
from reports.documents.unreported import build_unreported
from schools.enums import Levels, Role
from tests.factories import MembershipFactory, ReportingPeriodFactory, SchoolFactory, SubmissionFactory, UserFactory
from tests.reports.papers import a_report, opened, printed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def period() -> ReportingPeriod:
    """Due eleven days ago; one accepted, two owed, one to be sent again by tomorrow."""
    found: ReportingPeriod = ReportingPeriodFactory(
        plan__year=TODAY.year,
        opens_on=TODAY - dt.timedelta(days=40),
        deadline_on=TODAY - dt.timedelta(days=10),
        last_day=TODAY - dt.timedelta(days=11),
    )
    for name, levels, state in (
        ("MN An", Levels.MN, {"accepted": True}),
        ("THCS Bình", Levels.THCS, {}),
        ("MN Cẩm", Levels.MN, {"draft": True}),
        ("MN Dương", Levels.MN, {"returned": True, "returned_due_on": TODAY + dt.timedelta(days=1)}),
    ):
        school = SchoolFactory(name=name, levels=levels).organisation
        SubmissionFactory(period=found, organisation=school, **state)
        if name == "MN Cẩm":
            user = UserFactory(full_name="Trần Thị Hoa", phone="0912 345 678")
            MembershipFactory(organisation=school, role=Role.PRINCIPAL, user=user)
    return found


def rows_of(document: Any) -> list[tuple[str, tuple[str, ...]]]:
    (table,) = [block for block in document.body if isinstance(block, Table)]
    return [(row.kind, row.cells) for row in table.rows]


def test_list_names_who_owes_by_level_and_adds_up(period: ReportingPeriod) -> None:
    communes = dict(
        period.submissions.values_list(
            "organisation__short_name", "organisation__school__affiliations__commune__short_name"
        )
    )

    document = build_unreported(period, TODAY)

    assert rows_of(document) == [
        ("group", ("Mầm non: 2 đơn vị",)),
        ("plain", ("1", "MN Cẩm", communes["MN Cẩm"], "Trần Thị Hoa, 0912 345 678", "Chưa gửi", "11", "–")),
        ("plain", ("2", "MN Dương", communes["MN Dương"], "Chưa có người", "Chưa gửi lại (chưa đến hạn)", "–", "–")),
        ("group", ("THCS: 1 đơn vị",)),
        ("plain", ("3", "THCS Bình", communes["THCS Bình"], "Chưa có người", "Chưa gửi", "11", "–")),
        ("total", ("", "Cộng: 3 đơn vị", "", "", "2 quá hạn", "", "")),
    ]
    assert [block.text for block in document.opening][1].endswith(
        "còn 2/4 đơn vị chưa gửi và 1 đơn vị chưa gửi lại bản bổ sung, trong đó 2 đơn vị quá hạn."
    )


def test_list_of_a_period_in_which_all_have_sent_says_so() -> None:
    period = SubmissionFactory(accepted=True).period

    document = build_unreported(period, TODAY)

    assert document.body == ()
    assert document.opening[1].text.endswith("1/1 đơn vị đã gửi báo cáo.")  # type: ignore[union-attr]


def test_list_is_the_same_paper_in_pdf_and_word(period: ReportingPeriod) -> None:
    document = build_unreported(period, TODAY)

    with printed(document) as pdf:
        text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    word = opened(document)

    assert "DANH SÁCH" in text
    assert "Nơi nhận:" in text
    assert [cell.text for cell in word.tables[1].rows[2].cells][1:4] == [
        "MN Cẩm", rows_of(document)[1][1][2], "Trần Thị Hoa, 0912 345 678"
    ]  # fmt: skip


def test_minutes_are_filled_in_from_the_newest_report_that_was_sent() -> None:
    report = a_report()
    plan = report.period.plan
    later = ReportingPeriodFactory(plan=plan, position=3)
    SubmissionFactory(period=later, organisation=report.organisation, draft=True)

    document = build_minutes(plan, report.organisation, dt.date(2018, 6, 20))

    targets, tasks = [block for block in document.body if isinstance(block, Table)]
    assert [row.cells for row in targets.rows] == [("1", "Tỷ lệ trẻ nhẹ cân", "%", "< 1,02%", "1,02", "")]
    assert [row.cells[1:] for row in tasks.rows] == [
        ("Giảm suy dinh dưỡng", "Hoàn thành", ""),
        ("Dạy bơi", "Đang thực hiện", ""),
    ]
    assert document.counterpart is not None
    assert (document.counterpart.title, document.counterpart.name) == ("Hiệu trưởng", "Nguyễn Thị Hiệu")
    assert document.letterhead.number_line.split("/")[1].startswith("BB")
    assert sum(isinstance(block, Paragraph) and block.text == LINE for block in document.body) == 16
    assert [block.label for block in document.body if isinstance(block, Heading) and block.level == 1] == [
        "I.", "II.", "III.", "IV.", "V."
    ]  # fmt: skip


def test_minutes_of_a_body_that_sent_nothing_leave_room_for_everything() -> None:
    report = SubmissionFactory(draft=True)

    document = build_minutes(report.period.plan, report.organisation, TODAY)

    said = [block.text for block in document.body if isinstance(block, Paragraph)]
    assert said[0] == "Đơn vị chưa gửi báo cáo nào của kế hoạch này nên không có số liệu để đối chiếu."
    assert not any(isinstance(block, Table) for block in document.body)


def test_both_sides_sign_side_by_side_and_recipients_stand_below() -> None:
    report = a_report()
    document = build_minutes(report.period.plan, report.organisation, dt.date(2018, 6, 20))

    with printed(document) as pdf:
        words = [(page.page_number, word) for page in pdf.pages for word in page.extract_words()]
        (signed,) = [page.extract_text() for page in pdf.pages if "TRƯỞNG ĐOÀN KIỂM TRA" in page.extract_text()]
    place = {word["text"]: (number, word["top"]) for number, word in words if word["text"] in ("ĐOÀN", "DIỆN", "nhận:")}
    cells = [[cell.text for cell in table.rows[0].cells] for table in opened(document).tables]

    assert place["ĐOÀN"] == pytest.approx(place["DIỆN"], abs=1)
    assert place["nhận:"][1] > place["ĐOÀN"][1] + 70
    assert "Biên bản lập thành 02 bản" in " ".join(signed.split())
    assert "ĐẠI DIỆN ĐƠN VỊ\nHIỆU TRƯỞNG\nNguyễn Thị Hiệu" in [cell for row in cells for cell in row]
