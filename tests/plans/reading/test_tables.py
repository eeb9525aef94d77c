"""Tables of targets and of assignments, from word processors and from pasted text."""

from datetime import date

import pytest

from plans.enums import DeadlineRule
from plans.reading.found import Assignment, Proposal
from plans.reading.proposing import propose, propose_text
from plans.reading.sources import read_source
from tests.plans.reading.office_rendering import odt_file, word_file

HEAD = "= KẾ HOẠCH\n= Công tác năm 2024\nI. NỘI DUNG\n"


@pytest.fixture(params=[word_file, odt_file])
def read(request):
    def reading(markup: str) -> Proposal:
        return propose(read_source(request.param(HEAD + markup)))

    return reading


def targets(proposal: Proposal) -> list[tuple]:
    return [(t.operator, str(t.value), t.value_to and str(t.value_to), t.unit) for t in proposal.targets]


def test_planned_values_are_targets_and_baselines_are_not(read):
    proposal = read(
        "| TT | Chỉ tiêu | ĐVT | Thực hiện 2023 | Kế hoạch 2024 |\n"
        "| 1 | Học sinh giỏi | % | 20 | 22,5 |\n"
        "| 2 | Học sinh bỏ học | % | 1,2 | Dưới 1 |\n"
        "| 3 | Sách thư viện | cuốn | 1.100 | 1.250 |\n"
        "| 4 | Giáo viên giỏi | giáo viên | 3 | 4-5 |\n"
        "| 5 | Xếp loại | | Khá | Tốt |\n"
    )

    assert targets(proposal) == [
        ("=", "22.5", None, "%"),
        ("<", "1", None, "%"),
        ("=", "1250", None, "cuốn"),
        ("range", "4", "5", "giáo viên"),
    ]
    assert proposal.targets[0].quote == "1 | Học sinh giỏi | % | 20 | 22,5"
    assert proposal.targets[0].section == "I"
    assert "5 | Xếp loại |  | Khá | Tốt" in (proposal.sections[0].text or "")


def test_one_heading_over_several_columns(read):
    proposal = read(
        "| Nội dung | Chỉ tiêu giao ||\n| ^^ | Tối thiểu | Tối đa |\n| Số lớp (lớp) | 10 | 12 |\n| Cộng | x | |\n"
    )

    assert targets(proposal) == [(">=", "10", None, "lớp"), ("<=", "12", None, "lớp")]
    assert proposal.targets[1].quote.endswith("(Chỉ tiêu giao Tối đa)")


def test_values_nobody_can_read_are_told(read):
    proposal = read("| TT | Chỉ tiêu | Kế hoạch |\n| 1 | Tỷ số | 3 hoặc 4 hoặc 5 |\n")

    assert proposal.targets == []
    assert any("3 hoặc 4 hoặc 5" in warning for warning in proposal.warnings)


def test_table_of_the_situation_sets_nothing(read):
    assert read("| TT | Trường | Số lớp | Số trẻ |\n| 1 | An Lạc | 10 | 92 |\n").targets == []


ASSIGNMENTS = (
    "| TT | Nội dung | Chủ trì | Phối hợp | Thời gian hoàn thành | Kết quả |\n"
    "| I | Quản lý |<<|<<|<<|<<|\n"
    "| 1 | Rà soát đội ngũ | Tổ A | Tổ B; Tổ C | Trước ngày 10/3/2024 | Danh sách |\n"
    "| 2 | Báo cáo quý | Tổ A | | 20/3/2024 | Báo cáo |\n"
    "| 3 | Hội thi | Tổ B | | Tháng 5/2024 | |\n"
    "| 4 | Báo cáo tháng | Tổ B | | Ngày 25 hằng tháng | |\n"
)


def test_assignments_become_items_that_name_every_column(read):
    proposal = read(ASSIGNMENTS)

    group = proposal.sections[0].bullets[0]
    assert (group.text, len(group.items), proposal.sections[0].text) == ("Quản lý", 4, None)
    assert group.items[0].assigned == Assignment(
        "Rà soát đội ngũ", "Tổ A", "Tổ B; Tổ C", "Trước ngày 10/3/2024", "Danh sách"
    )
    assert group.items[0].text == (
        "Rà soát đội ngũ (Chủ trì: Tổ A; Phối hợp: Tổ B; Tổ C; Thời gian hoàn thành: Trước ngày 10/3/2024; "
        "Kết quả: Danh sách)"
    )


def test_dates_of_the_column_are_deadlines(read):
    proposal = read(ASSIGNMENTS)

    assert [(found.date, found.rule) for found in proposal.deadlines] == [
        (date(2024, 3, 10), DeadlineRule.BEFORE),
        (date(2024, 3, 20), DeadlineRule.NOT_LATER_THAN),
        (None, None),
    ]
    assert proposal.deadlines[1].quote == "2 | Báo cáo quý | Tổ A |  | 20/3/2024 | Báo cáo"
    assert any("Ngày 25 hằng tháng" in warning for warning in proposal.warnings)


def test_days_of_events_are_no_deadlines(read):
    schedule = "| TT | Nội dung | Thời gian | Ghi chú |\n| 1 | Khai giảng | 05/9/2024 | |\n"

    assert read(schedule).deadlines == []


@pytest.mark.parametrize("sign", ["\t", " | "])
def test_pasted_table(sign: str):
    rows = [("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch"), ("1", "Học sinh giỏi", "%", "≥ 22")]
    text = "KẾ HOẠCH\nCông tác năm\n\nI. CHỈ TIÊU\n" + "\n".join(sign.join(row) for row in rows)

    assert targets(propose_text(text)) == [(">=", "22", None, "%")]


def test_tabs_of_a_head_make_no_table():
    proposal = propose_text(
        "UBND XÃ A\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/KH-UBND\tA Lưới, ngày 1/2/2024\nKẾ HOẠCH\n"
    )

    assert proposal.place
    assert proposal.place.value == "A Lưới"
