"""Garbage never raises and never hangs; time grows with length alone."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.reading.as_json import as_json
from plans.reading.lines import RawLine
from plans.reading.proposing import propose, propose_text
from plans.reading.sources import SourceRefused, read_source
from tests.plans.reading.office_files import bare_word

PIECES = st.sampled_from(
    [
        *(
            "KẾ HOẠCH",
            "Căn cứ ",
            "Thực hiện ",
            "Nghị quyết số 1/NQ-CP",
            "97-KH/TU",
            "ngày 05 tháng 02 năm 2018",
            "Số: ",
        ),
        *(
            "trước ngày 10/3",
            "/",
            "-",
            "+",
            "I-",
            "I.",
            "1.",
            "1.1.",
            "a)",
            "(1)",
            "Phần II",
            "Điều 5",
            "l.",
            "Nơi nhận:",
        ),
        *("TM. ", "T/M ", "KT. CHỦ TỊCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "5%", "4-5 trường", "không quá ba"),
        *("25m²/HS", "từ 1 đến 2", ";", ".", ":", ",", "\n", "\n\n", "\t", "    ", "./.", "PHỤ LỤC", "Nguyễn Văn An"),
        *(
            "của Ủy ban nhân dân",
            "về ",
            "(",
            ")",
            "“",
            "ﬁ",
            "İ",
            "ß",
            "\u0301",
            "\ufffd",
            "\u200b",
            "🙂",
            "٣",
            "²",
            "１２",
        ),
    ]
)
GARBAGE = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map("".join)


@settings(max_examples=150)
@given(GARBAGE)
def test_garbage_gives_a_proposal(text: str) -> None:
    try:
        found = as_json(propose_text(text))
    except SourceRefused:
        found = None  # too many control characters

    assert len(json.dumps(found)) < 60 * (len(text) + 200)


@settings(max_examples=80)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    answer = _read_or_reason(data)

    assert isinstance(answer, str) or any(line.text.strip() for line in answer)


@settings(max_examples=60)
@given(st.recursive(st.text("a<>&", max_size=3), lambda inner: st.lists(inner, max_size=4).map("".join)), st.data())
def test_any_xml_is_read_or_refused(text: str, data: st.DataObject) -> None:
    tags = data.draw(st.lists(st.sampled_from(["p", "tbl", "tr", "tc", "r", "t", "del", "numPr", "br"]), max_size=8))
    body = "".join(f"<w:{tag}>" for tag in tags) + "chữ" + "".join(f"</w:{tag}>" for tag in reversed(tags))

    answer = _read_or_reason(bare_word(body + text))

    assert isinstance(answer, str) or as_json(propose(answer))["signer"] is None


def _read_or_reason(data: bytes) -> list[RawLine] | str:
    try:
        return read_source(data)
    except SourceRefused as refused:
        return refused.message


HEAVY = {
    "labels": "I.\n",
    "numbers": "1.1. A\n2.3. B\n",
    "items": "- a\n+ b\n",
    "dates": "trước ngày 1/1, ",
    "citations": "Căn cứ Nghị quyết số 1/NQ-CP ngày 1/1/2024 của A ",
    "quantities": "không quá 3 trường, 5% ",
    "recipients": "Nơi nhận: A. NGUYỄN ",
    "signature": "Nơi nhận:\nKT. CHỦ TỊCH\nA B\n",
    "title": "KẾ HOẠCH\n",
    "small letters": "chữ nhỏ\n",
    "dots": "." * 20,
    "digits": "1.000",
    "symbols": "12/A-B-C-",
    "parentheses": "(((",
    "rows": "1\tHuy động trẻ\t%\t42\n",
    "tables": "TT\tChỉ tiêu\tĐVT\tKế hoạch\n1\ta\t%\t5\n",
    "old font": "KÕ ho¹ch n¨m häc cña tr\u00adêng. ",
    "torn head": "Số:\nCà\nngày\n",
    "lists of dates": "trước 10 tháng 3; 10 tháng 4; ",
    "own words": "Ủy ban nhân dân xây dựng và ",
}


@pytest.mark.parametrize("name", HEAVY)
def test_time_grows_with_length_alone(name: str) -> None:
    """Four times the text may cost about four times the time; a quadratic reading would cost sixteen."""
    small, large = 10_000, 40_000
    text = HEAVY[name] * (large // len(HEAVY[name]))
    propose_text(text[:2000])

    short, long = (min(_seconds(text[:length]) for _ in range(2)) for length in (small, large))

    assert long < 9 * max(short, 0.02)


def _seconds(text: str) -> float:
    start = time.process_time()
    propose_text(text)
    return time.process_time() - start


def test_forty_pages_take_seconds() -> None:
    paragraph = (
        "Tăng cường công tác kiểm tra, đánh giá chất lượng giáo dục theo Nghị quyết số 29-NQ/TW ngày 04/11/2013; "
        "phấn đấu đạt trên 85% học sinh khá, giỏi, không quá ba điểm trường; báo cáo trước ngày 10/3/2024 về Sở. "
    )
    sections = [f"{number}. Nhiệm vụ số {number} của năm học\n- {paragraph * 4}\n" for number in range(1, 100)]
    text = "KẾ HOẠCH\nCông tác năm 2024\n\nI. NHIỆM VỤ\n" + "".join(sections)
    assert len(text) > 40 * 2000

    start = time.process_time()
    proposal = propose_text(text)

    assert time.process_time() - start < 8
    assert len(proposal.sections[0].children) == 99
    assert len(proposal.targets) == 99 * 4 * 2
    assert len(proposal.deadlines) == 99 * 4
