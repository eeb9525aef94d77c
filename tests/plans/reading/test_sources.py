"""Files of every accepted kind give the same lines; others are refused with a reason."""

import codecs
import unicodedata

import pytest

from plans.reading.found import Section
from plans.reading.proposing import propose
from plans.reading.sources import MOST_BYTES, SourceRefused, read_source
from tests.plans.reading.office_files import (
    archive,
    bare_word,
    define_list,
    listed,
    opendocument,
    two_columns,
    word,
)
from vietnamese.letters import TONES

LIST_STYLE = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>"""


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_source(data) if line.text]


def titles(sections: list[Section]) -> list[tuple]:
    return [(s.label, s.title, [b.text for b in s.bullets], titles(s.children)) for s in sections]


# -- text ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_text_in_every_unicode_form(mark: bytes, encoding: str) -> None:
    text = "KẾ HOẠCH\r\nNâng cao chất lượng giáo dục năm 2024\r\n"

    assert texts(mark + text.encode(encoding)) == ["KẾ HOẠCH", "Nâng cao chất lượng giáo dục năm 2024"]


def test_eight_bit_vietnamese_text() -> None:
    text = "Trường học tổ chức kiểm tra, đánh giá chất lượng giáo dục"
    data = b"".join(_windows_1258(letter) for letter in text)

    assert texts(data) == [text]


def _windows_1258(letter: str) -> bytes:
    """Windows sets the tone behind the letter."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES), "")
    base = unicodedata.normalize("NFC", marks.replace(tone, "")) if tone else letter
    return (base + tone).encode("cp1258")


def test_tcvn3_bytes_are_reported() -> None:
    data = "KÕ ho¹ch n¨m häc cña tr\u00adêng tiÓu häc CÈm Giµng".encode("latin-1")

    assert any("TCVN3" in warning for warning in propose(read_source(data)).warnings)


# -- Word ---------------------------------------------------------------------------------------------------------
def plan_in_word(document) -> None:
    two_columns(
        document,
        ["UBND TỈNH MINH CHÂU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 15/KH-SGDĐT"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Minh Châu, ngày 05 tháng 02 năm 2024"],
    )
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Nâng cao chất lượng giáo dục năm 2024")
    document.add_paragraph("Căn cứ Quyết định số 12/QĐ-UBND ngày 03/01/2024 của UBND tỉnh;")
    number = define_list(document, [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("bullet", "-")])
    listed(document, number, 0, "MỤC TIÊU")
    listed(document, number, 3, "Đạt 80% trở lên.")
    listed(document, number, 0, "NHIỆM VỤ")
    listed(document, number, 1, "Dạy học")
    listed(document, number, 2, "Tiểu học")
    listed(document, number, 2, "Mầm non")
    listed(document, number, 1, "Kiểm tra")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[1].cells, ("1", "Trường đạt chuẩn", "8 trường"), strict=True):
        cell.text = text
    document.add_paragraph("Báo cáo trước ngày 10/3/2024./.")
    two_columns(
        document,
        ["Nơi nhận:", "- UBND tỉnh (để b/c);", "- Lưu: VT."],
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Trần Văn Bình"],
    )


def test_word_file_with_tables_and_computed_labels() -> None:
    proposal = propose(read_source(word(plan_in_word)))

    assert proposal.issuer
    assert proposal.superior
    assert proposal.number
    assert proposal.issued_on
    assert (proposal.issuer.value, proposal.superior.value) == ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "UBND TỈNH MINH CHÂU")
    assert (proposal.number.value, proposal.issued_on.value.isoformat()) == ("15", "2024-02-05")
    assert titles(proposal.sections) == [
        ("I", "MỤC TIÊU", ["Đạt 80% trở lên."], []),
        (
            "II",
            "NHIỆM VỤ",
            [],
            [
                ("1", "Dạy học", [], [("1.1", "Tiểu học", [], []), ("1.2", "Mầm non", [], [])]),
                ("2", "Kiểm tra", [], []),
            ],
        ),
    ]
    assert "1 | Trường đạt chuẩn | 8 trường" in (proposal.sections[1].children[1].text or "")
    assert [found.name for found in proposal.recipients] == ["UBND tỉnh", "VT"]
    assert proposal.signer
    assert (proposal.signer.capacity, proposal.signer.name) == ("KT. GIÁM ĐỐC", "Trần Văn Bình")


