"""Reading the files of a report: who may, how the browser gets them, where the pages show them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.enums import FileType
from reports.models import Evidence
from tests.factories import EvidenceFactory
from tests.reports import files
from tests.reports.attaching import attach, submit
from tests.reports.conftest import Writing


@pytest.fixture
def clerk(writing: Writing, login_as: Callable[[Any], Client]) -> Client:
    return login_as(writing.people["clerk"])


@pytest.mark.parametrize(
    ("kind", "disposition"),
    [("jpg", "inline"), ("png", "inline"), ("pdf", "attachment"), ("docx", "attachment"), ("xlsx", "attachment")],
)
def test_only_pictures_are_shown_in_the_browser(clerk: Client, writing: Writing, kind: str, disposition: str) -> None:
    row = EvidenceFactory(
        submission=writing.submission,
        section=writing.text,
        name=f"Minh chứng.{kind}",
        type=FileType(kind),
        file=ContentFile(b"content", name="0"),
    )
    url = reverse("evidence_file", args=[row.pk])

    answer = clerk.get(url)

    assert answer.getvalue() == b"content"
    assert answer["Content-Disposition"] == f"{disposition}; filename*=utf-8''Minh%20ch%E1%BB%A9ng.{kind}"
    assert answer["Content-Type"].startswith(("image/", "application/"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert clerk.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    again = clerk.get(url, {"download": "1"})
    assert again["Content-Disposition"].startswith("attachment")
    again.close()


def test_file_lost_from_the_storage_is_not_found(clerk: Client, writing: Writing) -> None:
    row = EvidenceFactory(submission=writing.submission, section=writing.text)

    assert clerk.get(reverse("evidence_file", args=[row.pk])).status_code == 404


def test_receiver_reads_files_of_sent_reports_only(login_as: Callable[[Any], Client], writing: Writing) -> None:
    attach(writing, (files.pdf(), "a.pdf"))
    url = reverse("evidence_file", args=[Evidence.objects.get().pk])
    officer = login_as(writing.people["officer"])

    assert officer.get(url).status_code == 403
    submit(writing)
    answer = officer.get(url)
    assert answer.status_code == 200
    answer.close()


def test_pages_show_the_files(clerk: Client, writing: Writing) -> None:
    attach(writing, (files.picture(), "Bếp <ăn>.jpg"))
    url = reverse("evidence_file", args=[Evidence.objects.get().pk])

    edit = clerk.get(reverse("submission_edit", args=[writing.submission.pk])).content.decode()
    detail = clerk.get(reverse("submission_detail", args=[writing.submission.pk])).content.decode()

    for page in (edit, detail):
        assert f'<a href="{url}">Bếp _ăn_.jpg</a>' in page
        assert f'<img src="{url}"' in page
    assert reverse("evidence_remove", args=[Evidence.objects.get().pk]) in edit
    assert "/remove/" not in detail


@pytest.mark.parametrize("page", ["submission_edit", "submission_detail"])
def test_files_cost_no_queries(clerk: Client, writing: Writing, page: str) -> None:
    url = reverse(page, args=[writing.submission.pk])
    clerk.get(url)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            clerk.get(url)
        counts.append(len(queries))
        for _ in range(8):
            EvidenceFactory(submission=writing.submission, section=writing.text)

    assert counts[0] == counts[1] <= 12
