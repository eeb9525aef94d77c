"""Files that are no workbooks or mean harm: each its own sentence, before anything parses them; and a fuzz run."""

import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reports.models import IndicatorValue, SectionEntry, Submission, TaskEntry
from schools.workbooks.safety import WorkbookRefused, inspect
from schools.workbooks.texts import plain_text, safe_text
from tests.reports.conftest import Writing
from tests.reports.workbook_files import FIGURES, LIMIT, edited, made, part, repacked

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"


@pytest.fixture
def good(writing: Writing) -> bytes:
    return edited(made(writing.submission), (FIGURES, "F9", 5))


def with_doctype(data: bytes) -> bytes:
    declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
    return repacked(data, {SHEET: part(data, SHEET).replace("<worksheet", declared, 1).encode()})


def with_hidden_doctype(data: bytes) -> bytes:
    """In UTF-16, where a search for the bytes of `<!DOCTYPE` finds nothing."""
    text = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]>{part(data, SHEET)}'
    return repacked(data, {SHEET: text.encode("utf-16")})


def with_many_laughs(data: bytes) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    return repacked(data, {"xl/sharedStrings.xml": f"<!DOCTYPE sst [{entities}]><sst>&a8;</sst>".encode()})


def encrypted_entry(data: bytes) -> bytes:
    """The flag of a password in both headers of the first entry."""
    spoiled = bytearray(data)
    spoiled[6] |= 1
    spoiled[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(spoiled)


def another_compression(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return buffer.getvalue()


def twice(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    return buffer.getvalue()


def other_package(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(TYPES, "<Types/>")
        archive.writestr(name, "<x/>")
    return buffer.getvalue()


def types_with_macros(data: bytes) -> bytes:
    plain = "spreadsheetml.sheet.main+xml"
    changed = part(data, TYPES).replace(
        f"openxmlformats-officedocument.{plain}", "ms-excel.sheet.macroEnabled.main+xml"
    )
    return repacked(data, {TYPES: changed.encode()})


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "Tệp rỗng"),
    "too large": (lambda data: data + b"\0" * LIMIT, "Tệp quá lớn: tối đa 5 MB"),
    "old xls": (lambda data: OLE + b"\0" * 600, "định dạng cũ .xls"),
    "older xls": (lambda data: b"\x09\x08\x10\x00" + b"\0" * 600, "định dạng cũ .xls"),
    "password": (lambda data: OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "password in the archive": (encrypted_entry, "mật khẩu"),
    "renamed exe": (lambda data: b"MZ\x90\x00" + b"\0" * 600, "chương trình máy tính"),
    "text": (lambda data: b"TT;Ch\xe1\xbb\x89 ti\xc3\xaau", "không phải biểu Excel"),
    "word": (lambda data: other_package("word/document.xml"), "không phải biểu Excel"),
    "binary workbook": (lambda data: other_package("xl/workbook.bin"), ".xlsb"),
    "macros": (lambda data: repacked(data, {"xl/vbaProject.bin": b"x"}), "macro"),
    "macros of the content type": (types_with_macros, "macro"),
    "macro sheet": (lambda data: repacked(data, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macro"),
    "external link": (lambda data: repacked(data, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "liên kết"),
    "connection": (lambda data: repacked(data, {"xl/connections.xml": b"<x/>"}), "liên kết"),
    "external entity": (with_doctype, "thực thể XML"),
    "entity in UTF-16": (with_hidden_doctype, "thực thể XML"),
    "billion laughs": (with_many_laughs, "thực thể XML"),
    "bomb": (lambda data: repacked(data, {"xl/media/a.bin": b"\0" * 25_000_000}), "nén bất thường"),
    "dense bomb": (lambda data: repacked(data, {SHEET: b"\0" * 10_000_000}), "nén bất thường"),
    "many entries": (lambda data: repacked(data, {f"x/{n}.bin": b"" for n in range(201)}), "nén bất thường"),
    "truncated": (lambda data: data[: len(data) // 2], "bị hỏng"),
    "not XML": (lambda data: repacked(data, {SHEET: b"<worksheet"}), "bị hỏng"),
    "nested": (lambda data: repacked(data, {SHEET: b"<a>" * 5000 + b"</a>" * 5000}), "bị hỏng"),
    "LZMA": (another_compression, "bị hỏng"),
    "part twice": (twice, "bị hỏng"),
    "no sheets": (lambda data: repacked(data, {"xl/workbook.xml": b"<workbook/>"}), "không phải biểu tải từ cổng"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_gets_its_own_sentence(name: str, good: bytes, writing: Writing, login_as: Callable) -> None:
    spoil, words = HOSTILE[name]
    client = login_as(writing.people["clerk"])

    page = upload(client, writing, spoil(good))

    assert page.status_code == 422
    (message,) = page.context["refusals"]
    assert words in message
    assert message in page.content.decode()
    nothing_stored()


def test_the_limit_of_size_comes_from_the_settings(
    good: bytes, settings: Any, writing: Writing, login_as: Callable
) -> None:
    settings.WORKBOOK_MAX_BYTES = 1024 * 1024
    page = upload(login_as(writing.people["clerk"]), writing, good + b"\0" * 1024 * 1024)

    assert page.context["refusals"] == ["Tệp quá lớn: tối đa 1 MB. Bỏ hình ảnh dán trong tệp."]


def test_web_addresses_in_texts_are_no_external_links(good: bytes) -> None:
    """Excel makes a link of every typed address and notes it as an external relation."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="mailto:a@example.vn" TargetMode="External"/></Relationships>'
    )
    linked = repacked(good, {"xl/worksheets/_rels/sheet1.xml.rels": rels.encode()})

    assert inspect(linked, most_bytes=LIMIT) is None, "accepted: nothing raised"


# -- text -----------------------------------------------------------------------------------------------------------
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80))
def test_safe_text_is_a_string_that_reads_back(text: str) -> None:
    cell = safe_text(Workbook().active["A1"], text)

    assert plain_text(cell.value or "") == text
    assert cell.data_type == ("s" if text else "n")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("value", "text"), [("a_x0000_b", "ab"), ("a_xD800_b", "ab"), ("_x000D_", "\r"), ("_x5F_", "_x5F_")]
)
def test_escapes_bring_nothing_a_database_refuses(value: str, text: str) -> None:
    assert plain_text(value) == text


# -- fuzz -----------------------------------------------------------------------------------------------------------
def upload(client: Client, writing: Writing, data: bytes) -> Any:
    file = io.BytesIO(data)
    file.name = "bieu.xlsx"
    return client.post(reverse("submission_upload", args=[writing.submission.pk]), {"workbook": file})


def nothing_stored() -> None:
    assert Submission.objects.values_list("status", "edit_version").get() == ("not_started", 0)
    assert not IndicatorValue.objects.exists()
    assert not SectionEntry.objects.exists()
    assert not TaskEntry.objects.exists()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One of the ways a file gets damaged: cut, bytes flipped, or one part of the archive garbled but well packed."""
    way = chance.randrange(4)
    if way == 0:
        return data[: chance.randrange(len(data))]
    if way == 1:
        spoiled = bytearray(data)
        for _ in range(chance.randrange(1, 20)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        return bytes(spoiled)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = chance.choice(archive.namelist())
        content = archive.read(name).decode()
    if way == 2:
        return repacked(data, {name: None})
    tokens = [
        '"',
        "<",
        ">",
        "/>",
        "9" * 30,
        "-1",
        "",
        't="s"',
        't="e"',
        't="d"',
        "<f>1</f>",
        "\u0000",
        "&#0;",
        's="9999"',
    ]
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(content))
        content = content[:at] + chance.choice(tokens) + content[at + chance.randrange(8) :]
    return repacked(data, {name: content.encode()})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=400),
        st.sampled_from([b"PK\x03\x04", OLE, b"PK\x05\x06", b"MZ"]).flatmap(lambda head: st.binary().map(head.__add__)),
        st.integers(min_value=0, max_value=2**32),
    )
)
def test_any_upload_is_answered_and_stores_nothing(
    good: bytes, writing: Writing, login_as: Callable, what: bytes | int
) -> None:
    data = mutated(good, random.Random(what)) if isinstance(what, int) else what

    page = upload(login_as(writing.people["clerk"]), writing, data)

    assert page.status_code in (200, 422)
    nothing_stored()


@pytest.mark.parametrize("seed", range(30))
def test_mutated_workbook_is_refused_or_read_but_never_crashes(
    good: bytes, writing: Writing, login_as: Callable, seed: int
) -> None:
    page = upload(login_as(writing.people["clerk"]), writing, mutated(good, random.Random(seed)))

    assert page.status_code in (200, 422)
    nothing_stored()


def test_refusal_carries_every_reason() -> None:
    assert WorkbookRefused("Một.", "Hai.").messages == ["Một.", "Hai."]
