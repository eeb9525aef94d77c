"""One task with its history and files, one's own tasks, and reminders by hand."""

import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from config.navigation import area_name
from plans.models import Plan, Task, TaskUpdate
from reports.models import Notification
from schools.enums import Role
from tests.factories import (
    OfficeFactory,
    OrganisationFactory,
    PlanFactory,
    PlanReporterFactory,
    SubmissionFactory,
    TaskEntryFactory,
    TaskFactory,
    TaskFileFactory,
    TaskUpdateFactory,
    member,
)
from tests.reports import files
from tests.reports.task_stories import MINE_QUERIES, TASK_QUERIES, Login, S, ago, story, task_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _area_is_known(db: None) -> None:
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(issuer=OfficeFactory(short_name="Cơ quan A"))


@pytest.fixture
def officer(plan: Plan) -> Any:
    return member(plan.receiver, Role.OFFICER)


# -- one task


def test_an_officer_tells_how_far_a_task_has_come_with_a_file(login_as: Login, plan: Plan, officer: Any) -> None:
    task = story(plan)["late"]

    response = login_as(officer).post(
        reverse("task_update", args=[task.pk]),
        {
            "status": "in_progress",
            "progress": "60",
            "text": "Đã thi xong.",
            "files": [files.upload(files.pdf(), "Kết quả.pdf"), files.upload(b"MZ", "virus.pdf")],
        },
        follow=True,
    )

    text = response.content.decode()
    assert "Đã cập nhật nhiệm vụ." in text
    assert "Không nhận tệp “virus.pdf”" in text
    assert "Kết quả.pdf" in text
    update = TaskUpdate.objects.get()
    assert (update.progress, update.organisation, update.by) == (60, plan.issuer, officer)


def test_mistakes_are_told_at_the_field_and_nothing_typed_is_lost(login_as: Login, plan: Plan, officer: Any) -> None:
    task = story(plan)["late"]

    response = login_as(officer).post(
        reverse("task_update", args=[task.pk]), {"status": "in_progress", "progress": "140", "text": "Đang làm dở."}
    )

    assert response.status_code == 422
    assert "Tiến độ từ 0 đến 100." in response.content.decode()
    assert "Đang làm dở." in response.content.decode()
    assert TaskUpdate.objects.count() == 0


def test_an_update_that_says_nothing_is_answered_with_what_is_missing(
    login_as: Login, plan: Plan, officer: Any
) -> None:
    task = story(plan)["late"]

    response = login_as(officer).post(
        reverse("task_update", args=[task.pk]),
        {"status": "in_progress", "progress": "40", "files": [files.upload(b"", "rỗng.pdf")]},
    )

    assert response.status_code == 422
    assert "Chưa có gì mới để cập nhật" in response.content.decode()
    assert "Không nhận tệp “rỗng.pdf”: Tệp rỗng." in response.content.decode()


def test_a_hundred_percent_offers_done_in_one_click(login_as: Login, plan: Plan, officer: Any) -> None:
    task = task_of(plan, "I", status=S.IN_PROGRESS, progress=100)
    client = login_as(officer)

    assert "Ghi hoàn thành" in client.get(reverse("task_detail", args=[task.pk])).content.decode()
    client.post(reverse("task_update", args=[task.pk]), {"status": "done", "progress": "100"})

    assert Task.objects.get(pk=task.pk).status == S.DONE
    assert "Ghi hoàn thành" not in client.get(reverse("task_detail", args=[task.pk])).content.decode()


def test_a_coordinating_unit_writes_a_note_and_cannot_change_the_state(login_as: Login, plan: Plan) -> None:
    task, partner = story(plan)["late"], OrganisationFactory(short_name="Ban phối hợp")
    task.coordinating.add(partner)
    client = login_as(member(partner, Role.OFFICER))

    page = client.get(reverse("task_detail", args=[task.pk])).content.decode()
    client.post(
        reverse("task_update", args=[task.pk]), {"status": "done", "progress": "100", "text": "Đã gửi số liệu."}
    )

    assert "Ghi ý kiến phối hợp" in page
    note = TaskUpdate.objects.get()
    assert (note.status, note.progress, note.organisation) == (S.IN_PROGRESS, 40, partner)
    assert Task.objects.get(pk=task.pk).status == S.IN_PROGRESS


def test_a_task_names_its_equals_both_ways_and_its_place(login_as: Login, plan: Plan, officer: Any) -> None:
    tasks = story(plan)
    hidden = TaskFactory(same_as=tasks["done"], title="Việc của kế hoạch khác")
    client = login_as(officer)

    original = client.get(reverse("task_detail", args=[tasks["done"].pk])).content.decode()
    repeat = client.get(reverse("task_detail", args=[tasks["again"].pk])).content.decode()

    assert reverse("task_detail", args=[tasks["again"].pk]) in original
    assert hidden.title not in original
    assert reverse("task_detail", args=[tasks["done"].pk]) in repeat
    assert "I Phần một" in original
    assert "Cập nhật và tính tiến độ theo mục I.2" in repeat
    assert 'id="update"' not in repeat


