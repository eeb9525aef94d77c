"""Differences: nothing where nothing changed, and nothing lost where something did."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.differences import (
    Differences,
    Kind,
    Segment,
    differences,
    sentences,
    text_segments,
)

CODES = ["I", "II.1", "II.2", "III"]
PROSE = st.lists(
    st.sampled_from(
        [
            "Trường đã họp. ",
            "Tỉ lệ đạt 98,5%.",
            " ",
            "\n",
            "TP. Hải Dương",
            "1. ",
            "a) Ý một; ",
            "v.v. ",
            "“Tốt.” ",
            "Ế",
        ]
    ),
    max_size=12,
).map("".join)
NUMBER = st.one_of(st.none(), st.sampled_from(["0", "1", "98", "1234.5"]))
NOTE = st.sampled_from(["", "Số liệu ngày 30/5"])


def rows(**fields: st.SearchStrategy) -> st.SearchStrategy:
    """Rows with all codes, so that applying changes needs no rule about rows that come and go."""
    return st.tuples(*(st.fixed_dictionaries({"code": st.just(code), **fields}) for code in CODES)).map(list)


FILE = st.fixed_dictionaries(
    {"section": st.sampled_from(CODES), "name": st.just("a.pdf"), "sha256": st.sampled_from("abcd")}
)
REQUEST = st.fixed_dictionaries({"addressee": st.sampled_from(["office", "leaders"]), "text": PROSE})
CONTENTS = st.fixed_dictionaries(
    {
        "nil_reason": PROSE,
        "sections": rows(text=PROSE),
        "tasks": rows(
            status=st.sampled_from(["", "done"]), progress=st.one_of(st.none(), st.integers(0, 100)), text=PROSE
        ),
        "figures": rows(
            state=st.sampled_from(["missing", "given"]),
            numerator=NUMBER,
            denominator=NUMBER,
            value=NUMBER,
            note=NOTE,
            justification=NOTE,
        ),
        "recommendations": st.lists(REQUEST, max_size=5),
        "evidence": st.lists(FILE, max_size=5),
    }
)


def side(segments: tuple[Segment, ...], *, old: bool) -> str:
    gone = Kind.INSERTED if old else Kind.DELETED
    return "".join(segment.text for segment in segments if segment.kind is not gone)


def applied(old: dict[str, Any], found: Differences) -> dict[str, Any]:
    """The new content, made from the old one and the changes alone."""
    new = {part: [dict(row) for row in old[part]] for part in ("sections", "tasks", "figures")}
    by_code = {part: {row["code"]: row for row in new[part]} for part in new}
    for part, changes in (("tasks", found.tasks), ("figures", found.figures)):
        for change in changes:
            assert by_code[part][change.code][change.field] == change.old
            by_code[part][change.code][change.field] = change.new
    for part, texts in (("sections", found.sections), ("tasks", found.task_texts)):
        for text in texts:
            assert by_code[part][text.code]["text"] == side(text.segments, old=True)
            by_code[part][text.code]["text"] = side(text.segments, old=False)
    reason = side(found.nil_reason, old=False) if found.nil_reason else old["nil_reason"]
    return {"nil_reason": reason, **new}


def tally(entries: list[dict[str, Any]]) -> dict[tuple, int]:
    counts: dict[tuple, int] = {}
    for entry in entries:
        key = tuple(sorted(entry.items()))
        counts[key] = counts.get(key, 0) + 1
    return counts


@given(CONTENTS)
def test_equal_contents_have_no_differences(content: dict[str, Any]) -> None:
    assert differences(content, content) == Differences()
    assert differences(content, content).is_empty


@given(CONTENTS, CONTENTS)
def test_old_content_and_changes_give_the_new_content(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = differences(old, new)

    assert applied(old, found) == {part: new[part] for part in ("nil_reason", "sections", "tasks", "figures")}
    for part in ("recommendations", "evidence"):
        counts = tally(old[part])
        for change in getattr(found, part):
            key = tuple(sorted(change.entry.items()))
            counts[key] = counts.get(key, 0) + (1 if change.kind is Kind.INSERTED else -1)
        assert {key: count for key, count in counts.items() if count} == tally(new[part])


@given(CONTENTS, CONTENTS)
def test_the_way_back_changes_the_same_cells(old: dict[str, Any], new: dict[str, Any]) -> None:
    there, back = differences(old, new), differences(new, old)

    assert {(c.code, c.field, c.old, c.new) for c in there.figures} == {
        (c.code, c.field, c.new, c.old) for c in back.figures
    }
    assert {text.code for text in there.sections} == {text.code for text in back.sections}


@given(st.one_of(PROSE, st.text()))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


@given(st.one_of(PROSE, st.text()), st.one_of(PROSE, st.text()))
def test_segments_hold_both_texts(old: str, new: str) -> None:
    segments = text_segments(old, new)

    assert bool(segments) == (old != new)
    if segments:
        assert (side(segments, old=True), side(segments, old=False)) == (old, new)
        assert all(segment.text for segment in segments)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Trường đã họp. Tỉ lệ đạt 98,5%! Còn lại?", ["Trường đã họp.", "Tỉ lệ đạt 98,5%!", "Còn lại?"]),
        ("Số dân 1.234 người, đạt 8.5 điểm. Hết.", ["Số dân 1.234 người, đạt 8.5 điểm.", "Hết."]),
        ("Họp tại TP. Hải Dương ngày 2/3. Đạt.", ["Họp tại TP. Hải Dương ngày 2/3.", "Đạt."]),
        ("ThS. Nguyễn Văn A dự. Xong.", ["ThS. Nguyễn Văn A dự.", "Xong."]),
        ("1. Công tác chỉ đạo. a. Ban hành văn bản.", ["1. Công tác chỉ đạo.", "a. Ban hành văn bản."]),
        ("1.2. Kết quả đạt 98. Tiếp tục.", ["1.2. Kết quả đạt 98.", "Tiếp tục."]),
        ("Bàn, ghế, v.v. đã đủ. Xong.", ["Bàn, ghế, v.v. đã đủ.", "Xong."]),
        ("- Ý một\n- Ý hai\n\nĐoạn sau", ["- Ý một", "- Ý hai", "Đoạn sau"]),
        ("Cô nói: “Tốt.” Cả lớp vui.", ["Cô nói: “Tốt.”", "Cả lớp vui."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert [piece for piece in sentences(text) if not piece.isspace()] == parts


def test_only_the_changed_sentence_is_marked() -> None:
    assert text_segments("Mở đầu. Đạt 97%. Kết thúc.", "Mở đầu. Đạt 98%. Kết thúc. Thêm.") == (
        Segment(Kind.EQUAL, "Mở đầu. "),
        Segment(Kind.DELETED, "Đạt 97%. "),
        Segment(Kind.INSERTED, "Đạt 98%. "),
        Segment(Kind.EQUAL, "Kết thúc."),
        Segment(Kind.INSERTED, " Thêm."),
    )


def test_row_of_one_side_only_counts_as_blank_on_the_other() -> None:
    row = {"code": "MN-SDD", "state": "given", "numerator": "1", "denominator": "98", "value": None, "note": "x"}

    came = differences({"figures": []}, {"figures": [{**row, "justification": ""}]})
    went = differences({"figures": [{**row, "justification": ""}]}, {})

    assert [(c.field, c.old, c.new) for c in came.figures] == [
        ("state", "missing", "given"),
        ("numerator", None, "1"),
        ("denominator", None, "98"),
        ("note", "", "x"),
    ]
    assert [(c.field, c.new) for c in went.figures] == [(c.field, c.old) for c in came.figures]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A. " * 200_000, "B. " * 200_000),
        (" " * 1_000_000, "\n" * 1_000_000),
        ("Câu. " * 240, "x. " + "Câu. " * 200 + "y. " + "Câu. " * 39),
    ],
)
def test_texts_made_to_be_slow_are_not(old: str, new: str) -> None:
    start = time.process_time()
    segments = text_segments(old, new)

    assert (side(segments, old=True), side(segments, old=False)) == (old, new)
    assert time.process_time() - start < 5
