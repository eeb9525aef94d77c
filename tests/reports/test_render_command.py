"""`render_summary` writes the latest summary of a period without queue and web."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.documents.xlsx import FIRST_SHEET
from reports.models import SummaryFile, SummaryReport
from tests.factories import SubmissionFactory, SummarySectionFactory
from tests.reports.lives import begin

pytestmark = pytest.mark.django_db


def written(period: int, target: Path, **options: Any) -> str:
    said = io.StringIO()
    call_command("render_summary", period=period, out=target, stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize(("file_format", "first"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_each_format_is_written_whole(tmp_path: Path, file_format: str, first: bytes) -> None:
    period = SubmissionFactory(accepted=True).period
    target = tmp_path / f"summary.{file_format}"
    target.write_bytes(b"the file before")

    said = written(period.pk, target, format=file_format)

    assert target.read_bytes().startswith(first)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert said.startswith(f"{target}: dự thảo, ")
    assert said.endswith(f"{target.stat().st_size} byte\n")
    assert not SummaryReport.objects.exists()
    assert not SummaryFile.objects.exists()


def test_draft_has_its_edited_sections_and_its_mark(tmp_path: Path) -> None:
    summary = begin().summary
    SummarySectionFactory(summary=summary, text="Lời mở đầu của chuyên viên.")
    target = tmp_path / "summary.docx"

    written(summary.period_id, target, format="docx")

    word = docx.Document(str(target))
    assert "Lời mở đầu của chuyên viên." in [paragraph.text for paragraph in word.paragraphs]
    assert "BẢN NHÁP" in word.sections[0].first_page_header.paragraphs[0].text


def test_published_summary_is_written_as_it_was_frozen(tmp_path: Path) -> None:
    life = begin()
    life.published(number=17)
    SubmissionFactory(period=life.summary.period, submitted=True)
    target = tmp_path / "summary.xlsx"

    said = written(life.summary.period_id, target, format="xlsx")

    first = openpyxl.load_workbook(target)[FIRST_SHEET]
    head = {row[0].value: row[1].value for row in first.iter_rows(min_row=3) if row[0].value}
    assert str(head["Số, ký hiệu"]).startswith("Số: 17/")
    assert head["Mã xác thực"]
    assert "phát hành" in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": 0}, "Không có kỳ báo cáo số 0."),
        ({"out": Path("nowhere") / "x.pdf"}, "Không có thư mục nowhere."),
        ({"format": "zip"}, "invalid choice: 'zip'"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    options = {"period": SubmissionFactory().period_id, "out": tmp_path / "x.pdf", "format": "pdf"} | change
    arguments = [f"--{name}={value}" for name, value in options.items()]

    with pytest.raises(CommandError, match=message):
        call_command("render_summary", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="là thư mục; ghi cả tên tệp"):
        written(SubmissionFactory().period_id, tmp_path)


def test_failure_to_write_keeps_the_file_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "summary.docx"
    target.write_bytes(b"the file before")

    def full(self: Path, to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(CommandError, match="Không ghi được tệp"):
        written(SubmissionFactory(accepted=True).period_id, target, format="docx")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(target.name, b"the file before")]