def test_the_history_is_newest_first_with_its_files(login_as: Login, plan: Plan, officer: Any) -> None:
    task = story(plan)["late"]
    first = TaskUpdateFactory(task=task, text="Lần đầu.", at=timezone.now() - dt.timedelta(days=9))
    TaskUpdateFactory(task=task, text="Lần sau.")
    TaskFileFactory(update=first, name="Biên bản.pdf")

    text = login_as(officer).get(reverse("task_detail", args=[task.pk])).content.decode()

    assert text.index("Lần sau.") < text.index("Lần đầu.") < text.index("Biên bản.pdf")


def test_a_file_is_saved_and_never_shown_in_place(login_as: Login, plan: Plan, officer: Any) -> None:
    row = TaskFileFactory(update__task=task_of(plan, "I"), name="Quyết định số 1.pdf")

    response = login_as(officer).get(reverse("task_file", args=[row.pk]))

    assert response.getvalue() == b"%PDF-1.7"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "sandbox" in response["Content-Security-Policy"]
    again = login_as(officer).get(reverse("task_file", args=[row.pk]), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_file_lost_in_the_storage_is_not_found(login_as: Login, plan: Plan, officer: Any) -> None:
    row = TaskFileFactory(update__task=task_of(plan, "I"))
    row.file.storage.delete(row.file.name)

    assert login_as(officer).get(reverse("task_file", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_task_do_not_grow(
    login_as: Login, plan: Plan, officer: Any, count: int, django_assert_num_queries: Any
) -> None:
    task = task_of(plan, "I", parent=task_of(plan, "P"), is_reported=True)
    for number in range(count):
        TaskFileFactory(update=TaskUpdateFactory(task=task))
        task_of(plan, f"R{number}", same_as=task)
        task.coordinating.add(OrganisationFactory())
        TaskEntryFactory(submission=SubmissionFactory(period__plan=plan, accepted=True), task=task)
    client = login_as(officer)
    client.get(reverse("task_detail", args=[task.pk]))

    with django_assert_num_queries(TASK_QUERIES):
        client.get(reverse("task_detail", args=[task.pk]))


# -- one's own tasks


def test_my_tasks_are_led_followed_and_shared_ones_due_soonest_first(login_as: Login, plan: Plan, officer: Any) -> None:
    late, soon = task_of(plan, "A", due_on=ago(3)), task_of(plan, "B", due_on=ago(-3))
    never = task_of(plan, "C")
    done = task_of(plan, "D", due_on=ago(30), status=S.DONE, progress=100)
    followed = task_of(plan, "E", lead=None, due_on=ago(-9))
    shared = task_of(PlanFactory(), "F", due_on=ago(-6))
    shared.coordinating.add(plan.receiver)
    task_of(plan, "G", same_as=late)
    task_of(plan, "H", lead=OrganisationFactory(), due_on=ago(1))
    task_of(PlanFactory(issuer=plan.issuer, status="closed"), "K", lead=plan.issuer)

    page = login_as(officer).get(reverse("my_tasks"))

    lines = page.context["lines"]
    assert [line.task for line in lines] == [late, soon, shared, followed, never, done]
    assert [line.part for line in lines] == ["Chủ trì", "Chủ trì", "Phối hợp", "Theo dõi", "Chủ trì", "Chủ trì"]
    assert [line.may_update for line in lines] == [True, True, False, True, True, True]
    assert [line.badge.text for line in lines][-1] == "Hoàn thành"
    assert "Quá hạn 3 ngày" in page.content.decode()
    assert "Còn 3 ngày" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"overdue": "on"}, ["A"]),
        ({"part": "share"}, ["F"]),
        ({"q": "viec b"}, ["B"]),
        ({"status": "done"}, ["D"]),
        ({"plan": "other"}, ["F"]),
    ],
)
def test_my_tasks_are_filtered_on_page_and_in_the_file(
    login_as: Login, plan: Plan, officer: Any, query: dict[str, str], found: list[str]
) -> None:
    task_of(plan, "A", due_on=ago(3))
    task_of(plan, "B", due_on=ago(-3))
    task_of(plan, "D", due_on=ago(30), status=S.DONE)
    shared = task_of(PlanFactory(), "F")
    shared.coordinating.add(plan.receiver)
    if "plan" in query:
        query = {"plan": str(shared.plan_id)}
    client = login_as(officer)

    page = client.get(reverse("my_tasks"), query)
    sheet = load_workbook(io.BytesIO(client.get(reverse("my_tasks_export"), query).content)).active

    assert [line.task.code for line in page.context["lines"]] == found
    assert [row[1].value for row in sheet.iter_rows() if row[1].value][1:] == found


