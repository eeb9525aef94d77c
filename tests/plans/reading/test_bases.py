"""Legal bases and documents that are carried out."""

import pytest

from plans.reading.bases import read_bases
from plans.reading.found import Citation


def read(text: str) -> tuple[list[Citation], list[Citation]]:
    found = read_bases([(1, text)], [])
    return found.bases, found.implements


def short(citations: list[Citation]) -> list[tuple]:
    return [(c.type, c.number, c.symbol, c.issued_on and c.issued_on.isoformat(), c.issuer) for c in citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Căn cứ Chỉ thị số 2699/CT-BGDĐT ngày 08 tháng 8 năm 2017 của Bộ GD&ĐT về nhiệm vụ chủ yếu;",
            ("Chỉ thị", "2699", "CT-BGDĐT", "2017-08-08", "Bộ GD&ĐT"),
        ),
        ("Căn cứ Luật Giáo dục ngày 14/6/2019;", ("Luật", None, None, "2019-06-14", None)),
        (
            "Căn cứ Quyết định số 5/QĐ-UBND ngày 01/02/2024 của Sở Văn hóa, Thể thao và Du lịch về việc giao chỉ tiêu;",
            ("Quyết định", "5", "QĐ-UBND", "2024-02-01", "Sở Văn hóa, Thể thao và Du lịch"),
        ),
        (
            "Căn cứ Chỉ thị số 05-CT/TW của Bộ Chính trị, ngày 15/5/2016 về học tập;",
            ("Chỉ thị", "05", "CT/TW", "2016-05-15", "Bộ Chính trị"),
        ),
        (
            "Căn cứ Nghị quyết số 29-NQ/TW (khóa XI) của Ban Chấp hành Trung ương;",
            ("Nghị quyết", "29", "NQ/TW", None, "Ban Chấp hành Trung ương"),
        ),
        (
            "Căn cứ phương hướng nhiệm vụ năm học 2023-2024 của Sở Giáo dục và Đào tạo;",
            (None, None, None, None, "Sở Giáo dục và Đào tạo"),
        ),
        ("Theo Công văn số 12/SGDĐT-VP ngày 3/1/2024;", ("Công văn", "12", "SGDĐT-VP", "2024-01-03", None)),
    ],
)
def test_basis(text: str, expected: tuple) -> None:
    bases, implements = read(text)

    assert short(bases) == [expected]
    assert implements == []
    assert bases[0].quote == text.rstrip(";")


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ tình hình thực tế của đơn vị;",
        "Căn cứ chức năng, nhiệm vụ được giao;",
        "Nhằm nâng cao chất lượng, Sở ban hành",
    ],
)
def test_no_document(text: str) -> None:
    assert read(text) == ([], [])


def test_a_document_inside_a_subject_is_no_basis() -> None:
    text = (
        "Căn cứ Kế hoạch số 3/KH-UBND ngày 05/02/2024 của UBND tỉnh về thực hiện Nghị quyết số 7-NQ/TU ngày 01/01/2024;"
    )

    assert [c.number for c in read(text)[0]] == ["3"]


def test_a_later_document_cannot_be_the_subject_of_an_earlier_one() -> None:
    text = (
        "Thực hiện Kết luận số 51-KL/TW, ngày 30/5/2019 của Ban Bí thư về tiếp tục thực hiện Nghị quyết số 29-NQ/TW "
        "và Kế hoạch số 97-KH/TU, ngày 15/8/2019 của Ban Thường vụ Tỉnh ủy"
    )

    assert [c.number for c in read(text)[1]] == ["51", "97"]


def test_a_semicolon_inside_a_subject_parts_nothing() -> None:
    text = "Căn cứ Nghị quyết số 7/NQ-HĐND ngày 27/12/2017 về kết quả năm 2017; chỉ tiêu, giải pháp năm 2018;"
    bases, _ = read(text)

    assert [c.quote for c in bases] == [text.rstrip(";")]


def test_the_word_in_front_decides_clause_by_clause() -> None:
    text = "Căn cứ Luật số 43/2019/QH14; thực hiện Kế hoạch số 13/KH-UBND ngày 31/01/2018; Chỉ thị số 2/CT-UBND"
    bases, implements = read(text)

    assert [c.number for c in bases] == ["43/2019"]
    assert [c.number for c in implements] == ["13", "2"]


def test_impossible_date_stays_empty_and_is_told() -> None:
    found = read_bases([(4, "Căn cứ Quyết định số 5/QĐ-UBND ngày 31/02/2024;")], [])

    assert found.bases[0].issued_on is None
    assert found.warnings == ["Dòng 4: ngày “ngày 31/02/2024” không có trong lịch, để trống."]


def test_documents_joined_by_and_are_told_apart() -> None:
    text = (
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 1/8/2019 của UBND tỉnh và Công văn số 88/BGDĐT-GDTH ngày 2/8/2019 của Bộ;"
    )

    assert short(read(text)[0]) == [
        ("Quyết định", "5", "QĐ-UBND", "2019-08-01", "UBND tỉnh"),
        ("Công văn", "88", "BGDĐT-GDTH", "2019-08-02", "Bộ"),
    ]


def test_the_plan_does_not_cite_itself() -> None:
    text = "Thực hiện Kế hoạch số 9/KH-UBND ngày 1/8/2019 của UBND tỉnh; Sở xây dựng Kế hoạch thực hiện như sau:"

    assert [(c.number, c.quote.endswith("tỉnh")) for c in read(text)[1]] == [("9", True)]
