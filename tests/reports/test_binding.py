"""Papers bound into a book: page numbers, bookmarks, what is spoken, and names of files, read back from the bytes."""

import datetime as dt
import io
import zipfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from plans.models import Plan
from reports.documents.binding import Binder
from reports.documents.contents import Book, Entry, starts
from reports.services.books import Paper, bind, pack
from tests.factories import PlanFactory
from vietnamese.files import LONGEST, file_name

pytestmark = pytest.mark.django_db
FORBIDDEN = set('<>:"/\\|?*')


@cache
def pdf_of(pages: int) -> bytes:
    """A tagged paper whose pages say their own number."""
    body = "".join(f'<p style="break-after:page">Tờ {number}</p>' for number in range(1, pages)) + f"<p>Tờ {pages}</p>"
    return weasyprint.HTML(string=f'<html lang="vi">{body}</html>').write_pdf(pdf_tags=True)


def paper(title: str, pages: int) -> Paper:
    data = pdf_of(pages)
    stored = SimpleNamespace(open=lambda mode: ContentFile(data))
    return Paper(title, SimpleNamespace(file=stored, pages=pages, size=len(data)))  # type: ignore[arg-type]


def book_of(plan: Plan, papers: list[Paper]) -> Book:
    entries = tuple(Entry("", one.title, (), one.file.pages) for one in papers)
    columns: Any = (("Đơn vị", 83, "left"),)
    return Book(plan, dt.date(2018, 6, 12), "TẬP BÁO CÁO", "Kết quả", ("Tập này.",), columns, entries, "hết")


def nothing(percent: int, step: str) -> None:
    """Nobody watches."""


def listed_pages(reader: PdfReader, contents: int) -> list[int]:
    """The last column of the contents, as they are printed."""
    text = "\n".join(page.extract_text() for page in reader.pages[:contents])
    lines = [line.split() for line in text.splitlines() if " Đơn-vị-" in f" {line}"]
    return [int(line[-1]) for line in lines]


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=45))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_contents_name_the_page_on_which_each_paper_begins(tmp_path: Path, sizes: list[int]) -> None:
    papers = [paper(f"Đơn-vị-{number}", pages) for number, pages in enumerate(sizes, 1)]
    path = tmp_path / "book.pdf"

    total = bind(book_of(PlanFactory(), papers), papers, path, nothing)

    reader = PdfReader(path, strict=True)
    contents = total - sum(sizes)
    begins = [number for number, page in enumerate(reader.pages, 1) if "Tờ 1\n" in f"{page.extract_text()}\n"]
    assert len(reader.pages) == total
    assert listed_pages(reader, contents) == begins
    assert [reader.get_destination_page_number(one) + 1 for one in reader.outline] == [1, *begins]  # type: ignore[arg-type]
    assert [one.title for one in reader.outline[1:]] == [f"{n}. Đơn-vị-{n}" for n in range(1, len(sizes) + 1)]  # type: ignore[union-attr]
    assert [f"Trang {n}/{total}" in page.extract_text() for n, page in enumerate(reader.pages, 1)] == [True] * total


def test_contents_of_several_pages_push_the_papers_back() -> None:
    entries = [Entry("", "A", (), 5), Entry("", "B", (), 0), Entry("", "C", (), 3)]

    assert starts(entries, 1) == [2, 7, 7]
    assert starts(entries, 3) == [4, 9, 9]
    assert starts([], 1) == []


def test_structure_of_every_paper_comes_along() -> None:
    target = io.BytesIO()
    binder = Binder(target, title="Tập", pages=5)
    for pages in (2, 3):
        binder.add(io.BytesIO(pdf_of(pages)), f"{pages} trang")
    binder.close()

    root = PdfReader(target, strict=True).root_object
    tree = root["/StructTreeRoot"]
    keys = tree["/ParentTree"]["/Nums"][::2]  # type: ignore[index]
    pages = PdfReader(target).pages

    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "vi")  # type: ignore[index]
    assert len(tree["/K"]) == 2  # type: ignore[index]
    assert list(keys) == sorted(set(keys))
    assert [page["/StructParents"] for page in pages] == [0, 1, 2, 3, 4]
    assert set(keys) >= {0, 1, 2, 3, 4}


def test_what_is_no_pdf_is_refused() -> None:
    binder = Binder(io.BytesIO(), title="Tập", pages=1)

    with pytest.raises(ValueError, match="hỏng"):
        binder.add(io.BytesIO(b"%PDF-1.7 broken"), "hỏng")


def test_wrong_number_of_pages_is_noticed(tmp_path: Path) -> None:
    wrong = paper("Đơn-vị-1", 2)
    wrong.file.pages = 3

    with pytest.raises(ValueError, match="3 pages are bound, 4 were expected"):
        bind(book_of(PlanFactory(), [wrong]), [wrong], tmp_path / "book.pdf", nothing)


@given(
    titles=st.lists(
        st.one_of(st.just("MN Cẩm Vũ"), st.just("TH A/B: khu 2"), st.text(max_size=200)), min_size=1, max_size=12
    )
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_names_in_the_zip_are_unique_and_every_system_keeps_them(tmp_path: Path, titles: list[str]) -> None:
    papers = [paper(title, 1) for title in titles]
    path = tmp_path / "book.zip"

    pages = pack(book_of(PlanFactory(), [paper("Đơn-vị", 1) for _ in titles]), papers, path, nothing)

    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        names = [info.filename for info in infos]
    assert pages == 1 + len(titles)
    assert names[0] == "00 - Mục lục.pdf"
    assert len({name.casefold() for name in names}) == len(titles) + 1
    assert [name[:4] for name in names[1:]] == [f"{number:02d} - "[:4] for number in range(1, len(titles) + 1)]
    assert not any(FORBIDDEN & set(name) or min(map(ord, name)) < 32 for name in names)
    assert all(name.endswith(".pdf") and len(name) <= LONGEST and name[-5] not in ". " for name in names)
    assert all(info.flag_bits & 0x800 for info in infos if not info.filename.isascii())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("01 - MN Cẩm Vũ.pdf", "01 - MN Cẩm Vũ.pdf"),
        ("01 - TH A/B: khu 2.pdf", "01 - TH A-B- khu 2.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Tên  có\tkhoảng trắng .pdf", "Tên có-khoảng trắng.pdf"),
        ("Không đuôi", "Không đuôi"),
        ("...", "tệp"),
    ],
)
def test_file_names(name: str, kept: str) -> None:
    assert file_name(name) == kept
