"""Damaged text is told, with its place, and honest text gives no alarm."""

import unicodedata
from pathlib import Path

import pytest

from plans.reading.proposing import propose_text

PLAN = "KẾ HOẠCH\nCông tác năm 2024\n\nI. NHIỆM VỤ\n- {}\n"


@pytest.mark.parametrize(
    ("sentence", "written", "expected"),
    [
        ("Dạy học phân hóa đổi tượng học sinh.", "đổi tượng", "đối tượng"),
        ("Hướng dẫn, dôn đốc các trường.", "dôn đốc", "đôn đốc"),
        ("Đầu mạnh công tác xã hội hóa.", "Đầu mạnh", "đẩy mạnh"),
        ("Thực hiện Chỉ thị số 1537/CT-BGDDT.", "BGDDT", "BGDĐT"),
        ("Nguyễn vọng của phụ huynh.", "Nguyễn vọng", "nguyện vọng"),
    ],
)
def test_slip_of_recognition(sentence: str, written: str, expected: str) -> None:
    warnings = propose_text(PLAN.format(sentence)).warnings

    assert f"Dòng 5: “{written}” nghi do nhận dạng sai, có thể là “{expected}”." in warnings


def test_letters_that_spell_nothing() -> None:
    warnings = propose_text(PLAN.format("Nâng cao chất lưỡợng dạy h0c và h1ọc.")).warnings

    assert any("“lưỡợng”" in warning for warning in warnings)
    assert any("“h0c”" in warning for warning in warnings)


def test_decomposed_letters_are_composed_and_told() -> None:
    text = PLAN.format("Phấn đấu đạt 80% trở lên.")
    proposal = propose_text(unicodedata.normalize("NFD", text))

    assert proposal.document_type
    assert proposal.document_type.value == "Kế hoạch"
    assert [str(target.value) for target in proposal.targets] == ["80"]
    assert "Unicode tổ hợp" in proposal.warnings[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KÕ ho¹ch n¨m häc cña tr\u00adêng tiÓu häc CÈm Giµng", "TCVN3"),
        ("Keá hoaïch naêm hoïc cuûa tröôøng tieåu hoïc", "VNI"),
        ("Káº¿ hoáº¡ch nÄƒm há»\x8dc", "UTF-8"),
    ],
)
def test_wrong_character_set_is_named(text: str, name: str) -> None:
    warnings = propose_text(f"{text}\n{text}").warnings

    assert any(name in warning and "dòng 1" in warning for warning in warnings)


def test_a_paragraph_torn_by_a_page_is_joined_and_told() -> None:
    proposal = propose_text(PLAN.format("Đầu tư đủ phòng học, phòng chức năng") + "\n12\n\nđể xóa phòng học tạm.\n")

    assert [b.text for b in proposal.sections[0].bullets] == [
        "Đầu tư đủ phòng học, phòng chức năng để xóa phòng học tạm."
    ]
    assert "Dòng 9: đoạn bị ngắt giữa chừng, đã nối với đoạn trước." in proposal.warnings


@pytest.mark.parametrize("name", ["dang", "xa"])
def test_good_documents_give_no_alarm(name: str) -> None:
    text = (Path(__file__).parent / "data" / f"{name}.txt").read_text(encoding="utf-8")

    assert propose_text(text).warnings == []
