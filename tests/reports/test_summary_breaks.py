"""Where pages of a summary end: whatever the length, nothing is torn apart that belongs together (domain reference
§1.2). The text grows line by line, so that the end of the first page comes to lie everywhere."""

import dataclasses
from itertools import pairwise
from typing import Any

import pytest

from reports.charts import Chart, Series
from reports.documents.content import Heading, Paragraph
from tests.reports.layouts import LAST, SIGNER, a_summary, an_appendix, grouped_table, lines, printed_pages

HEAD = "TT Nội dung của bảng Kết quả"
# A page holds 23 to 34 lines after and without the letterhead.
LENGTHS = range(32)


def pages_of(length: int, name: str = "state", **changes: Any) -> list[list[str]]:
    return printed_pages(a_summary(name, **{"body": lines(length)} | changes))


def kinds_are_kept(pages: list[list[str]]) -> None:
    """No page of a table ends with its head, its caption or the name of a group, and none begins with the sum."""
    for page in pages:
        assert page[-1] != HEAD
        assert not page[-1].startswith(("Nhóm", "Bảng"))
        rows = page[page.index(HEAD) + 1 :] if HEAD in page else []
        assert not rows or not rows[0].startswith("Cộng"), rows


@pytest.mark.parametrize(
    ("name", "length"), [*(("state", n) for n in LENGTHS), *(("party-05", n) for n in LENGTHS[::4])]
)
def test_heading_group_sum_and_signature_keep_their_company(name: str, length: int) -> None:
    body = (
        *lines(length),
        Heading(1, "I.", "Phần"),
        Heading(2, "1.", "Mục thứ nhất"),
        Paragraph("Lời của mục."),
        grouped_table(5, 2, "Bảng 1. Kết quả"),
        Heading(2, "2.", "Mục thứ hai"),
        grouped_table(1, 2, "Bảng 2. Kết quả"),
    )
    pages = pages_of(length, name, body=body)

    kinds_are_kept(pages)
    assert all(not page[-1].startswith(("I. PHẦN", "1. Mục", "2. Mục")) for page in pages)
    (signed,) = [page for page in pages if SIGNER in page]
    assert any(LAST.split(",")[0] in line for line in signed)
    assert any(line.startswith("Nơi nhận") for line in signed)
    assert any(line.startswith("- Lưu") for line in signed)
    text = [line for page in pages for line in page if line != HEAD]
    assert [line for line in text if line.startswith("Nhóm")] == [*(f"Nhóm {n}" for n in range(1, 6)), "Nhóm 1"]
    assert [line for line in text if line.startswith("Cộng")] == ["Cộng 10", "Cộng 2"]


@pytest.mark.parametrize("rows", range(32, 38))
def test_sum_of_an_appendix_is_never_alone_on_a_page(rows: int) -> None:
    document = a_summary(appendices=(an_appendix("Phụ lục", grouped_table(1, rows)),))
    pages = printed_pages(document)[1:]

    kinds_are_kept(pages)
    assert all(HEAD in page for page in pages)
    assert sum(line.startswith(tuple("123456789")) for page in pages for line in page) == rows


@pytest.mark.parametrize("length", range(9, 27, 3))
def test_chart_stays_whole_and_with_its_caption(length: int) -> None:
    labels = tuple(f"Nơi số {n}" for n in range(1, 11))
    chart = Chart("Biểu đồ 1. Số báo cáo", labels, (Series("Đúng hạn", tuple(range(1, 11))),))
    pages = pages_of(length, body=(*lines(length), Heading(1, "I.", "Phần"), chart))

    (shown,) = [page for page in pages if "Biểu đồ 1. Số báo cáo" in page]
    assert [label for label in labels if f"{label.replace(' ', '')} " not in " ".join(shown)] == []
    assert "I. PHẦN" in shown


@pytest.mark.parametrize("length", range(16, 28, 2))
def test_signature_without_a_last_sentence_keeps_the_last_rows(length: int) -> None:
    document = a_summary(body=(*lines(length), grouped_table(1, 2)), closing="")
    (signed,) = [page for page in printed_pages(document) if SIGNER in page]

    assert any(line.startswith("Cộng") for line in signed)


@pytest.mark.parametrize("length", range(3, 9))
def test_no_line_of_a_paragraph_is_left_alone(length: int) -> None:
    """Two lines at least on either page; five make a break after the second and the third possible."""
    sentence = " ".join(f"chữ{n}" for n in range(60))
    document = dataclasses.replace(a_summary(), body=tuple(Paragraph(sentence) for _ in range(length)))
    pages = printed_pages(document)

    for before, after in pairwise(pages):
        if before[-1].startswith("chữ") and not after[0].startswith("chữ0 "):
            assert not before[-1].startswith("chữ0 ")
            assert after[0].endswith("chữ59") is False


@pytest.mark.parametrize("length", range(17, 23))
def test_line_that_leads_to_others_is_not_parted_from_them(length: int) -> None:
    body = (*lines(length), Paragraph("1. Đối với nơi ấy:"), *lines(1), Paragraph("2. Đối với nơi khác:"), *lines(2))
    pages = pages_of(length, body=body)

    assert len(pages) == 2
    assert not pages[0][-1].endswith(":")
