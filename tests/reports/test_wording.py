"""Placeholders: what people may write in a reminder, and that nothing typed can do more than be read."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.default_stages import DEFAULT_STAGES
from reports.enums import Audience
from reports.messages import for_messages
from reports.models import Submission
from reports.wording import (
    LIST_PLACEHOLDERS,
    PLACEHOLDERS,
    fill,
    fill_list,
    placeholders_of,
    stage_message,
    unknown_placeholders,
)
from tests.factories import (
    ExtensionFactory,
    OrganisationProfileFactory,
    PlanFactory,
    ReminderStageFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
)
from tests.reports.clockwork import at

DAY = dt.date(2018, 6, 6)


def loaded(submission: Submission) -> Submission:
    return for_messages().get(pk=submission.pk)


@pytest.fixture
def report(db: None) -> Submission:
    plan = PlanFactory(number="04", contact_name="Nguyễn Văn Mẫu", contact_phone="0220 000 000")
    OrganisationProfileFactory(organisation=plan.receiver, name="Ban Giáo dục Mẫu", addressed_as="ban")
    school = SchoolFactory(name="MN Cẩm Vũ").organisation
    return loaded(
        SubmissionFactory(period=ReportingPeriodFactory(plan=plan, position=2), organisation=school, draft=True)
    )


def test_every_placeholder_says_what_it_promises(report: Submission) -> None:
    values = {name: fill(f"{{{name}}}", report, today=DAY) for name in PLACEHOLDERS}
    assert values == {
        "trường": report.organisation.short_name,
        "tên đầy đủ": report.organisation.name,
        "kỳ": "báo cáo 6 tháng",
        "trích yếu": "thực hiện nhiệm vụ thử nghiệm năm 2018",
        "kế hoạch": "Kế hoạch 04/KH-TN",
        "năm": "2018",
        "hạn": "trước ngày 10/6/2018 (hạn cuối 23:59 ngày 09/06/2018)",
        "ngày hạn": "09/06/2018",
        "số ngày": "3",
        "cơ quan": "ban",
        "người liên hệ": "Nguyễn Văn Mẫu",
        "điện thoại": "0220 000 000",
        "đường dẫn": f"http://localhost:8000/submissions/{report.pk}/edit/",
        "tình trạng": "Nháp",
        "nộp": "nộp",
    }


def test_every_placeholder_of_a_list_says_what_it_promises(report: Submission) -> None:
    def filled(name: str) -> str:
        return fill_list(
            f"{{{name}}}",
            report.period,
            last_day=report.period.last_day,
            lines=["MN A", "TH B"],
            link_path="/x/",
            now=at("11/06/2018 08:00"),
        )

    values = {name: filled(name) for name in LIST_PLACEHOLDERS}
    assert values["danh sách"] == "1. MN A\n2. TH B"
    assert (values["số đơn vị"], values["thời điểm"], values["số ngày"]) == ("2", "08:00, 11/06/2018", "2")
    assert (values["đường dẫn"], values["cơ quan"]) == ("http://localhost:8000/x/", "ban")
    assert [name for name, value in values.items() if value == f"{{{name}}}"] == []


def test_a_capital_letter_in_the_name_gives_one_to_the_value(report: Submission) -> None:
    assert fill("{Kỳ}, {Cơ quan}, {kỳ}", report, today=DAY) == "Báo cáo 6 tháng, Ban, báo cáo 6 tháng"


def test_a_returned_and_an_extended_report_name_their_own_day(report: Submission) -> None:
    returned = SubmissionFactory(period=report.period, returned=True, returned_due_on=dt.date(2018, 6, 20))
    extended = SubmissionFactory(period=report.period)
    ExtensionFactory(submission=extended, until=dt.date(2018, 6, 15))
    assert fill("{nộp} {hạn}", loaded(returned), today=DAY) == (
        "nộp lại chậm nhất ngày 20/06/2018 (hạn cuối 23:59 ngày 20/06/2018)"
    )
    assert fill("{nộp} {ngày hạn}, còn {số ngày} ngày", loaded(extended), today=DAY) == "nộp 15/06/2018, còn 9 ngày"


def test_what_is_unknown_is_named_and_stays_as_it_is(report: Submission) -> None:
    text = "{trường} {truong} {danh sách} {} {truong} {chưa đóng"
    assert unknown_placeholders(text) == ["truong", "danh sách", "", "{"]
    assert unknown_placeholders("{danh sách} {trường}", Audience.HEAD) == ["trường"]
    assert fill("{truong} {} {", report, today=DAY) == "{truong} {} {"


def test_values_are_not_looked_through_again(report: Submission) -> None:
    report.organisation.short_name = "{điện thoại} {trường}"
    assert fill("{trường}", report, today=DAY) == "{điện thoại} {trường}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the report is only read
@given(name=st.text(max_size=40), phone=st.text(max_size=20))
def test_nothing_typed_can_leave_its_line(report: Submission, name: str, phone: str) -> None:
    plan = report.period.plan
    plan.contact_name, plan.contact_phone, report.organisation.short_name = name, phone, name
    filled = fill("{trường}|{người liên hệ}|{điện thoại}", report, today=DAY)
    assert len(filled.splitlines()) <= 1
    assert filled == "|".join(" ".join(text.split()) for text in (name, name, phone))


@pytest.mark.parametrize("row", DEFAULT_STAGES, ids=lambda row: f"{row.days:+d}-{row.audience}")
def test_the_default_texts_use_only_what_exists(row: object) -> None:
    assert unknown_placeholders(row.subject, row.audience) == []  # type: ignore[attr-defined]
    assert unknown_placeholders(row.body, row.audience) == []  # type: ignore[attr-defined]
    assert "!" not in row.body  # type: ignore[attr-defined]


def test_placeholders_are_offered_by_audience() -> None:
    assert "trường" in placeholders_of(Audience.SIGNER)
    assert "danh sách" in placeholders_of(Audience.LEADERS)
    assert "trường" not in placeholders_of(Audience.OFFICERS)


def test_a_stage_becomes_a_whole_mail_on_one_subject_line(report: Submission) -> None:
    report.organisation.short_name = "MN\r\nBcc: moi-nguoi@example.test\r\n\r\nX"
    stage = ReminderStageFactory.build(subject="Nhắc\n{trường}", body="Dòng một.\n\n{Kỳ} cần gửi {hạn}.", days=-7)
    message = stage_message(stage, report, today=DAY)
    assert message.subject == "Nhắc MN Bcc: moi-nguoi@example.test X"
    assert message.body.startswith(
        f"Kính gửi: {report.organisation.name}\n\nDòng một.\n\nBáo cáo 6 tháng cần gửi trước ngày 10/6/2018 (hạn cuối"
    )
    assert message.body.endswith("Liên hệ: Nguyễn Văn Mẫu, 0220 000 000\n\nTrân trọng.\nBan Giáo dục Mẫu\n")