def test_a_school_without_tasks_is_led_to_those_it_reports_on(login_as: Login, plan: Plan) -> None:
    school = PlanReporterFactory(plan=plan).organisation

    text = login_as(member(school, Role.PRINCIPAL)).get(reverse("my_tasks")).content.decode()

    assert reverse("plan_tasks", args=[plan.pk]) in text
    assert "Chưa có nhiệm vụ nào giao đơn vị bạn" in text


def test_a_shared_task_of_a_group_says_that_reports_speak_of_it(login_as: Login, plan: Plan, officer: Any) -> None:
    task_of(plan, "A", lead=None, is_reported=True).coordinating.add(plan.receiver)

    page = login_as(officer).get(reverse("my_tasks"))

    assert [line.badge.text for line in page.context["lines"]] == ["Theo báo cáo từng kỳ"]
    assert 'mw-100" id="id_plan"' in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_my_tasks_do_not_grow(
    login_as: Login, plan: Plan, officer: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        task_of(plan, f"A{number}", due_on=ago(1)).coordinating.add(OrganisationFactory())
    client = login_as(officer)
    client.get(reverse("my_tasks"))

    with django_assert_num_queries(MINE_QUERIES):
        client.get(reverse("my_tasks"))


# -- home and reminding by hand


@pytest.mark.parametrize("role", [Role.HEAD, Role.PRINCIPAL])
def test_home_names_what_is_late_and_due_soon(login_as: Login, plan: Plan, role: str) -> None:
    unit = plan.receiver if role == Role.HEAD else PlanReporterFactory(plan=plan).organisation
    task_of(plan, "A", lead=unit, due_on=ago(3))
    task_of(plan, "B", lead=unit, due_on=ago(-3))
    task_of(plan, "C", lead=unit, due_on=ago(-30))

    text = login_as(member(unit, role)).get(reverse("home")).content.decode()

    assert "1 quá hạn" in text
    assert "1 đến hạn trong 7 ngày" in text
    assert "A Việc A" in text
    assert "C Việc C" not in text


def test_home_without_such_tasks_says_nothing(login_as: Login, plan: Plan, officer: Any) -> None:
    task_of(plan, "A", due_on=ago(-30))

    assert "Nhiệm vụ của đơn vị" not in login_as(officer).get(reverse("home")).content.decode()


def test_the_office_reminds_a_unit_by_hand_once_a_day(login_as: Login, plan: Plan, officer: Any) -> None:
    unit = OrganisationFactory(short_name="Ban B")
    member(unit, Role.OFFICER)
    task = task_of(plan, "A", lead=unit, due_on=ago(3))
    client, url = login_as(officer), reverse("plan_tasks_remind", args=[plan.pk])

    page = client.get(reverse("plan_tasks", args=[plan.pk])).content.decode()
    first = client.post(
        url, {"task": task.pk, "next": f"{reverse('plan_tasks', args=[plan.pk])}?overdue=on"}, follow=True
    )
    second = client.post(url, {"task": task.pk}, follow=True)
    ledger = client.get(reverse("reminder_ledger")).content.decode()

    assert f'name="task" value="{task.pk}"' in page
    assert "Đã nhắc Ban B về nhiệm vụ A." in first.content.decode()
    assert first.redirect_chain[-1][0].endswith("?overdue=on")
    assert "Không nhắc nhiệm vụ A: hôm nay đã nhắc." in second.content.decode()
    assert Notification.objects.filter(task=task).count() == 1
    assert "Đôn đốc nhiệm vụ A quá hạn 3 ngày" in ledger
    assert "Ban B</a>" in ledger


def test_a_task_of_another_plan_is_not_reminded_through_this_one(login_as: Login, plan: Plan, officer: Any) -> None:
    other = task_of(PlanFactory(), "A", due_on=ago(3))

    response = login_as(officer).post(reverse("plan_tasks_remind", args=[plan.pk]), {"task": other.pk})

    assert response.status_code == 404
    assert Notification.objects.count() == 0


def test_a_reminder_in_the_box_of_messages_leads_to_its_task(login_as: Login, plan: Plan, officer: Any) -> None:
    task = task_of(plan, "A", due_on=ago(3))
    client = login_as(officer)
    client.post(reverse("plan_tasks_remind", args=[plan.pk]), {"task": task.pk})
    message = Notification.objects.get(recipient=officer)

    listed = client.get(reverse("notification_list")).content.decode()
    opened = client.post(reverse("notification_read", args=[message.pk]), {"open": "1"})

    assert "Mở nhiệm vụ" in listed
    assert plan.title in listed
    assert opened["Location"] == reverse("task_detail", args=[task.pk])
