"""A letter as pages, read back from the bytes of PDF and Word: where things stand and how large they are."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import time_machine

from reports.documents.letter import build_letter
from tests.factories import OrganisationProfileFactory
from tests.reports.letters import TODAY, a_body, a_letter, a_period, a_school
from tests.reports.papers import opened, printed, words_of_pdf, words_of_word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
MM = 72 / 25.4
CLOSING = "nghiêm túc thực hiện./."


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


def a_document(count: int = 3, note: str = "", **office: str) -> Any:
    period = a_period(**office)
    for number in range(count):
        a_school(period, f"Trường Số {number + 1:02}")
    return build_letter(a_letter(period, note=note))


def lines_of(page: Any) -> list[dict[str, Any]]:
    return page.extract_text_lines(return_chars=True)


def words_at(page: Any, *texts: str) -> list[dict[str, Any]]:
    """The run of words on the page that reads like the texts."""
    words = page.extract_words(extra_attrs=["size", "fontname"])
    for at in range(len(words)):
        if [word["text"] for word in words[at : at + len(texts)]] == list(texts):
            return words[at : at + len(texts)]
    raise AssertionError(f"{texts} not on the page")


def centre(words: list[dict[str, Any]]) -> float:
    return (words[0]["x0"] + words[-1]["x1"]) / 2


# -- page ---------------------------------------------------------------------------------------------------------
def test_sheets_margins_fonts_and_page_numbers() -> None:
    with printed(a_document(59, note="Một dòng của công văn.\n" * 25)) as pdf:
        pages = pdf.pages
        sizes = {(round(page.width / MM), round(page.height / MM)) for page in pages}
        inside = [word for page in pages for word in page.extract_words() if word["top"] / MM >= 19]
        numbers = [[w["text"] for w in page.extract_words() if w["bottom"] / MM < 20] for page in pages]
        fonts = {char["fontname"] for page in pages for char in page.chars}

    assert sizes == {(210, 297)}
    assert min(word["x0"] for word in inside) / MM >= 29.9
    assert max(word["x1"] for word in inside) / MM <= 195.6
    assert max(word["bottom"] for word in inside) / MM <= 277.6
    # No number on the first page; the appendix counts for itself.
    assert numbers == [[], ["2"], ["1"], ["2"]]
    assert all("+" in font and ("Liberation-Serif" in font or "Times" in font) for font in fonts), fonts


# -- head ---------------------------------------------------------------------------------------------------------
def test_subject_stands_under_the_number_and_nothing_takes_the_place_of_a_type() -> None:
    with printed(a_document()) as pdf:
        page = pdf.pages[0]
        text = page.extract_text()
        number, subject = words_at(page, "Số:", "/CQGD-TH"), words_at(page, "V/v", "đôn", "đốc")
        place, issuer = words_at(page, "Nơi", "Ấy,", "ngày"), words_at(page, "CƠ", "QUAN", "GIÁO", "DỤC")
        lines = [line for line in lines_of(page) if line["text"].startswith("V/v")]

    assert "BÁO CÁO" not in text
    assert "CÔNG VĂN" not in text
    # 5c: 12–13 pt, upright, not bold, 6 pt below the number, centred in the same column.
    assert {round(word["size"]) for word in subject} == {12}
    assert all("Bold" not in word["fontname"] and "Italic" not in word["fontname"] for word in subject)
    assert 5 <= subject[0]["top"] - number[0]["bottom"] <= 9
    assert abs((lines[0]["x0"] + lines[0]["x1"]) / 2 - (30 + 165 * 0.21) * MM) < 1.5 * MM
    assert abs(centre(issuer) - centre(number)) < 12 * MM
    assert {round(word["size"]) for word in number} == {13}
    # The place and the blank day stand level with the number.
    assert abs(place[0]["top"] - number[0]["top"]) < 1.5
    assert {round(word["size"]) for word in place} == {13}
    assert all("Italic" in word["fontname"] for word in place)


def test_number_and_day_stay_blank() -> None:
    with printed(a_document()) as pdf:
        number = words_at(pdf.pages[0], "Số:", "/CQGD-TH")
        day = words_at(pdf.pages[0], "ngày", "tháng", "năm", "2018")

    assert number[1]["x0"] - number[0]["x1"] > 8 * MM
    assert all(after["x0"] - before["x1"] > 4 * MM for before, after in pairwise(day[:3]))


def test_sizes_of_the_parts() -> None:
    with printed(a_document()) as pdf:
        page, appendix = pdf.pages
        sizes = {
            "superior": words_at(page, "ỦY", "BAN", "NƠI", "ẤY"),
            "issuer": words_at(page, "CƠ", "QUAN", "GIÁO", "DỤC"),
            "state": words_at(page, "CỘNG", "HÒA", "XÃ", "HỘI"),
            "motto": words_at(page, "Độc", "lập"),
            "addressee": words_at(page, "Kính", "gửi:"),
            "body": words_at(page, "Căn", "cứ"),
            "title": words_at(page, "NGƯỜI", "ĐỨNG", "ĐẦU"),
            "name": words_at(page, "Nguyễn", "Thị", "Minh", "Họa"),
            "label": words_at(page, "Nơi", "nhận:"),
            "recipient": words_at(page, "Như", "trên;"),
            "appendix": words_at(appendix, "Phụ", "lục"),
            "list": words_at(appendix, "DANH", "SÁCH"),
            "reference": words_at(appendix, "(Kèm", "theo"),
        }

    looks = {
        part: (
            round(words[0]["size"]),
            "Bold" in words[0]["fontname"],
            "Italic" in words[0]["fontname"],
        )
        for part, words in sizes.items()
    }
    assert looks == {
        "superior": (12, False, False),
        "issuer": (12, True, False),
        "state": (12, True, False),
        "motto": (13, True, False),
        "addressee": (14, False, False),
        "body": (14, False, False),
        "title": (14, True, False),
        "name": (14, True, False),
        "label": (12, True, True),
        "recipient": (11, False, False),
        "appendix": (14, True, False),
        "list": (14, True, False),
        "reference": (14, False, True),
    }


def test_several_addressees_stand_a_line_each_their_dashes_under_the_colon() -> None:
    period = a_period()
    for _ in range(2):
        a_school(period)
    for name in ("Hội Một", "Hội Hai"):
        a_body(period, name)
    with printed(build_letter(a_letter(period))) as pdf:
        page = pdf.pages[0]
        label = words_at(page, "Kính", "gửi:")[1]
        dashes = [words_at(page, "-", name)[0] for name in ("Hiệu", "Hội")]
        lines = page.extract_text().splitlines()

    start = lines.index("Kính gửi:")
    assert lines[start + 1 : start + 4] == [
        "- Hiệu trưởng các trường (danh sách kèm theo);",
        "- Hội Hai;",
        "- Hội Một.",
    ]
    assert all(abs(dash["x0"] - (label["x1"] - 4)) < 1.5 * MM for dash in dashes)


# -- ending -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lines", range(8, 21, 3))
def test_signature_is_never_torn_from_the_last_lines(lines: int) -> None:
    with printed(a_document(note="Một dòng của công văn.\n" * lines)) as pdf:
        (signed,) = [text for page in pdf.pages if "Nguyễn Thị Minh Họa" in (text := page.extract_text())]

    assert CLOSING in signed
    assert "NGƯỜI ĐỨNG ĐẦU" in signed
    assert "- Lưu: VT, TH." in signed


def test_recipients_stand_left_of_the_signature() -> None:
    with printed(a_document(signing_capacity="KT. NGƯỜI ĐỨNG ĐẦU", head_title="Phó người đứng đầu")) as pdf:
        page = pdf.pages[0]
        label, capacity = words_at(page, "Nơi", "nhận:"), words_at(page, "KT.", "NGƯỜI", "ĐỨNG", "ĐẦU")
        title, name = words_at(page, "PHÓ", "NGƯỜI", "ĐỨNG", "ĐẦU"), words_at(page, "Nguyễn", "Thị", "Minh", "Họa")

    assert abs(label[0]["top"] - capacity[0]["top"]) < 4
    assert label[0]["x0"] / MM < 31
    assert label[-1]["x1"] < capacity[0]["x0"]
    assert abs(centre(capacity) - centre(title)) < 1
    assert abs(centre(title) - centre(name)) < 1
    assert (name[0]["top"] - title[0]["bottom"]) / MM > 20  # room for signature and seal


# -- appendix -----------------------------------------------------------------------------------------------------
def test_head_of_the_list_is_repeated_and_no_school_is_lost() -> None:
    with printed(a_document(59)) as pdf:
        grids = [page.extract_tables()[0] for page in pdf.pages[1:]]

    def tidy(row: list[str | None]) -> list[str]:
        return [" ".join((cell or "").split()) for cell in row]

    assert len(grids) == 2
    assert all(
        tidy(grid[0]) == ["TT", "Đơn vị", "Địa bàn", "Hạn nộp (hết ngày)", "Tình trạng", "Quá hạn (ngày)"]
        for grid in grids
    )
    rows = [tidy(row) for grid in grids for row in grid[1:]]
    assert [row[:2] for row in rows[:-1]] == [[str(n), f"Trường Số {n:02}"] for n in range(1, 60)]
    assert rows[-1] == ["", "Cộng", "59 trường", "", "", ""]


# -- Word ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("others", [0, 2])
def test_word_says_what_the_pdf_says(others: int) -> None:
    period = a_period()
    for _ in range(3):
        a_school(period)
    for number in range(others):
        a_body(period, f"Hội {number}")
    document = build_letter(a_letter(period, note="Một dòng thêm.\n- một việc"))

    assert words_of_word(document) == words_of_pdf(document)


def test_word_puts_the_subject_under_the_number_and_has_no_type() -> None:
    word = opened(a_document())
    head, ending, grid = word.tables
    left = head.rows[1].cells[0]

    assert [(p.style.name, p.text[:8]) for p in left.paragraphs] == [
        ("Số ký hiệu", "Số:" + "\u00a0" * 5),
        ("Trích yếu công văn", "V/v đôn "),
    ]
    style = word.styles["Trích yếu công văn"]
    form = style.paragraph_format
    assert (style.font.size.pt, style.font.bold, style.font.italic) == (12, False, False)
    assert (form.space_before.pt, form.alignment) == (6, 1)
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == []
    assert [p.text for p in word.paragraphs if p.style.name == "Kính gửi"] == [
        "Kính gửi: Hiệu trưởng các trường (danh sách kèm theo)."
    ]
    closing = next(p for p in word.paragraphs if p.text.endswith(CLOSING))
    assert closing._p.getnext() is ending._tbl
    assert [cell.text for cell in grid.rows[-1].cells] == ["", "Cộng", "03 trường", "", "", ""]


def test_word_lists_several_addressees_a_line_each() -> None:
    period = a_period()
    OrganisationProfileFactory(organisation=a_school(period).organisation, name="Trường Một", head_title="Hiệu trưởng")
    a_body(period, "Hội Một")
    word = opened(build_letter(a_letter(period)))

    assert [(p.style.name, p.text) for p in word.paragraphs if "gửi" in p.style.name.lower()] == [
        ("Kính gửi nhiều nơi", "Kính gửi:"),
        ("Một nơi gửi", "- Hiệu trưởng Trường Một;"),
        ("Một nơi gửi", "- Hội Một."),
    ]
    indents = [word.styles[name].paragraph_format for name in ("Kính gửi nhiều nơi", "Một nơi gửi")]
    assert [round(form.left_indent.mm, 1) for form in indents] == [36, 56.3]
