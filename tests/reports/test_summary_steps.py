"""The steps of a summary as people take them: who sees which button, what each says first, what a mistake leads to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.enums import SummaryStatus
from reports.models import SummaryReport
from reports.services.replacing import correct
from schools.enums import Role
from tests.factories import SubmissionFactory, SummaryReportFactory, SummarySectionFactory, member
from tests.reports.lives import Life, begin
from vietnamese.dates import format_date

pytestmark = pytest.mark.django_db
LoginAs = Callable[[Any], Client]


@pytest.fixture
def life() -> Life:
    return begin()


def page(client: Client, life: Life) -> str:
    answer = client.get(reverse("period_summary", args=[life.summary.period_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def take(client: Client, life: Life, step: str, **data: Any) -> str:
    """Take a step and read the page that follows."""
    return client.post(reverse(f"summary_{step}", args=[life.summary.pk]), data, follow=True).content.decode()


def today() -> str:
    return format_date(timezone.localdate())


class TestTheHead:
    def test_is_told_what_finalising_means_before_the_button(self, life: Life, login_as: LoginAs) -> None:
        SubmissionFactory(submitted=True, period=life.summary.period)

        shown = page(login_as(life.head), life)

        assert "Mới có <b>1/2</b> báo cáo đã duyệt, 1 báo cáo chờ duyệt." in shown
        assert "Rút chốt được cho đến khi phát hành." in shown
        assert shown.index("báo cáo duyệt sau đó không được tính") < shown.index("Chốt báo cáo</button>")

    def test_finalises_exactly_what_the_page_showed(self, life: Life, login_as: LoginAs) -> None:
        client = login_as(life.head)
        seen = page(client, life).partition('name="seen" value="')[2].partition('"')[0]
        SummarySectionFactory(summary=life.summary, key="opening", text="Sửa sau khi trang mở.")

        refused = take(client, life, "finalise", seen=seen)
        assert "đã thay đổi sau khi trang này mở" in refused
        assert life.copy().is_draft
        seen = refused.partition('name="seen" value="')[2].partition('"')[0]
        done = take(client, life, "finalise", seen=seen)

        assert "Đã chốt báo cáo." in done
        assert life.copy().status == SummaryStatus.FINALISED

    def test_withdraws_after_reading_what_is_lost(self, life: Life, login_as: LoginAs) -> None:
        life.numbered()
        client = login_as(life.head)

        assert "số và ngày đã ghi bị bỏ; mã xác thực trên bản đã in không còn tra được" in page(client, life)
        assert "Đã rút chốt." in take(client, life, "withdraw")
        assert life.copy().is_draft

    def test_alone_finalises_and_withdraws(self, life: Life, login_as: LoginAs) -> None:
        assert "Chốt báo cáo</button>" not in page(login_as(life.officer), life)
        assert "Chốt báo cáo</button>" not in page(login_as(life.clerk), life)
        life.finalised()
        assert "Rút chốt</button>" not in page(login_as(life.clerk), life)


class TestTheClerk:
    def test_finds_what_waits_on_the_first_page(self, life: Life, login_as: LoginAs) -> None:
        client, link = login_as(life.clerk), f'href="{reverse("period_summary", args=[life.summary.period_id])}"'
        assert link not in client.get("/").content.decode()

        life.finalised()
        waiting = client.get("/").content.decode()

        assert f"{link}>Ghi số, ngày</a>" in waiting
        assert f'href="{reverse("summary_list")}"' in waiting

    def test_enters_number_and_day_then_publishes(self, life: Life, login_as: LoginAs) -> None:
        life.finalised()
        client = login_as(life.clerk)

        numbered = take(client, life, "number", number="5", issued_on=today())
        assert f"Đã ghi số 05/BC ngày {today()}" in numbered
        assert "<b>1 người</b> ở nơi nhận báo cáo đọc được và nhận thông báo" in numbered
        assert "Sau đó không sửa, không rút được" in numbered
        published = take(client, life, "publish")

        assert "Đã phát hành." in published
        assert "Phát hành</button>" not in published
        assert life.copy().published_by == life.clerk

    def test_is_asked_about_a_number_that_exists_and_may_confirm_it(self, life: Life, login_as: LoginAs) -> None:
        receiver = life.summary.period.plan.receiver
        SummaryReportFactory(period__plan__receiver=receiver, published=True, number=5)
        life.finalised()
        client = login_as(life.clerk)
        address = reverse("summary_number", args=[life.summary.pk])

        asked = client.post(address, {"number": "5", "issued_on": today()})

        assert asked.status_code == 422
        text = asked.content.decode()
        assert f"Số 05 năm {timezone.localdate().year} đã ghi cho:" in text
        assert 'name="despite_same"' in text
        assert life.copy().number is None
        client.post(address, {"number": "5", "issued_on": today(), "despite_same": "on"})
        assert life.copy().number == 5

    @pytest.mark.parametrize(
        ("number", "day", "words"),
        [
            ("", "9/3/2018", "Ghi số văn bản."),
            ("0", "9/3/2018", "Số văn bản là số nguyên từ 1 đến 99.999."),
            ("năm", "9/3/2018", "Số văn bản là số nguyên, ví dụ 45."),
            ("5", "", "Ghi ngày ban hành."),
            ("5", "9/3/2018", "Ngày ban hành không thể trước ngày chốt"),
            ("5", "31/12/2098", "Ngày ban hành không thể sau ngày hôm nay."),
        ],
    )
    def test_mistakes_are_said_at_the_field(
        self, life: Life, login_as: LoginAs, number: str, day: str, words: str
    ) -> None:
        life.finalised()

        answer = login_as(life.clerk).post(
            reverse("summary_number", args=[life.summary.pk]), {"number": number, "issued_on": day}
        )

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert life.copy().number is None

    def test_coming_too_early_or_too_late_is_told_why(self, life: Life, login_as: LoginAs) -> None:
        client = login_as(life.clerk)
        assert "Báo cáo đang là dự thảo" in take(client, life, "number", number="5", issued_on=today())
        life.finalised()
        assert "Ghi số và ngày trước khi phát hành." in take(client, life, "publish")

    def test_neither_edits_nor_replaces(self, life: Life, login_as: LoginAs) -> None:
        life.published()
        client = login_as(life.clerk)

        assert "Lập bản thay thế" not in page(client, life)
        assert client.post(reverse("summary_correct", args=[life.summary.pk]), {"comment": "Sai"}).status_code == 403


class TestACorrection:
    def test_is_begun_with_a_reason(self, life: Life, login_as: LoginAs) -> None:
        life.published()
        client = login_as(life.officer)

        assert "Ghi lý do thay thế." in take(client, life, "correct", comment="")
        done = take(client, life, "correct", comment="Sai số phòng học")

        assert "Đã lập dự thảo thay thế." in done
        assert "Bỏ dự thảo</button>" in done
        assert "thay thế số 05/BC" in done
        assert SummaryReport.objects.get(replaces=life.summary).reason == "Sai số phòng học"

    def test_given_up_the_published_one_is_shown_again(self, life: Life, login_as: LoginAs) -> None:
        life.published()
        draft = correct(summary=life.summary, by=life.officer, reason="Sai")
        client = login_as(life.officer)

        done = client.post(reverse("summary_drop", args=[draft.pk]), follow=True).content.decode()

        assert "Bản đã phát hành vẫn có hiệu lực." in done
        assert "Lập bản thay thế</button>" in done

    def test_in_the_making_is_hidden_from_readers(self, life: Life, login_as: LoginAs) -> None:
        life.published()
        draft = correct(summary=life.summary, by=life.officer, reason="Sai số phòng học")
        client = login_as(life.leader)

        shown = page(client, life)

        assert "Sai số phòng học" not in shown
        assert "Lần 2" not in shown
        for step in ("number", "publish", "finalise", "withdraw", "correct", "drop"):
            assert client.post(reverse(f"summary_{step}", args=[draft.pk])).status_code == 404


def test_late_data_is_named_on_the_page(life: Life, login_as: LoginAs) -> None:
    life.published()
    client = login_as(life.officer)
    assert "Chưa có trong báo cáo này" not in page(client, life)
    late = SubmissionFactory(accepted=True, period=life.summary.period)

    shown = page(client, life)

    assert "<b>Chưa có trong báo cáo này</b>" in shown
    assert f"{late.organisation.short_name} (duyệt sau khi chốt)" in shown
    assert "Muốn đưa vào, lập bản thay thế." in shown


def test_a_reader_sees_steps_and_no_buttons(life: Life, login_as: LoginAs) -> None:
    life.published()

    shown = page(login_as(life.leader), life)

    assert "Trần Thị Lan" in shown
    assert 'method="post" action="/summaries/' not in shown


def test_schools_clerks_have_no_summaries_waiting(life: Life, login_as: LoginAs) -> None:
    life.finalised()
    school = life.summary.period.submissions.get().organisation

    shown = login_as(member(school, Role.CLERK)).get("/").content.decode()

    assert "Ghi số, ngày" not in shown
    assert reverse("summary_list") not in shown
