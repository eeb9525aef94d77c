"""The public page: genuine or not, by code or by file, without login, without a trace, without a word too much."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports import guessing
from reports.documents.current import summary_document
from reports.documents.numbering import full_number
from reports.enums import FileFormat, FileState
from reports.models import SummaryFile, SummaryReport
from tests.factories import SummaryFileFactory, SummaryReportFactory, UserFactory

pytestmark = pytest.mark.django_db
DATA = b"%PDF-1.7 the published bytes"


@pytest.fixture(autouse=True)
def _no_misses_of_others() -> None:
    cache.clear()


@pytest.fixture
def published() -> SummaryReport:
    return SummaryReportFactory(published=True, number=27, finalised_by=UserFactory(full_name="Trần Người Chốt"))


def file_of(summary: SummaryReport, data: bytes = DATA, **options: Any) -> SummaryFile:
    """A finished file of the summary; its row knows the bytes, the storage holds none."""
    sha256 = hashlib.sha256(data).hexdigest()
    now = timezone.now()
    facts = {"state": FileState.READY, "file": "summaries/x", "file_sha256": sha256, "ready_at": now, "pages": 12}
    return SummaryFileFactory(summary=summary, **{**facts, "requested_at": now, **options})


def text_of(response: Any) -> str:
    """The words of the page between its tags."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "<main" + main)).split())


def ask(client: Client, code: str) -> Any:
    return client.get(reverse("verify_code", args=[code]))


def drop(client: Client, data: bytes, name: str = "bao-cao.pdf") -> Any:
    return client.post(reverse("verify"), {"file": SimpleUploadedFile(name, data)})


# -- by code ------------------------------------------------------------------------------------------------------
def test_a_published_code_tells_its_head_and_its_files(client: Client, published: SummaryReport) -> None:
    file = file_of(published)
    document = summary_document(published)

    response = ask(client, published.code)

    words = text_of(response)
    assert response.status_code == 200
    assert "✓ Báo cáo đã phát hành, còn hiệu lực" in words
    for fact in (document.title, document.letterhead.issuer, full_number(document), published.period.label):
        assert fact in words
    assert f"PDF, 12 trang. SHA-256: {file.file_sha256}" in words
    # Neither people nor figures.
    assert "Trần Người Chốt" not in words
    assert document.opening[0].text not in words


def test_the_page_of_a_code_takes_two_queries(
    client: Client, published: SummaryReport, django_assert_num_queries: Any
) -> None:
    def queries() -> None:
        with django_assert_num_queries(2):
            ask(client, published.code)

    file_of(published)
    ask(client, published.code)  # what every page asks once is remembered
    queries()
    file_of(published, b"word", format=FileFormat.DOCX, pages=0)
    file_of(published, b"excel", format=FileFormat.XLSX, pages=0)
    queries()


def test_a_replaced_one_names_what_replaced_it_once_that_is_published(client: Client, published: SummaryReport) -> None:
    later = SummaryReportFactory(
        period=published.period, revision=2, replaces=published, reason="Sai số liệu", finalised=True
    )
    assert "thay thế bởi" not in text_of(ask(client, published.code))

    now = timezone.now()
    later.status, later.number, later.issued_on, later.published_at = "published", 31, now.date(), now
    later.save()

    words = text_of(ask(client, published.code))
    assert "⚠ Báo cáo đã phát hành, nhưng đã được thay thế" in words
    assert "Bản này đã được thay thế bởi bản lần 2, số 31/" in words
    assert reverse("verify_code", args=[later.code]) in ask(client, published.code).content.decode()
    assert "2, thay thế bản lần 1" in text_of(ask(client, later.code))


def test_a_finalised_one_says_only_that_it_is_not_issued(client: Client) -> None:
    summary = SummaryReportFactory(finalised=True)

    words = text_of(ask(client, summary.code))

    assert "◐ Đã chốt, chưa phát hành" in words
    document = summary_document(summary)
    assert not any(said in words for said in (document.title, document.letterhead.issuer, summary.period.label))


def test_an_unknown_code_is_said_to_be_unknown(client: Client, published: SummaryReport) -> None:
    response = ask(client, "0000000000")

    assert response.status_code == 404
    assert "✕ Không có báo cáo nào mang mã này" in text_of(response)


@pytest.mark.parametrize("shape", ["{0}-{1}", "{0} {1}", "  {0}{1} "])
def test_a_typed_code_leads_to_its_page(client: Client, published: SummaryReport, shape: str) -> None:
    typed = shape.format(published.code[:5], published.code[5:]).lower()
    address = reverse("verify_code", args=[published.code])

    assert client.get(reverse("verify"), {"code": typed}).headers["Location"] == address
    assert ask(client, typed).headers["Location"] == address


def test_what_is_no_code_is_explained_beside_the_field(client: Client) -> None:
    page = client.get(reverse("verify"), {"code": "<b>12"})

    assert page.status_code == 200
    assert "✕ Mã xác thực gồm 10 chữ và số" in text_of(page)
    assert 'value="&lt;b&gt;12"' in page.content.decode()
    assert ask(client, "12").status_code == 404


