"""What files are taken as evidence: judged by content, whatever they are called."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFile

from plans.enums import FileType
from plans.file_names import LONGEST_NAME, shown_name, size_text, stored_name
from plans.file_types import BROKEN, TWO_IN_ONE, FileRefused, detect
from tests.reports import files

DOCTYPE = '<!DOCTYPE t [<!ENTITY a "b">]><Types>&a;</Types>'
VBA = '<Override PartName="/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        detect(io.BytesIO(content))
    return refused.value.message


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), FileType.PDF),
        (files.picture("JPEG"), FileType.JPEG),
        (files.picture("PNG"), FileType.PNG),
        (files.office(), FileType.DOCX),
        (files.excel(), FileType.XLSX),
    ],
)
def test_types_that_are_taken(content: bytes, kind: FileType) -> None:
    assert detect(io.BytesIO(content)) == kind


def test_files_of_real_programs_are_taken() -> None:
    from docx import Document

    stream = io.BytesIO()
    Document().save(stream)

    assert detect(stream) == FileType.DOCX


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng."),
        (b"MZ\x90\x00" + b"\0" * 200, "chương trình máy tính"),
        (b"\x7fELF" + b"\0" * 200, "chương trình máy tính"),
        (b"#!/bin/sh\nrm -rf /", "chương trình máy tính"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b"\xef\xbb\xbf  <!doctype html><script>alert(1)</script>", "trang web"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "mật khẩu"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
        (b"Rar!\x1a\x07\x00", "Tệp nén"),
        ("Nội dung chữ thường".encode(), "không phải PDF"),
        (b"\r\n" + files.pdf(), "không phải PDF"),
        (files.package({"a.txt": "a"}), "Tệp nén"),
        (files.package({"word/document.xml": "<a/>"}), "Tệp nén"),
        (files.office("text/plain"), "Tệp nén"),
    ],
)
def test_strangers_are_told_what_they_are(content: bytes, words: str) -> None:
    assert words in refusal(content)


@pytest.mark.parametrize(
    "content",
    [
        files.pdf()[:-8],
        b"%PDF-",
        files.picture("JPEG", (900, 700))[:-600],
        files.picture("JPEG")[:20],
        files.picture("PNG")[:-20],
        files.picture("PNG")[:40] + b"x" + files.picture("PNG")[41:],
        b"\xff\xd8\xff<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>",
        files.office()[:-30],
        files.package({"[Content_Types].xml": "<Types>", "_rels/.rels": "<a/>"}),
        files.office(types="</Types>"),
        b"PK\x03\x04" + b"\0" * 100,
    ],
)
@pytest.mark.parametrize("tolerant", [False, True])
def test_broken_files_are_named_broken(content: bytes, tolerant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerant)  # as WeasyPrint leaves it

    assert refusal(content) == BROKEN


@pytest.mark.parametrize(
    "content",
    [
        files.picture("JPEG") + files.package({"a.js": "alert(1)"}),
        files.picture("PNG") + files.package({"a.class": "x"}),
        files.pdf() + files.package({"a.exe": "MZ"}) + b"%%EOF startxref",
        files.package({"a.exe": "MZ"}) + files.office(),
    ],
)
def test_two_files_in_one_are_refused(content: bytes) -> None:
    assert refusal(content) == TWO_IN_ONE


@pytest.mark.parametrize(
    "content",
    [
        files.office(word__vbaProject="x"),
        files.office(types=VBA),
        files.office(types=VBA.replace("vba", "VBA")),
        files.office(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        files.office(MACRO_MAIN),
        files.office(files.EXCEL, "xl/workbook.xml", xl__macrosheets="x"),
    ],
)
def test_macros_are_refused_wherever_they_hide(content: bytes) -> None:
    assert "macro" in refusal(content)


def test_table_of_contents_with_entities_is_refused() -> None:
    assert refusal(files.package({"[Content_Types].xml": DOCTYPE, "_rels/.rels": "<a/>"})) == BROKEN


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    content = files.bomb()

    assert len(content) < 400_000
    assert "giải nén" in refusal(content)


def test_bomb_that_lies_about_its_size_is_refused() -> None:
    """The lengths in the directory say 10 bytes; reading stops there and the sum is wrong."""
    honest = files.office(word__media=b"\0" * 5_000_000)
    lying = honest.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert lying != honest
    assert refusal(lying) == BROKEN


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_no_office_program_uses_is_refused(compression: int) -> None:
    with zipfile.ZipFile(io.BytesIO(files.office())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}

    assert refusal(files.package(members, compression)) == BROKEN


def test_package_of_thousands_of_parts_is_refused() -> None:
    assert "giải nén" in refusal(files.office(**{f"word__{n}": "" for n in range(3001)}))


@pytest.mark.parametrize("size", [(9000, 8000), (30000, 30000)])
def test_picture_of_too_many_pixels_is_refused(size: tuple[int, int]) -> None:
    """The larger one is beyond the limit of the image library itself."""
    assert "Ảnh" in refusal(files.huge_png(*size))


SAMPLES = [files.pdf(), files.picture("JPEG"), files.picture("PNG"), files.office(), files.excel()]


@settings(max_examples=150)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=4)), max_size=8))
def test_damaged_files_are_taken_or_refused_and_nothing_else(content: bytes, damage: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(content)
    for place, junk in damage:
        damaged[place % len(content) : place % len(content) + len(junk)] = junk
    try:
        kind = detect(io.BytesIO(bytes(damaged)))
    except FileRefused as refused:
        assert refused.message  # noqa: PT017 - either outcome is right, a third one is not
    else:
        assert kind in FileType


# -- names --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Biên bản kiểm tra.pdf", "Biên bản kiểm tra.pdf"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\Báo cáo.PDF", "Báo cáo.PDF"),
        ("hóa đơn\u202egnp.exe", "hóa đơn gnp.exe.pdf"),
        ("a\r\nb\0c\u200b.pdf", "a b c.pdf"),
        ('quá "nóng"?.pdf', "quá _nóng__.pdf"),
        ("ảnh.png", "ảnh.pdf"),
        ("", "Tệp không tên.pdf"),
        ("..", "Tệp không tên.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("báo cáo quý 1.2018", "báo cáo quý 1.2018.pdf"),
    ],
)
def test_names_keep_their_letters_and_nothing_else(raw: str, name: str) -> None:
    assert stored_name(raw, FileType.PDF) == name


def test_very_long_name_keeps_its_ending() -> None:
    name = stored_name("Báo cáo kết quả thực hiện nhiệm vụ " * 40 + ".docx", FileType.DOCX)

    assert len(name) <= LONGEST_NAME
    assert name.startswith("Báo cáo kết quả")
    assert name.endswith(".docx")


@given(st.text(max_size=300), st.sampled_from(FileType))
def test_every_name_is_safe_and_stays_what_it_is(raw: str, kind: FileType) -> None:
    name = stored_name(raw, kind)

    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not set('/\\<>:"|?*') & set(name)
    assert not name.startswith((".", " "))
    assert stored_name(name, kind) == name
    assert 0 < len(shown_name(raw)) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 KB"), (850_000, "830 KB"), (1_300_000, "1,2 MB"), (10 * 1024 * 1024, "10 MB")]
)
def test_sizes_are_said_for_people(size: int, text: str) -> None:
    assert size_text(size) == text
