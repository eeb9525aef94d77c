"""A report as pages: sizes, numbers and what stays together, read back from the bytes."""

import pytest

from reports.documents.paper import build_paper
from reports.models import SectionEntry
from tests.factories import IndicatorValueFactory, PlanIndicatorFactory
from tests.reports.papers import a_report, printed

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


def test_pages_keep_the_figures_of_the_decree() -> None:
    report = a_report()
    SectionEntry.objects.filter(submission=report, section__code="III").update(text="Giữ vững kết quả. " * 250)
    with printed(build_paper(report)) as pdf:
        pages = pdf.pages
        first = pages[0].extract_text()
        numbers = [[word for word in page.extract_words() if word["bottom"] / MM < 20] for page in pages]
        inside = [word for page in pages for word in page.extract_words() if word["top"] / MM >= 19]
        fonts = {char["fontname"].split("+")[1] for page in pages for char in page.chars}

        assert {(round(page.width / MM), round(page.height / MM)) for page in pages} == {(210, 297)}
        assert len(pages) >= 4
        assert [[word["text"] for word in top] for top in numbers[:3]] == [[], ["2"], ["3"]]
        assert [word["text"] for word in numbers[-1]] == ["1"]
        assert min(word["x0"] for word in inside) / MM >= 29.9
        assert max(word["x1"] for word in inside) / MM <= 195.6
        assert all(font.startswith(("Liberation-Serif", "Times")) for font in fonts)
        lines = first.splitlines()
        assert lines[:2] == [
            "CƠ QUAN GIÁO DỤC NƠI ẤY CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "TRƯỜNG MẦM NON CẨM VŨ Độc lập - Tự do - Hạnh phúc",
        ]
        assert "Số: /BC-MNCV Cẩm Vũ, ngày tháng năm 2018" in " ".join(lines[2].split())
        assert "Kính gửi: Cơ quan Giáo dục Nơi Ấy." in first
        last = pages[-2].extract_text()
        assert "./." in last
        assert "HIỆU TRƯỞNG" in last
        assert "Nguyễn Thị Hiệu" in last


def test_head_of_the_grid_is_repeated() -> None:
    report = a_report()
    for _ in range(45):
        IndicatorValueFactory(submission=report, plan_indicator=PlanIndicatorFactory(plan=report.period.plan))
    with printed(build_paper(report)) as pdf:
        grids = [page.extract_tables()[0] for page in pdf.pages if "Chỉ tiêu ĐVT" in page.extract_text()]

    assert len(grids) >= 2
    assert all(
        [cell.replace("\n", " ") for cell in grid[0][:4]] == ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"] for grid in grids
    )
    assert [row[0] for grid in grids for row in grid[1:]] == [str(n) for n in range(1, 50)]


@pytest.mark.parametrize("filling", range(0, 60, 10))
def test_signature_is_never_torn_from_the_last_lines(filling: int) -> None:
    report = a_report(accepted=True)
    report.indicator_values.all().delete()
    SectionEntry.objects.filter(submission=report, section__code="III").update(text="Một dòng.\n" * filling)
    with printed(build_paper(report)) as pdf:
        (signed,) = [text for page in pdf.pages if "Nguyễn Thị Hiệu" in (text := page.extract_text())]

    assert "Trên đây là báo cáo" in signed
    assert "./." in signed
    assert "Nơi nhận:" in signed


def test_every_page_of_a_draft_says_so() -> None:
    with printed(build_paper(a_report(draft=True))) as draft, printed(build_paper(a_report())) as final:
        marks = [[w["text"] for w in page.extract_words() if w["bottom"] / MM < 20] for page in draft.pages]
        boxed = draft.pages[0].crop((0, 20 * MM, 210 * MM, 297 * MM)).extract_text()
        clean = "".join(page.extract_text() for page in final.pages)

    assert all(mark[-2:] == ["BẢN", "NHÁP"] for mark in marks)
    assert "BẢN NHÁP" in boxed
    assert "NHÁP" not in clean


def test_long_remarks_turn_the_sheet() -> None:
    report = a_report()
    report.indicator_values.filter(note="").update(
        justification="Trường tách lớp giữa năm học nên số trẻ giảm so kỳ trước"
    )
    document = build_paper(report)

    with printed(document) as pdf:
        sizes = [(round(page.width / MM), round(page.height / MM)) for page in pdf.pages]
        wide = pdf.pages[-1].extract_words()

    assert document.appendices[0].is_wide
    assert sum(column.width for column in document.appendices[0].blocks[0].columns) == 100
    assert sizes == [(210, 297)] * (len(sizes) - 1) + [(297, 210)]
    assert min(word["x0"] for word in wide) / MM >= 29.9
    assert [word["text"] for word in wide if word["bottom"] / MM < 20] == ["1"]
