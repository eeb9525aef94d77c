"""The main job of the portal from end to end: web server, PostgreSQL, Redis, worker and mail server are real."""

import datetime as dt
import hashlib
from collections import Counter

import pytest
from django.utils import timezone

from reports.enums import SubmissionStatus
from reports.models import Notification, SubmissionEvent, SubmissionVersion, SummaryFile, SummaryReport
from reports.services.rendering import summary_of
from schools.enums import Role
from tests.factories import SubmissionFactory, member
from tests.services.conftest import Services
from tests.services.servers import Mails, wait_until
from tests.services.story import Story, begin
from tests.services.visitor import Answer, Visitor
from vietnamese.dates import format_date

pytestmark = pytest.mark.usefixtures("static_files")


def fill_in(visitor: Visitor, story: Story) -> Answer:
    """Write the report section by section, as the page offers it; ends on the page with the checks."""
    page = f"/submissions/{story.submission.pk}/edit/"
    codes = list(story.filled)
    for code, following in zip(codes, [*codes[1:], "check"], strict=True):
        form = visitor.get(f"{page}?section={code}").form(page)
        assert set(story.filled[code]) <= set(form.fields)
        form.fields.update(story.filled[code])
        answer = visitor.send(form, go=following)
        assert answer.status == 200, answer.text[:500]
    return answer


def submit(visitor: Visitor, story: Story) -> Answer:
    """Send the report with the button of the page with the checks."""
    page = f"/submissions/{story.submission.pk}"
    return visitor.send(visitor.get(f"{page}/check/").form(f"{page}/submit/"))


def give_back(visitor: Visitor, story: Story, *, comment: str, due_on: dt.date) -> Answer:
    """Return the report with the form of the review page."""
    page = f"/submissions/{story.submission.pk}"
    form = visitor.get(f"{page}/review/").form(f"{page}/return/")
    return visitor.send(form, return__comment=comment, return__due_on=format_date(due_on))


def the_minute_passes() -> None:
    """Mails of a decision wait while it can be taken back; nobody takes these back."""
    held = Notification.objects.filter(status="pending", not_before__isnull=False)
    assert held.update(not_before=timezone.now()) == 2  # principal and clerk


def issue(head: Visitor, story: Story) -> SummaryReport:
    """Finalise the summary of the period, number it and publish it, each with the form of its page."""
    summary = summary_of(story.period)
    page, today = f"/periods/{story.period.pk}/summary/", format_date(timezone.localdate())
    for step, fields in (("finalise", {}), ("number", {"number": "7", "issued_on": today}), ("publish", {})):
        answer = head.send(head.get(page).form(f"/summaries/{summary.pk}/{step}/"), **fields)
        assert (answer.status, answer.path) == (200, page), answer.text[:500]
    summary.refresh_from_db()
    return summary


def download(visitor: Visitor, summary: SummaryReport) -> Answer:
    """Wait until the worker has made the PDF of the published summary."""
    file = f"/summaries/{summary.pk}/pdf/"

    def finished() -> Answer | None:
        answer = visitor.get(file)
        return answer if answer.headers.get_content_type() == "application/pdf" else None

    return wait_until(finished, seconds=60, what="the worker makes the PDF")


def test_a_school_submits_the_office_returns_and_accepts_a_leader_downloads(services: Services, mails: Mails) -> None:
    story = begin()
    bystander = member(SubmissionFactory(period=story.period).organisation, Role.PRINCIPAL)
    address = services.start_web()
    services.start_worker(beat=True, app="tests.services.fast_beat")
    principal, officer, head, leader = (Visitor(address) for _ in range(4))
    due_on = timezone.localdate() + dt.timedelta(days=14)

    assert "MN Cẩm Vũ" in principal.log_in(story.principal).text
    assert "Mục này chưa có nội dung" not in fill_in(principal, story).text
    receipt = submit(principal, story)
    story.submission.refresh_from_db()
    code = story.submission.receipt_code
    assert f"Đã nộp báo cáo. Số biên nhận {code}." in receipt.text
    mails.wait_for(2)

    officer.log_in(story.officer)
    returned = give_back(officer, story, comment="Thiếu minh chứng của mục I.", due_on=due_on)
    assert "Đã yêu cầu bổ sung: MN Cẩm Vũ" in returned.text
    the_minute_passes()
    mails.wait_for(4)

    assert (
        f"nộp lại chậm nhất ngày {format_date(due_on)}"
        in principal.get(f"/submissions/{story.submission.pk}/edit/").text
    )
    assert f"Số biên nhận {code}." in submit(principal, story).text
    mails.wait_for(6)

    page = f"/submissions/{story.submission.pk}"
    accepted = officer.send(officer.get(f"{page}/review/").form(f"{page}/accept/"))
    assert "Đã duyệt báo cáo 3 tháng của MN Cẩm Vũ" in accepted.text
    the_minute_passes()
    mails.wait_for(8)

    leader.log_in(story.leader)
    assert "chưa phát hành" in leader.get("/").text
    head.log_in(story.head)
    summary = issue(head, story)
    pdf = download(leader, summary)
    assert pdf.body.startswith(b"%PDF-")
    assert pdf.body.rstrip().endswith(b"%%EOF")
    assert SummaryFile.objects.get(format="pdf").file_sha256 == hashlib.sha256(pdf.body).hexdigest()

    submission = story.copy()
    assert (submission.status, submission.revision) == (SubmissionStatus.ACCEPTED, 2)
    assert list(SubmissionEvent.objects.order_by("pk").values_list("action", "by__username")) == [
        ("save", "hieutruong"),
        ("submit", "hieutruong"),
        ("return", "chuyenvien"),
        ("submit", "hieutruong"),
        ("accept", "chuyenvien"),
    ]
    assert SubmissionVersion.objects.count() == 2
    subjects = {
        f"Biên nhận {code}: báo cáo 3 tháng của MN Cẩm Vũ": 2,
        "Đề nghị bổ sung báo cáo 3 tháng của MN Cẩm Vũ": 1,
        "Đã duyệt báo cáo 3 tháng của MN Cẩm Vũ": 1,
    }
    for person in (story.principal, story.clerk):
        assert Counter(mails.subjects(person.email)) == subjects
    mails.wait_for(9)
    assert [subject.partition(":")[0] for subject in mails.subjects(story.leader.email)] == ["Báo cáo tổng hợp 3 tháng"]
    assert len(mails) == 9, "nobody else gets mail"
    assert mails.to(bystander.email) == []
    assert len({mail["Message-ID"] for mail in mails}) == 9
    assert Notification.objects.filter(status="sent", attempts=1).count() == 9
    asked = mails.to(story.principal.email)[1].get_content()
    assert "Thiếu minh chứng của mục I." in asked
    assert f"nộp lại chậm nhất ngày {format_date(due_on)}" in asked