def test_word_file_with_changes_shows_the_text_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Đạt </w:t></w:r><w:ins><w:r><w:t>80%</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>70%</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>trong ô</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t></w:r></w:p>"
    )

    assert texts(bare_word(body)) == ["Đạt 80%", "trong ô", "một", "hai\tba"]


# -- OpenDocument -------------------------------------------------------------------------------------------------
def test_opendocument_with_lists_spaces_and_notes() -> None:
    body = (
        "<text:p>KẾ<text:s/>HOẠCH<text:note><text:note-body><text:p>chú thích</text:p></text:note-body></text:note>"
        "</text:p>"
        "<text:p>Năm <text:span>học</text:span> mới</text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>MỤC TIÊU</text:p></text:list-item>'
        "<text:list-item><text:p>NHIỆM VỤ</text:p><text:list><text:list-item><text:p>Dạy học</text:p>"
        "<text:list><text:list-item><text:p>Đổi mới</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>Kiểm tra</text:p></text:list-item></text:list></text:list-item></text:list>"
    )

    assert texts(opendocument(body, LIST_STYLE)) == [
        "KẾ HOẠCH",
        "Năm học mới",
        "I. MỤC TIÊU",
        "II. NHIỆM VỤ",
        "1. Dạy học",
        "- Đổi mới",
        "2. Kiểm tra",
    ]


CAPS = "<w:rPr><w:caps/></w:rPr>"


def test_text_shown_in_capitals_is_read_in_capitals() -> None:
    styled = '<style:style style:name="U"><style:text-properties fo:text-transform="uppercase"/></style:style>'
    span = '<text:p>Kế <text:span text:style-name="U">hoạch</text:span> năm</text:p>'

    assert texts(bare_word(f"<w:p><w:r>{CAPS}<w:t>Kế hoạch</w:t></w:r><w:r><w:t> năm</w:t></w:r></w:p>")) == [
        "KẾ HOẠCH năm"
    ]
    assert texts(opendocument(span, styled)) == ["Kế HOẠCH năm"]


def test_opendocument_does_not_unfold_counted_spaces() -> None:
    assert len(texts(opendocument('<text:p>a<text:s text:c="999999999"/>b</text:p>'))[0]) < 100


# -- refusals -----------------------------------------------------------------------------------------------------
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
NESTED = "<w:p>" * 5000 + "</w:p>" * 5000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "rỗng"),
        (b" \n ", "rỗng"),
        (b"x" * (MOST_BYTES + 1), "quá lớn"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"MZ\x90\x00", "chương trình"),
        (bytes(range(256)) * 20, "không phải văn bản"),
        (b"PK\x03\x04 broken", "hỏng"),
        (archive({"a.txt": "x"}), "không phải văn bản Word"),
        (archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "bảng tính"),
        (bare_word("<w:p><w:r>"), "hỏng"),
        (bare_word("<w:p/>"), "không có chữ"),
        (bare_word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", ENTITIES), "DTD"),
        (bare_word(NESTED), "hỏng"),
        (bare_word("<w:p/>").replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"), "mật khẩu"),
        (bare_word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" + " " * 20_000_000), "bất thường"),
        (bare_word("<w:p><w:r><w:t>chữ </w:t></w:r></w:p>" * 20_000), "quá dài"),
        (("chữ " * 200_000).encode(), "quá dài"),
        (opendocument("<text:p>x").replace(b"PK\x05\x06", b"PK\x05\x07"), "hỏng"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceRefused, match=reason):
        read_source(data)


def test_word_file_cut_short_is_refused() -> None:
    whole = word(plan_in_word)

    for length in range(4, len(whole), len(whole) // 12):
        with pytest.raises(SourceRefused):
            read_source(whole[:length])
