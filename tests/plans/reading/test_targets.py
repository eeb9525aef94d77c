"""Numbers a plan sets, and numbers that only look like it."""

import pytest

from plans.reading.proposing import propose_text


def targets_of(sentence: str, title: str = "Nội dung") -> list[tuple]:
    found = propose_text(f"KẾ HOẠCH\nCông tác năm\n\nI. {title}\n\n- {sentence}\n").targets
    return [(t.operator, float(t.value), t.value_to and float(t.value_to), t.unit) for t in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Giảm tỷ lệ thấp còi xuống dưới 1,02%.", ("<", 1.02, None, "%")),
        ("Phấn đấu xây dựng 4-5 trường đạt chuẩn.", ("range", 4, 5, "trường")),
        ("Phấn đấu công nhận từ 4 đến 5 xã.", ("range", 4, 5, "xã")),
        ("Tỷ lệ trường đạt chuẩn (đạt 80%).", (">=", 80, None, "%")),
        ("Mỗi trường có không quá ba điểm trường.", ("<=", 3, None, "điểm trường")),
        ("Diện tích đất theo chuẩn phấn đấu là 25m²/HS.", (">=", 25, None, "m²/HS")),
        ("Trẻ đến lớp từ 80 % trở lên.", (">=", 80, None, "%")),
        ("Tổ chức ít nhất 2 lần/năm.", (">=", 2, None, "lần/năm")),
        ("Có tối thiểu hai mươi lăm học sinh giỏi.", (">=", 25, None, "học sinh")),
        ("Trên 95% học sinh lên lớp.", (">", 95, None, "%")),
        ("Không dưới 1.200 học sinh tham gia.", (">=", 1200, None, "học sinh")),
        ("Học sinh yếu chiếm tối đa 2 %.", ("<=", 2, None, "%")),
        ("Tỷ lệ bỏ học không vượt quá 0,5 phần trăm.", ("<=", 0.5, None, "%")),
        ("Học sinh bỏ học từ 2% trở xuống.", ("<=", 2, None, "%")),
        ("Số lớp 2 buổi bằng 100%.", ("=", 100, None, "%")),
        ("Huy động khoảng 90% trẻ.", (None, 90, None, "%")),
        ("Nâng tỷ lệ từ 69% lên 80%.", (">=", 80, None, "%")),
        ("Giảm tỷ lệ từ 2,1% xuống còn 1,5%.", ("<=", 1.5, None, "%")),
        ("Học sinh giỏi tăng 3% so với năm 2023.", ("improve", 3, None, "%")),
        ("Đạt 80 - 85% chỉ tiêu.", ("range", 80, 85, "%")),
        ("Học sinh khá > 40%.", (">", 40, None, "%")),
        ("Học sinh yếu ≤ 1,5%.", ("<=", 1.5, None, "%")),
        ("Phấn đấu xây dựng hai trường chất lượng cao.", (">=", 2, None, "trường")),
        ("Hoàn thành phòng học ở 4 xã.", ("=", 4, None, "xã")),
        ("Kinh phí huy động trên 1,5 tỷ đồng.", (">", 1.5, None, "tỷ đồng")),
    ],
)
def test_target(sentence: str, expected: tuple) -> None:
    assert targets_of(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Nghị quyết số 29-NQ/TW ngày 04/11/2013.",
        "Ôn tập cho học sinh lớp 9 thi vào lớp 10.",
        "Dạy học 2 buổi/ngày ở cấp tiểu học.",
        "Trang bị cho trẻ mẫu giáo 5 tuổi những điều kiện cần thiết.",
        "Đánh giá kết quả 2 năm thực hiện Đề án 08.",
        "Thực hiện khoản 2 Điều 12 và Điều 15 Luật Giáo dục.",
        "Hoàn thành trước ngày 30/6/2024 và trong năm học 2023-2024.",
        "Liên hệ số điện thoại 0220 3786 123.",
        "Năm 2023 đạt 78% kế hoạch.",
        "Hiện nay toàn xã có 3 trường.",
        "Kiểm tra lại sau 5 năm.",
        "Xây dựng trường đạt chuẩn mức độ 2.",
        "Ứng dụng công nghệ 4.0 trong dạy học.",
        "Không quá nghiêm khắc với học sinh.",
        "Triển khai Chương trình 135 và Nghị quyết 30a.",
    ],
)
def test_no_target(sentence: str) -> None:
    assert targets_of(sentence) == []


def test_every_number_of_a_long_sentence_has_its_own_clause() -> None:
    sentence = "Giảm suy dinh dưỡng (nhẹ cân ở nhà trẻ xuống dưới 1,2%, thấp còi ở nhà trẻ dưới 1,7%); xây 3 phòng học."
    found = propose_text(f"KẾ HOẠCH\nCông tác năm\n\nI. Chỉ tiêu\n- {sentence}\n").targets

    assert [target.quote for target in found] == [
        "nhẹ cân ở nhà trẻ xuống dưới 1,2%",
        "thấp còi ở nhà trẻ dưới 1,7%",
        "xây 3 phòng học",
    ]


def test_number_with_two_readings_is_told_and_not_taken() -> None:
    proposal = propose_text("KẾ HOẠCH\nCông tác năm\n\nI. Chỉ tiêu\n- Đạt 1.234% kế hoạch.\n")

    assert proposal.targets == []
    assert "đọc được nhiều cách" in proposal.warnings[0]


def test_a_heading_of_the_situation_holds_no_targets() -> None:
    text = "KẾ HOẠCH\nCông tác năm\n\nI. Đánh giá tình hình\n- Đạt 78% trở lên.\n\nII. Chỉ tiêu\n- Đạt 80% trở lên.\n"

    assert [(target.section, target.value) for target in propose_text(text).targets] == [("II", 80)]
