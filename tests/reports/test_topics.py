"""What a title is about; sentences and requests that say the same."""

import pytest

from reports.documents.request_words import same_request, subject_of_request, without_place
from reports.queries.said import sentences_of
from reports.queries.topics import Topic, topic_of

CALLED = ("Cơ quan Giáo dục", "Cơ quan")


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Số phòng học còn thiếu", Topic.ROOMS),
        ("Tham mưu đầu tư đủ phòng học, trường chuẩn quốc gia", Topic.ROOMS),
        ("Ngân sách chi CSVC trường học", Topic.FACILITIES),
        ("Đánh giá lại trường chuẩn quốc gia đến hạn kiểm tra", Topic.FACILITIES),
        ("Số cuộc kiểm tra đã tiến hành", Topic.INSPECTIONS),
        ("Tỷ lệ đơn thư đã giải quyết sau thanh tra", Topic.COMPLAINTS),
        ("Phối hợp, xã hội hoá, truyền thông", Topic.RESOURCES),
        ("Công tác chỉ đạo, điều hành", Topic.MEASURES),
        ("Tỷ lệ học sinh biết bơi", None),
        ("Học nhờn là xấu", None),
    ],
)
def test_words_of_a_title_tell_what_it_is_about(title: str, topic: Topic | None) -> None:
    assert topic_of(title) is topic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đã sửa mái. Đã sơn tường.", ["Đã sửa mái", "Đã sơn tường"]),
        ("Đã sửa\nMái nhà;", ["Đã sửa", "Mái nhà"]),
        ("Diện tích 1.200 m² tại TP. trung tâm. Xong!", ["Diện tích 1.200 m² tại TP. trung tâm", "Xong!"]),
        ("- Ý một.\n+ Ý hai", ["Ý một", "Ý hai"]),
        (" . \n\n", []),
    ],
)
def test_text_is_taken_apart_at_stops_before_capitals(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Đề nghị Cơ quan Giáo dục bổ sung nhân viên y tế.",
        "Kính đề nghị cơ quan quan tâm, sớm bổ sung nhân viên y tế",
        "bổ sung nhân viên  y tế cho nhà trường",
        "Đề nghị xem xét bổ sung nhân viên y tế",
    ],
)
def test_polite_words_and_the_addressee_do_not_make_another_request(text: str) -> None:
    assert same_request(text, CALLED) == same_request("Bổ sung nhân viên y tế", CALLED)


@pytest.mark.parametrize(
    "text",
    ["Bổ sung nhân viên thư viện", "Bổ sung 02 nhân viên y tế", "Bổ sung nhân viên y tế cho cơ quan", "Nhân viên y tế"],
)
def test_other_words_and_other_numbers_do(text: str) -> None:
    assert same_request(text, CALLED) != same_request("Bổ sung nhân viên y tế", CALLED)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Hỗ trợ 650 triệu đồng xây bếp ăn", "Kinh phí"),
        ("Bổ sung 2.400 m² đất", "Đất đai"),
        ("Bổ sung 01 giáo viên", "Đội ngũ"),
        ("Đôn đốc đơn vị thi công", "Cơ sở vật chất"),
        ("Đề xuất lắp gờ giảm tốc", "Nội dung khác"),
    ],
)
def test_request_is_about_what_leaders_decide_on(text: str, subject: str) -> None:
    assert subject_of_request(text) == subject


def test_only_the_own_place_is_said_in_general() -> None:
    text = "Đề nghị chính quyền xã Một sửa đường sang xã Hai, xã Mộtx"

    assert without_place(text, "Xã Một", "các xã") == "Đề nghị chính quyền các xã sửa đường sang xã Hai, xã Mộtx"
    assert without_place(text, "", "các xã") == text
