"""The pages of an import: bring a document, wait, take it back, save it as a draft."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plans.enums import ImportState
from plans.models import Plan, PlanImport
from schools.models import Organisation
from tests.factories import (
    OfficeFactory,
    PlanFactory,
    PlanImportFactory,
)
from tests.plans.imports.documents import STATE_PLAN, body, part_url

pytestmark = pytest.mark.django_db


# -- bringing -----------------------------------------------------------------------------------------------------
def test_a_file_is_brought_and_waits(officer: Client, office: Organisation) -> None:
    upload = SimpleUploadedFile("Kế hoạch 07.docx", b"PK\x03\x04")

    response = officer.post(reverse("plan_import_new"), {"organisation": office.pk, "file": upload})

    row = PlanImport.objects.get()
    assert response["Location"] == reverse("plan_import", args=[row.pk])
    assert (row.source_name, row.organisation) == ("Kế hoạch 07.docx", office)
    page = body(officer.get(response["Location"]))
    assert "Đang chờ đọc" in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert 'hx-trigger="every 1s"' in page


def test_pasted_text_is_kept_as_a_text_file(officer: Client, office: Organisation) -> None:
    officer.post(reverse("plan_import_new"), {"organisation": office.pk, "text": STATE_PLAN})

    row = PlanImport.objects.get()
    assert re.fullmatch(r"Văn bản dán \d\d-\d\d-\d{4}\.txt", row.source_name)
    with row.source.open("rb") as file:
        assert file.read().decode().replace("\r\n", "\n") == STATE_PLAN


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Chọn tệp, hoặc dán lời văn bản"),
        ({"text": "   "}, "Chọn tệp, hoặc dán lời văn bản"),
        ({"text": "a", "file": SimpleUploadedFile("a.txt", b"a")}, "Chỉ chọn một cách"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "Tệp rỗng"),
        ({"file": SimpleUploadedFile("Kế hoạch.docx", b"%PDF-1.7")}, "Tệp PDF không đọc được ở đây"),
        ({"file": SimpleUploadedFile("Kế hoạch.docx", b"\xd0\xcf\x11\xe0")}, "lưu lại thành .docx"),
    ],
)
def test_nothing_or_both_is_refused_with_the_words_kept(
    officer: Client, office: Organisation, data: dict[str, Any], message: str
) -> None:
    response = officer.post(reverse("plan_import_new"), {"organisation": office.pk, **data})

    assert response.status_code == 422
    assert message in body(response)
    assert PlanImport.objects.count() == 0


def test_nobody_brings_a_document_for_an_office_that_is_not_theirs(officer: Client) -> None:
    response = officer.post(reverse("plan_import_new"), {"organisation": OfficeFactory().pk, "text": STATE_PLAN})

    assert response.status_code == 422
    assert PlanImport.objects.count() == 0


def test_the_list_shows_the_imports_of_the_own_office_alone(
    officer: Client, office: Organisation, django_assert_num_queries: Any
) -> None:
    PlanImportFactory(source_name="Của người khác.docx")
    assert "Chưa nhập văn bản nào" in body(officer.get(reverse("plan_import_new")))
    PlanImportFactory(organisation=office, source_name="Một.docx", state=ImportState.FAILED)
    with django_assert_num_queries(6):
        officer.get(reverse("plan_import_new"))
    PlanImportFactory.create_batch(2, organisation=office, ready=True)

    with django_assert_num_queries(6):
        page = body(officer.get(reverse("plan_import_new")))

    assert "Một.docx" in page
    assert "Không đọc được" in page
    assert "Của người khác" not in page


def test_a_failure_shows_its_reason_and_a_way_on(officer: Client, office: Organisation) -> None:
    row = PlanImportFactory(organisation=office, state=ImportState.FAILED, error="Tệp PDF không đọc được.", attempts=3)

    page = body(officer.get(reverse("plan_import", args=[row.pk])))
    officer.post(reverse("plan_import_retry", args=[row.pk]))

    assert "Tệp PDF không đọc được." in page
    assert "Đọc lại" in page
    row.refresh_from_db()
    assert (row.state, row.attempts) == (ImportState.QUEUED, 0)


def test_the_source_is_only_ever_downloaded(officer: Client, office: Organisation) -> None:
    row = PlanImportFactory(organisation=office, source_name="a.html", text="<script>alert(1)</script>")

    response = officer.get(reverse("plan_import_source", args=[row.pk]))

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="a.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"


def test_words_of_the_source_are_never_markup(officer: Client, office: Organisation) -> None:
    text = STATE_PLAN.replace("Chất lượng", "<script>alert(1)</script>")
    row = PlanImportFactory(ready=True, organisation=office, text=text)

    for name in ("plan_import", "plan_import_text", "plan_import_save"):
        assert "<script>alert" not in body(officer.get(reverse(name, args=[row.pk])))
    assert "<script>alert" not in body(officer.get(part_url(row, "tasks")))


# -- saving -------------------------------------------------------------------------------------------------------
def test_saving_says_what_it_means_and_makes_the_draft(officer: Client, row: PlanImport) -> None:
    address = reverse("plan_import_save", args=[row.pk])

    page = body(officer.get(address))
    response = officer.post(address)

    assert "chưa trường nào thấy và chưa kỳ báo cáo nào mở cho đến khi ban hành" in page
    assert "Mục tiêu: “Nâng tỷ lệ trẻ ăn bán trú đạt 80%” – chưa gắn với chỉ tiêu nào" in page
    plan = Plan.objects.get()
    assert response["Location"] == reverse("plan_edit", args=[plan.pk])
    officer.post(address)
    assert Plan.objects.count() == 1
    overview = body(officer.get(reverse("plan_import", args=[row.pk])))
    assert "chưa gắn với chỉ tiêu nào" in overview


def test_a_refusal_by_the_plan_itself_is_told(officer: Client, row: PlanImport, office: Organisation) -> None:
    PlanFactory(issuer=office, document_type="KH", number="07", year=2018)

    response = officer.post(reverse("plan_import_save", args=[row.pk]))

    assert response.status_code == 422
    assert "cùng số trong năm" in body(response)


def test_the_plan_leads_back_to_its_source(officer: Client, row: PlanImport) -> None:
    officer.post(reverse("plan_import_save", args=[row.pk]))
    plan = Plan.objects.get()
    link = f'href="{reverse("plan_import", args=[row.pk])}">Nguồn</a>'

    assert link in body(officer.get(reverse("plan_edit", args=[plan.pk])))
    PlanImport.objects.update(organisation=OfficeFactory())
    assert link not in body(officer.get(reverse("plan_edit", args=[plan.pk]))), "a document of others leads nowhere"
