"""Dates by which something is due, and dates that are not."""

from datetime import date

import pytest

from plans.reading.deadlines import deadlines_in


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Báo cáo 3 tháng trước ngày 10/3/2018;", [("2018-03-10", "before")]),
        ("Báo cáo năm trước ngày 15/11/2018.", [("2018-11-15", "before")]),
        ("Gửi báo cáo chậm nhất ngày 05 tháng 6 năm 2024", [("2024-06-05", "not_later_than")]),
        ("Nộp muộn nhất là 31/12/2024.", [("2024-12-31", "not_later_than")]),
        ("Đăng ký đến hết ngày 20-8-2024.", [("2024-08-20", "not_later_than")]),
        ("Nộp trong ngày 01/9/2024.", [("2024-09-01", "not_later_than")]),
        ("Hạn nộp: 15/9/2024.", [("2024-09-15", "not_later_than")]),
        ("Xong trước 17h00 ngày 28/12/2024.", [("2024-12-28", "not_later_than")]),
        (
            "Báo cáo trước các ngày 10/3, 10/6 và 10/9/2024.",
            [(f"2024-{month}-10", "before") for month in ("03", "06", "09")],
        ),
        (
            "Báo cáo về Sở trước ngày 15/12/2024 (học kỳ I) và 25/5/2025 (cuối năm).",
            [("2024-12-15", "before"), ("2025-05-25", "before")],
        ),
        ("Gửi báo cáo về Sở vào ngày 12/4/2024.", [("2024-04-12", None)]),
        ("Báo cáo gửi trước ngày 10/3.", [(None, "before")]),
        ("Báo cáo trước ngày 15/11 hằng năm.", [(None, "before")]),
        ("Báo cáo trước ngày 20 hằng tháng.", [(None, "before")]),
        ("Hoàn thành trước ngày 31/2/2024.", [(None, "before")]),
        ("Hoàn thành trong quý I/2024.", [(None, "not_later_than")]),
    ],
)
def test_deadline(sentence: str, expected: list[tuple]) -> None:
    found, warnings = deadlines_in(sentence, 7)

    assert [(day.date and day.date.isoformat(), day.rule) for day in found] == expected
    assert len(warnings) == sum(day is None for day, _ in expected)
    assert all(warning.startswith("Dòng 7: ") for warning in warnings)


@pytest.mark.parametrize(
    "sentence",
    [
        "Số liệu tính đến ngày 31/12/2023.",
        "Số liệu báo cáo tính đến hết ngày 10/3/2024.",
        "Từ ngày 01/01/2024 đến ngày 30/6/2024 tổ chức thi.",
        "Các trường thành lập trước ngày 01/01/2010.",
        "Thực hiện Báo cáo số 12/BC-UBND ngày 05/02/2024 của Ủy ban nhân dân xã.",
        "Chào mừng ngày 20/11.",
        "Năm 2024 có nhiều đổi mới.",
    ],
)
def test_no_deadline(sentence: str) -> None:
    assert deadlines_in(sentence, 1) == ([], [])


def test_one_sentence_may_hold_two_rules() -> None:
    found, _ = deadlines_in("Trường gửi trước ngày 10/3/2024, Sở tổng hợp chậm nhất ngày 15/3/2024.", 1)

    assert [(day.date, day.rule) for day in found] == [
        (date(2024, 3, 10), "before"),
        (date(2024, 3, 15), "not_later_than"),
    ]
