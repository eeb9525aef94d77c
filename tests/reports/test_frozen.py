"""A finalised document is read back as it was; its sections survive the way through an editor."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import Chart, Series
from reports.documents.content import (
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    Source,
    SummaryDocument,
    Table,
    canonical_json,
    plain,
)
from reports.documents.frozen import thaw
from reports.documents.sections import sections_of, to_blocks, to_text, with_texts

words = st.lists(
    st.sampled_from(["Có", "59/59", "trường", "-", "+", "[Bảng", "2]", "đạt", "80%;", "ước"]), min_size=1, max_size=5
).map(" ".join)
sources = st.lists(st.builds(Source, kind=words, label=words, key=words), max_size=2).map(tuple)
tables = st.builds(
    Table,
    caption=words,
    columns=st.just((Column("TT", 20, "center"), Column("Nội dung", 80))),
    rows=st.lists(st.tuples(words, words).map(lambda cells: Row(cells)), max_size=3).map(tuple),
)
charts = st.builds(
    Chart, caption=words, labels=st.just(("A", "B")), series=st.just((Series("Gửi", (1, 2)),)), is_grouped=st.booleans()
)
narrative = st.one_of(
    st.builds(Paragraph, text=words, sources=sources),
    st.builds(Item, text=words, sign=st.sampled_from(["-", "+"]), sources=sources),
)
blocks = st.lists(st.one_of(narrative, tables, charts), max_size=6)


def document(sections: list[list[Block]], **fields: Any) -> SummaryDocument:
    body: list[Block] = []
    for number, found in enumerate(sections, 1):
        body += [Heading(1, f"{number}.", "Phần", f"part-{number}"), *found]
    return SummaryDocument(
        letterhead=Letterhead("UBND", "PHÒNG", "Số:  /BC", "Nơi, ngày"),
        kind="BÁO CÁO",
        subject="Kết quả",
        addressee="Ủy ban",
        is_illustrative=False,
        opening=(Paragraph("Mở đầu."),),
        body=tuple(body),
        closing="Trên đây là báo cáo./.",
        recipients=("- Như trên;",),
        signature=Signature("", "Trưởng phòng", ""),
        appendices=(Appendix("Phụ lục I", "Bảng", "(Kèm theo)", (Paragraph("Lời."),), is_wide=True),),
        **fields,
    )


@given(st.lists(blocks, max_size=4))
def test_what_is_frozen_is_read_back_equal(sections: list[list[Block]]) -> None:
    content = document(sections)

    stored = json.loads(json.dumps(plain(content)))

    assert thaw(stored) == content
    assert canonical_json(thaw(stored)) == canonical_json(content)


@given(blocks)
def test_a_section_that_nobody_changed_comes_back_as_it_was(section: list[Block]) -> None:
    found = to_blocks(to_text(section), section)

    assert to_text(found) == to_text(section)
    assert sorted(map(repr, exhibits(found))) == sorted(map(repr, exhibits(section)))


@given(blocks, words)
def test_no_exhibit_is_lost_whatever_is_written(section: list[Block], text: str) -> None:
    content = with_texts(document([section]), {"part-1": text})

    kept = exhibits(next(one for one in sections_of(content) if one.key == "part-1").blocks)
    assert sorted(map(repr, kept)) == sorted(map(repr, exhibits(section)))


def test_edited_words_stand_where_the_section_stood_and_nowhere_else() -> None:
    content = document([[Paragraph("Một.", (Source("board", "59 báo cáo"),))], [Paragraph("Hai.")]])

    changed = with_texts(content, {"part-2": "Hai, đã sửa.\n- Ý một;\n+ Ý nhỏ.\n\n", "gone": "Không còn mục này."})

    assert changed.body == (
        *content.body[:3],
        Paragraph("Hai, đã sửa."),
        Item("Ý một;"),
        Item("Ý nhỏ.", "+"),
    )
    assert (changed.opening, changed.closing) == (content.opening, content.closing)


def test_opening_and_closing_are_sections_too_and_the_end_keeps_its_mark() -> None:
    changed = with_texts(document([]), {"opening": "Thực hiện kế hoạch:\n- một", "closing": "Kính báo cáo"})

    assert changed.opening == (Paragraph("Thực hiện kế hoạch:"), Item("một"))
    assert changed.closing == "Kính báo cáo./."
    assert with_texts(document([]), {"closing": " "}).closing == "Trên đây là báo cáo./."


@pytest.mark.parametrize("stored", [{"type": "Script"}, {"text": "?"}, {"type": "Paragraph"}])
def test_what_is_no_content_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"type|missing"):
        thaw(stored)


def test_what_a_later_version_added_takes_its_default() -> None:
    assert thaw({"type": "Item", "text": "Ý", "unknown": 1}) == Item("Ý")


def exhibits(found: Any) -> list[Block]:
    return [block for block in found if isinstance(block, Table | Chart)]
