"""The pages of the import: what the keeper of the registry sees from upload to confirmation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from schools.downloads import XLSX
from schools.models import RegistryUpload, SchoolYearFacts
from tests.schools.registries import FACTS, a_registry, cell, exported, keeper, uploaded
from tests.schools.sheets import edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(keeper())
    return client


def sent(client: Client, data: bytes, name: str = "danh bạ.xlsx") -> RegistryUpload:
    file = SimpleUploadedFile(name, data, XLSX)
    answer = client.post(reverse("registry_import"), {"workbook": file})
    upload = RegistryUpload.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("registry_import_preview", args=[upload.pk])
    return upload


def test_the_export_is_a_workbook_that_comes_back_without_changes(office: Client) -> None:
    a_registry()

    answer = office.get(reverse("registry_export"))

    assert answer.headers["Content-Type"] == XLSX
    page = office.get(reverse("registry_import_preview", args=[sent(office, answer.content).pk]))
    assert "Tệp giống hệt số đang lưu; không có gì để nhập." in page.content.decode()


def test_from_upload_over_preview_to_confirmation_which_a_second_click_does_not_repeat(office: Client) -> None:
    first, _ = a_registry()
    data = exported()
    upload = sent(office, edited(data, (FACTS, cell(FACTS, "MN001", "Học sinh, trẻ nữ", data), 50)))
    page = office.get(reverse("registry_import_preview", args=[upload.pk]))
    assert "Thay đổi ở 1 trường" in page.content.decode()
    seen = {"seen": page.context["result"].digest}
    assert SchoolYearFacts.objects.get(school=first).girls == 48

    texts = [
        office.post(reverse("registry_import_confirm", args=[upload.pk]), seen, follow=True).content.decode()
        for _ in range(2)
    ]

    assert "Đã nhập: 0 dòng mới, 1 dòng thay đổi." in texts[0]
    assert "Tệp này đã được nhập trước đó; không ghi thêm lần nữa." in texts[1]
    assert SchoolYearFacts.objects.get(school=first).girls == 50


def test_a_registry_that_changed_meanwhile_is_shown_again_and_not_overwritten(office: Client) -> None:
    first, _ = a_registry()
    data = exported()
    upload = sent(office, edited(data, (FACTS, cell(FACTS, "MN001", "Học sinh, trẻ nữ", data), 50)))
    seen = office.get(reverse("registry_import_preview", args=[upload.pk])).context["result"].digest
    SchoolYearFacts.objects.filter(school=first).update(girls=49)

    answer = office.post(reverse("registry_import_confirm", args=[upload.pk]), {"seen": seen})

    assert answer.status_code == 409
    assert "Danh bạ trên cổng vừa thay đổi nên chưa ghi gì từ tệp." in answer.content.decode()
    assert SchoolYearFacts.objects.get(school=first).girls == 49


def test_an_upload_waits_for_its_owner_after_the_session_ended(office: Client) -> None:
    a_registry()
    upload = sent(office, exported())
    office.logout()
    assert upload.by is not None
    office.force_login(upload.by)

    text = office.get(reverse("registry_import")).content.decode()

    assert reverse("registry_import_preview", args=[upload.pk]) in text


def test_a_file_that_is_no_workbook_is_refused_with_the_reason(office: Client) -> None:
    file = SimpleUploadedFile("danh bạ.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

    answer = office.post(reverse("registry_import"), {"workbook": file})

    assert answer.status_code == 422
    assert "Tệp định dạng cũ .xls." in answer.content.decode()
    assert not RegistryUpload.objects.exists()


def test_every_mistake_stands_on_the_page_with_its_cell(office: Client) -> None:
    a_registry()
    data = exported()
    address = cell(FACTS, "MN001", "Giáo viên", data)
    upload = uploaded(data, (FACTS, address, "tám"))

    text = office.get(reverse("registry_import_preview", args=[upload.pk])).content.decode()

    assert "1 lỗi phải sửa trong tệp" in text
    assert f"Ô {address}" in text
    assert "“tám” không phải là số." in text
    assert "Xác nhận nhập" not in text


@pytest.mark.parametrize("schools", [1, 3])
def test_the_preview_asks_as_often_for_one_school_as_for_three(
    office: Client, schools: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_registry(schools)
    data = exported()
    changes = [(FACTS, cell(FACTS, f"MN00{n}", "Học sinh, trẻ nữ", data), 50) for n in range(1, schools + 1)]
    address = reverse("registry_import_preview", args=[uploaded(data, *changes).pk])
    office.get(address)

    with django_assert_num_queries(11):
        office.get(address)


def test_a_large_import_stays_a_small_page(office: Client) -> None:
    a_registry(60)
    data = exported()
    changes = [(FACTS, cell(FACTS, f"MN{n:03}", "Học sinh, trẻ nữ", data), 50) for n in range(1, 61)]

    answer = office.get(reverse("registry_import_preview", args=[uploaded(data, *changes).pk]))

    assert len(answer.content) < 60_000
    assert "Thay đổi ở 60 trường" in answer.content.decode()
    assert "Trang 1/5" in answer.content.decode()