# -- by file ------------------------------------------------------------------------------------------------------
def test_the_published_file_is_recognised_whatever_its_name(client: Client, published: SummaryReport) -> None:
    file_of(published)

    words = text_of(drop(client, DATA, "tai-ve (1).pdf"))

    assert "✓ Tệp đúng là bản đã phát hành" in words
    assert "tai-ve (1).pdf: PDF, 12 trang, không khác một ký tự nào" in words
    assert full_number(summary_document(published)) in words


def test_one_changed_byte_makes_another_file(client: Client, published: SummaryReport) -> None:
    file_of(published)

    response = drop(client, DATA.replace(b"published", b"Published"))

    assert response.status_code == 200
    assert "✕ Không phải tệp do cổng phát hành, hoặc đã bị sửa" in text_of(response)
    assert summary_document(published).title not in text_of(response)


def test_a_draft_of_the_portal_is_not_the_published_one(client: Client) -> None:
    summary = SummaryReportFactory(finalised=True)
    file_of(summary)

    words = text_of(drop(client, DATA))

    assert "◐ Không phải bản phát hành" in words
    assert summary_document(summary).title not in words


def test_a_proof_made_before_publication_is_not_the_published_one(client: Client, published: SummaryReport) -> None:
    before = published.published_at - dt.timedelta(hours=1)
    file_of(published, requested_at=before, ready_at=before)

    assert "◐ Không phải bản phát hành" in text_of(drop(client, DATA))


def test_a_file_damaged_on_the_disk_is_unknown_while_its_code_tells_the_right_hash(
    client: Client, published: SummaryReport
) -> None:
    file = file_of(published)

    assert "đã bị sửa" in text_of(drop(client, DATA[:-1]))
    assert file.file_sha256 in text_of(ask(client, published.code))


def test_nothing_chosen_is_said(client: Client) -> None:
    response = client.post(reverse("verify"))

    assert response.status_code == 422
    assert "✕ Chưa chọn tệp cần kiểm tra." in text_of(response)


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 1024 * 1024 + 200_000])
def test_a_file_that_is_too_large_is_refused_whether_announced_or_not(
    client: Client, settings: LazySettings, size: int
) -> None:
    settings.VERIFY_MAX_BYTES = 1024 * 1024

    response = drop(client, b"0" * size)

    assert response.status_code == 413
    assert "✕ Tệp quá lớn; chỉ kiểm tra tệp đến 1 MB." in text_of(response)


def test_large_uploads_are_hashed_without_touching_the_disk(
    client: Client, published: SummaryReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"A" * (6 * 1024 * 1024)  # Django writes what is larger than 2,5 MB into a temporary file
    file_of(published, data)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *_, **__: pytest.fail("a temporary file was written"))

    assert "✓ Tệp đúng là bản đã phát hành" in text_of(drop(client, data))


# -- manners ------------------------------------------------------------------------------------------------------
def test_no_cookie_no_cache_no_index(client: Client, published: SummaryReport) -> None:
    file_of(published)
    strict = Client(enforce_csrf_checks=True)

    for response in (strict.get(reverse("verify")), ask(strict, published.code), drop(strict, DATA)):
        assert response.status_code == 200
        assert response.cookies == {}
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")


def test_somebody_who_must_set_a_password_first_may_look_too(
    login_as: Callable[[Any], Client], published: SummaryReport
) -> None:
    assert ask(login_as(UserFactory(must_change_password=True)), published.code).status_code == 200


# -- guessing -----------------------------------------------------------------------------------------------------
def test_an_address_that_misses_too_often_waits_and_others_do_not(
    client: Client, published: SummaryReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1_800_000_000.0
    monkeypatch.setattr("reports.guessing.time.time", lambda: moment)
    for _ in range(guessing.MOST_MISSES - 1):
        ask(client, "0000000000")
    drop(client, b"unknown")

    waiting = ask(client, published.code)
    assert waiting.status_code == 429
    assert "Đề nghị thử lại sau 10 phút." in text_of(waiting)
    assert drop(client, b"other").status_code == 429
    assert client.get(reverse("verify"), {"code": published.code}).status_code == 429

    assert ask(Client(REMOTE_ADDR="192.0.2.7"), published.code).status_code == 200
    monkeypatch.setattr("reports.guessing.time.time", lambda: moment + guessing.WINDOW)
    assert ask(client, published.code).status_code == 200


def test_answers_that_exist_are_never_counted(client: Client, published: SummaryReport) -> None:
    for _ in range(guessing.MOST_MISSES + 1):
        assert ask(client, published.code).status_code == 200


@pytest.mark.parametrize(("trusted", "address"), [(True, "192.0.2.9"), (False, "127.0.0.1")])
def test_the_forwarded_address_counts_only_behind_a_trusted_proxy(
    rf: Any, settings: LazySettings, trusted: bool, address: str
) -> None:
    settings.ENV = {**settings.ENV, "PORTAL_TRUSTED_PROXY": trusted}
    request = rf.get("/verify/", headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.9"})

    assert guessing.client_address(request) == address
