"""Files in a report: sent, refused, shown, taken off, frozen with it, and never left behind."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import reverse

from plans.models import OutlineSection
from reports.checks import check_sheet
from reports.models import Evidence, Submission, SubmissionEvent, SubmissionVersion
from reports.queries.sheet import load_sheet
from reports.services import attaching, editing
from reports.services.errors import Conflict
from reports.workflow import TransitionNotAllowed
from tests.factories import EvidenceFactory, OutlineSectionFactory, SubmissionFactory
from tests.reports import files
from tests.reports.attaching import attach, give_back, submit
from tests.reports.conftest import Writing

Execute = Callable[..., Any]


@pytest.fixture
def clerk(writing: Writing, login_as: Callable[[Any], Client]) -> Client:
    return login_as(writing.people["clerk"])


def send(client: Client, writing: Writing, *uploads: tuple[bytes, str], **headers: str) -> Any:
    data = {"section": str(writing.text.pk), "files": [files.upload(*upload) for upload in uploads]}
    return client.post(reverse("evidence_add", args=[writing.submission.pk]), data, headers=headers)


def stored() -> set[str]:
    """Every file in the storage of evidence."""

    def walk(folder: str) -> set[str]:
        folders, names = default_storage.listdir(folder)
        return {f"{folder}/{name}" for name in names}.union(*(walk(f"{folder}/{sub}") for sub in folders))

    return walk("evidence") if default_storage.exists("evidence") else set()


# -- sending ------------------------------------------------------------------------------------------------------
def test_several_files_are_kept_with_type_size_and_hash(clerk: Client, writing: Writing) -> None:
    content = files.picture()

    page = send(
        clerk, writing, (content, "Ảnh bếp ăn.jpeg"), (files.pdf(), "Biên bản.pdf"), (files.excel(), "Biểu.xlsx")
    )

    assert page.status_code == 302
    rows = Evidence.objects.order_by("pk")
    assert [(row.name, row.type) for row in rows] == [
        ("Ảnh bếp ăn.jpeg", "jpg"),
        ("Biên bản.pdf", "pdf"),
        ("Biểu.xlsx", "xlsx"),
    ]
    assert rows[0].sha256 == hashlib.sha256(content).hexdigest()
    assert rows[0].size == len(content)
    assert rows[0].uploaded_by == writing.people["clerk"]
    assert rows[0].file.read() == content
    rows[0].file.close()
    assert stored() == {row.file.name for row in rows}


def test_stored_name_tells_nothing_about_school_or_file(writing: Writing) -> None:
    attach(writing, (files.pdf(), "../../Danh sách học sinh.pdf"))

    row = Evidence.objects.get()
    assert row.name == "Danh sách học sinh.pdf"
    assert re.fullmatch(r"evidence/\d{4}/\d\d/[0-9a-f]{32}\.pdf", row.file.name)


def test_first_file_starts_the_report(clerk: Client, writing: Writing) -> None:
    send(clerk, writing, (files.pdf(), "a.pdf"))

    submission = Submission.objects.get()
    assert (submission.status, submission.last_edited_by) == ("draft", writing.people["clerk"])
    assert SubmissionEvent.objects.get().action == "save"


def test_all_refusals_are_told_at_once_and_good_files_stay(clerk: Client, writing: Writing, settings: Any) -> None:
    settings.EVIDENCE_MAX_BYTES = 100_000
    page = send(
        clerk,
        writing,
        (files.pdf(), "tốt.pdf"),
        (b"MZ" + b"\0" * 99, "giả danh.pdf"),
        (b"<svg onload=alert(1)>", "ảnh.png"),
        (b"x" * 100_001, "nặng.pdf"),
        (files.pdf(), "tốt lần nữa.pdf"),
        (files.office(word__vbaProject="x"), "<b>macro</b>.docx"),
    )

    assert page.status_code == 422
    refused = {refusal.name: refusal.message for refusal in page.context["result"].refused}
    assert list(refused) == ["giả danh.pdf", "ảnh.png", "nặng.pdf", "b_.docx", "tốt lần nữa.pdf"]
    assert "“tốt.pdf”" in refused["tốt lần nữa.pdf"]
    assert "tối đa 98 KB" in refused["nặng.pdf"]
    body = page.content.decode()
    assert all(f"<b>{name}</b>" in body for name in refused)
    assert [row.name for row in Evidence.objects.all()] == ["tốt.pdf"]


def test_script_gets_a_short_account_with_the_new_list(clerk: Client, writing: Writing) -> None:
    good = send(clerk, writing, (files.pdf(), "tốt.pdf"), Accept="application/json")
    bad = send(clerk, writing, (b"", "rỗng.pdf"), (b"MZ", "xấu.pdf"), Accept="application/json")

    assert (good.status_code, good.json()["taken"]) == (200, ["tốt.pdf"])
    assert "tốt.pdf" in good.json()["list"]
    assert bad.status_code == 422
    assert [refusal["name"] for refusal in bad.json()["refused"]] == ["rỗng.pdf", "xấu.pdf"]


def test_refused_files_start_no_report(clerk: Client, writing: Writing) -> None:
    send(clerk, writing, (b"MZ", "xấu.pdf"))

    assert Submission.objects.get().status == "not_started"
    assert stored() == set()


def test_section_takes_no_more_than_its_number(writing: Writing, settings: Any) -> None:
    settings.EVIDENCE_MAX_FILES = 2
    result = attach(writing, *((files.pdf(str(n)), f"{n}.pdf") for n in range(3)))

    assert result.taken == ["0.pdf", "1.pdf"]
    assert "đủ 2 tệp" in result.refused[0].message
    assert attach(writing, (files.pdf("x"), "x.pdf"), section=writing.sections["requests"]).taken == ["x.pdf"]


@pytest.mark.parametrize("section", ["", "x", "0", "999999", "٣", "9" * 30])
def test_section_of_another_plan_is_refused(clerk: Client, writing: Writing, section: str) -> None:
    other = OutlineSectionFactory()
    for value in (section, str(other.pk)):
        url = reverse("evidence_add", args=[writing.submission.pk])
        page = clerk.post(url, {"section": value, "files": files.upload(files.pdf(), "a.pdf")})
        assert page.status_code == 422
    assert not Evidence.objects.exists()


def test_request_beyond_all_limits_is_cut_off_unread(clerk: Client, writing: Writing, settings: Any) -> None:
    settings.EVIDENCE_MAX_BYTES = settings.EVIDENCE_MAX_FILES = 1

    page = send(clerk, writing, (b"x" * (1024 * 1024 + 1), "nặng.pdf"))

    assert page.status_code == 400


def test_sent_report_takes_no_files(clerk: Client, writing: Writing) -> None:
    attach(writing, (files.pdf(), "a.pdf"))
    submit(writing)
    url = reverse("evidence_remove", args=[Evidence.objects.get().pk])

    assert send(clerk, writing, (files.pdf("b"), "b.pdf")).status_code == 302
    assert send(clerk, writing, (files.pdf("b"), "b.pdf"), Accept="application/json").status_code == 409
    assert clerk.post(url).status_code == 302
    assert [row.name for row in Evidence.objects.attached()] == ["a.pdf"]


def test_upload_that_loses_a_race_leaves_no_file(writing: Writing) -> None:
    stale = Submission.objects.get()
    Submission.objects.update(status="draft")

    with pytest.raises(Conflict):
        attaching.attach_files(
            submission=stale,
            by=writing.people["clerk"],
            section=writing.text,
            files=[files.upload(files.pdf(), "a.pdf")],
        )
    assert stored() == set()
    assert not Evidence.objects.exists()


# -- taking off ---------------------------------------------------------------------------------------------------
def test_removed_file_is_gone_after_the_commit(
    clerk: Client, writing: Writing, django_capture_on_commit_callbacks: Execute
) -> None:
    attach(writing, (files.pdf(), "a.pdf"))
    url = reverse("evidence_remove", args=[Evidence.objects.get().pk])

    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(url)
        assert len(stored()) == 1, "not before the commit"
    assert stored() == set()
    assert not Evidence.objects.exists()


def test_file_of_a_sent_version_stays_for_that_version(
    clerk: Client, writing: Writing, django_capture_on_commit_callbacks: Execute
) -> None:
    attach(writing, (files.pdf(), "a.pdf"))
    submit(writing)
    give_back(writing)
    row = Evidence.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk.post(reverse("evidence_remove", args=[row.pk]), headers={"Accept": "application/json"})

    assert "a.pdf" not in answer.json()["list"]
    assert stored() == {row.file.name}
    assert load_sheet(Submission.objects.get()).sections[0].evidence == []
    file = clerk.get(reverse("evidence_file", args=[row.pk]))
    assert file.getvalue() == files.pdf()
    assert attach(writing, (files.pdf(), "lại.pdf")).taken == ["lại.pdf"]
    assert [(again.pk, again.name) for again in Evidence.objects.attached()] == [(row.pk, "lại.pdf")]


def test_file_outlives_a_rollback_with_its_row(writing: Writing, django_capture_on_commit_callbacks: Execute) -> None:
    attach(writing, (files.pdf(), "a.pdf"))

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        Evidence.objects.all().delete()
        transaction.set_rollback(True)

    assert len(stored()) == Evidence.objects.count() == 1


# -- with the report ----------------------------------------------------------------------------------------------
def test_evidence_is_frozen_with_the_report(writing: Writing) -> None:
    attach(writing, (files.pdf(), "a.pdf"))
    submit(writing)

    row = Evidence.objects.get()
    assert SubmissionVersion.objects.get().content["evidence"] == [
        {"section": "I", "name": "a.pdf", "type": "pdf", "size": row.size, "sha256": row.sha256}
    ]


def test_section_that_needs_evidence_is_an_error_and_not_full_without_it(writing: Writing) -> None:
    OutlineSection.objects.filter(pk=writing.text.pk).update(needs_evidence=True)
    fresh = Submission.objects.select_related("organisation__school", "period__plan").get(pk=writing.submission.pk)
    sheet = editing.save_report(submission=fresh, by=writing.people["clerk"], changes=writing.complete())

    issues = [issue for issue in check_sheet(sheet) if issue.is_error]
    assert [(issue.section, issue.field) for issue in issues] == [("I", f"evidence-{writing.text.pk}")]
    assert Submission.objects.get().filled_percent == 80
    assert sheet.progress_of(sheet.sections[0]) == (1, 2)

    attach(writing, (files.pdf(), "a.pdf"))

    assert check_sheet(load_sheet(fresh)) == []
    assert Submission.objects.get().filled_percent == 100


def test_removing_is_for_reports_being_written(writing: Writing) -> None:
    row = EvidenceFactory(submission=SubmissionFactory(accepted=True))

    with pytest.raises(TransitionNotAllowed):
        attaching.remove_evidence(evidence=row, by=writing.people["clerk"])
    assert Evidence.objects.attached().filter(pk=row.pk).exists()
