"""The way to the paper of a plan: asked for, waited for, opened, renewed; a draft only by those who write it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from plans.enums import PlanStatus
from plans.models import Plan
from reports.documents.plan import build_plan
from reports.enums import FileState
from reports.models import PlanFile
from reports.services import rendering
from reports.tasks import render_plan
from schools.enums import Role
from tests.factories import PlanFactory, PlanReporterFactory, TaskFactory, UserFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan = PlanFactory(number="04", title="Việc lớn năm 2018")
    TaskFactory(plan=plan, label="1", text="Một việc.", lead_label="Các trường")
    return plan


@pytest.fixture
def officer(plan: Plan, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(plan.issuer, Role.OFFICER))


def url(plan: Plan, form: str = "pdf", annexes: str = "") -> str:
    return f"/plans/{plan.pk}/paper/{form}/{annexes}"


def made(plan: Plan, *, annexes: bool = False) -> PlanFile:
    row = rendering.request_plan(plan=plan, annexes=annexes)
    assert rendering.render_plan(file_id=row.pk)
    row.refresh_from_db()
    return row


def test_page_of_the_plan_leads_to_its_four_papers(plan: Plan, officer: Client) -> None:
    page = officer.get(f"/plans/{plan.pk}/").content.decode()

    for form in ("pdf", "docx"):
        for annexes in ("", "?annexes=1"):
            assert f'href="{url(plan, form, annexes)}"' in page


def test_looking_makes_nothing_and_the_button_asks(
    plan: Plan, officer: Client, published: list, django_capture_on_commit_callbacks: Any
) -> None:
    before = officer.get(url(plan)).content.decode()
    assert PlanFile.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        asked = officer.post(url(plan))

    row = PlanFile.objects.get()
    page = officer.get(url(plan)).content.decode()

    assert "Tạo bản in</button>" in before
    assert (asked.status_code, asked.headers["Location"]) == (302, url(plan))
    assert published == [("reports.render_plan", (row.pk,))]
    assert f'hx-get="{url(plan)}" hx-trigger="every 1s"' in page


def test_task_makes_a_file_that_opens_in_the_browser(plan: Plan, officer: Client) -> None:
    row = rendering.request_plan(plan=plan)
    render_plan(row.pk)
    row.refresh_from_db()

    answer = officer.get(url(plan))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    assert data.startswith(b"%PDF-")
    assert row.pages == 1
    assert Path(row.file.name).parent == Path("plans/2018")
    name = quote("Kế hoạch 04 - Việc lớn năm 2018.pdf")
    assert answer.headers["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert officer.get(url(plan), headers={"If-None-Match": f'"{row.file_sha256}"'}).status_code == 304


def test_plan_with_annexes_is_a_file_of_its_own(plan: Plan, officer: Client, quick: list) -> None:
    plain, full = made(plan), made(plan, annexes=True)

    answers = [officer.get(url(plan, annexes=annexes)) for annexes in ("", "?annexes=1")]

    assert [len(document.appendices) for document in quick] == [0, 1]
    assert [b"".join(answer.streaming_content) for answer in answers] == [b"%PDF-1.7 1", b"%PDF-1.7 2"]  # type: ignore[attr-defined]
    assert set(PlanFile.objects.all()) == {plain, full}


def test_with_annexes_is_kept_while_it_is_asked_for(plan: Plan, officer: Client) -> None:
    asked = officer.post(url(plan, annexes="?annexes=1"))
    page = officer.get(asked.headers["Location"]).content.decode()

    assert asked.headers["Location"] == url(plan, annexes="?annexes=1")
    assert f'hx-get="{url(plan, annexes="?annexes=1")}"' in page
    assert "kèm phụ lục phân công, chỉ tiêu, thời hạn báo cáo" in page


def test_changed_words_need_new_papers_and_the_old_ones_go(
    plan: Plan, officer: Client, quick: list, settings: LazySettings
) -> None:
    old = made(plan), made(plan, annexes=True)
    plan.tasks.update(text="Việc khác.")

    stale = officer.get(url(plan)).content.decode()
    new = made(plan)

    assert "Tạo bản in</button>" in stale
    assert list(PlanFile.objects.all()) == [new]
    assert new not in old
    files = [path.name for path in (Path(settings.MEDIA_ROOT) / "plans").rglob("*.pdf")]
    assert files == [Path(new.file.name).name]


def test_full_form_whose_words_changed_becomes_the_plain_one(plan: Plan, quick: list) -> None:
    row = rendering.request_plan(plan=plan, annexes=True)
    plan.tasks.update(text="Việc khác.")

    assert rendering.render_plan(file_id=row.pk)
    row.refresh_from_db()
    assert row.content_sha256 == rendering.document_hash(build_plan(plan))


def test_failure_shows_reason_and_retry(plan: Plan, officer: Client) -> None:
    rendering.request_plan(plan=plan)
    PlanFile.objects.update(state=FileState.FAILED, error=rendering.FAILED_LAYOUT)

    page = officer.get(url(plan)).content.decode()
    officer.post(url(plan))

    assert rendering.FAILED_LAYOUT in page
    assert "Tạo lại</button>" in page
    assert PlanFile.objects.get().state == FileState.QUEUED


@pytest.mark.parametrize("annexes", ["", "?annexes=1"])
def test_word_is_downloaded_at_once(plan: Plan, officer: Client, annexes: str) -> None:
    answer = officer.get(url(plan, "docx", annexes))

    name = quote("Kế hoạch 04 - Việc lớn năm 2018.docx")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content.startswith(b"PK")
    assert officer.post(url(plan, "docx")).status_code == 405
    assert officer.get(url(plan, "odt")).status_code == 404


def test_draft_is_printed_for_those_who_write_it_alone(plan: Plan, login_as: Callable[[Any], Client]) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.DRAFT)
    school = PlanReporterFactory(plan=plan).organisation
    writer, clerk, stranger = member(plan.issuer, Role.OFFICER), member(school, Role.CLERK), UserFactory()

    def statuses(user: Any) -> list[int]:
        return [login_as(user).get(url(plan, form)).status_code for form in ("pdf", "docx")]

    assert statuses(writer) == [200, 200]
    assert statuses(clerk) == statuses(stranger) == [404, 404]
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.IN_FORCE)
    assert statuses(clerk) == [200, 200]
    assert statuses(stranger) == [404, 404]
