"""Whole documents of both families, written for these tests in the habits of recognised and typed plans."""

from datetime import date
from pathlib import Path

import pytest

from plans.enums import DeadlineRule, DocumentStyle, RecipientRole
from plans.reading.found import Proposal, SignerFound
from plans.reading.proposing import propose_text

DATA = Path(__file__).parent / "data"


def read(name: str) -> Proposal:
    return propose_text((DATA / f"{name}.txt").read_text(encoding="utf-8"))


def values(proposal: Proposal) -> dict[str, object]:
    names = ("document_type", "number", "symbol", "style", "place", "issued_on", "issuer", "superior", "subject")
    return {name: found.value if (found := getattr(proposal, name)) else None for name in names}


def test_party_plan() -> None:
    proposal = read("dang")

    assert values(proposal) == {
        "document_type": "Kế hoạch",
        "number": "112",
        "symbol": "KH/TU",
        "style": DocumentStyle.PARTY,
        "place": "An Phú",
        "issued_on": date(2019, 9, 9),
        "issuer": "THÀNH ỦY AN PHÚ",
        "superior": "ĐẢNG BỘ TỈNH MINH CHÂU",
        "subject": "thực hiện Kết luận số 51-KL/TW, ngày 30/5/2019 của Ban Bí thư "
        "về tiếp tục đổi mới căn bản, toàn diện giáo dục và đào tạo",
    }
    assert proposal.bases == []
    assert [(c.type, c.number, c.symbol, c.issued_on, c.issuer) for c in proposal.implements] == [
        ("Kết luận", "51", "KL/TW", date(2019, 5, 30), "Ban Bí thư Trung ương Đảng khóa XII"),
        ("Kế hoạch", "97", "KH/TU", date(2019, 8, 15), "Ban Thường vụ Tỉnh ủy"),
    ]
    assert [(section.label, len(section.children)) for section in proposal.sections] == [
        ("I", 2),
        ("II", 2),
        ("III", 2),
    ]
    assert [child.label for child in proposal.sections[1].children[0].children] == ["a", "b"]
    assert [(found.date, found.rule) for found in proposal.deadlines] == [
        (date(2019, 10, 30), DeadlineRule.BEFORE),
        (date(2019, 12, 15), DeadlineRule.NOT_LATER_THAN),
    ]
    assert [(found.name, found.role) for found in proposal.recipients] == [
        ("Ban Thường vụ Tỉnh ủy", RecipientRole.REPORT_TO),
        ("Ban Tuyên giáo Tỉnh ủy", None),
        ("Các chi, đảng bộ trực thuộc", RecipientRole.CARRY_OUT),
        ("Văn phòng Thành ủy", RecipientRole.FILE),
    ]
    assert proposal.signer
    assert (proposal.signer.capacity, proposal.signer.title) == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")
    assert proposal.signer.name == "Trần Thị Bích Hạnh"
    assert proposal.warnings == []


def test_state_plan_with_mixed_columns_and_wrapped_lines() -> None:
    proposal = read("xa")

    assert values(proposal) == {
        "document_type": "Kế hoạch",
        "number": "27",
        "symbol": "KH-UBND",
        "style": DocumentStyle.STATE,
        "place": "Tân Thành",
        "issued_on": date(2024, 1, 12),
        "issuer": "ỦY BAN NHÂN DÂN XÃ TÂN THÀNH",
        "superior": None,
        "subject": "Thực hiện Chương trình hành động số 18-CTr/TU ngày 05/12/2023 của Tỉnh ủy "
        "về phát triển giáo dục giai đoạn 2024 - 2026",
    }
    assert [(c.type, c.number, c.symbol, c.issued_on) for c in proposal.bases] == [
        ("Luật", None, None, date(2015, 6, 19)),
        ("Luật", "43/2019", "QH14", date(2019, 6, 14)),
        ("Nghị định", "80/2017", "NĐ-CP", date(2017, 7, 17)),
    ]
    assert [(c.number, c.symbol, c.issuer) for c in proposal.implements] == [("18", "CTr/TU", "Tỉnh ủy")]
    assert proposal.signer
    assert proposal.signer.capacity == "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"
    assert (proposal.signer.title, proposal.signer.name) == ("PHÓ CHỦ TỊCH", "Lê Văn Hoà")
    assert [found.name for found in proposal.recipients] == [
        "UBND thành phố",
        "Đảng ủy, HĐND xã",
        "Các trường học trên địa bàn",
        "VT, VHXH",
    ]
    assert proposal.closing
    assert proposal.closing.startswith("Trên đây là Kế hoạch")


def test_numbers_of_a_wrapped_line_open_no_section() -> None:
    situation = read("xa").sections[0]

    assert [child.title for child in situation.children] == ["Thuận lợi", "Khó khăn"]
    assert "trong năm 2023. Phụ huynh đồng thuận." in (situation.children[0].text or "")


def test_targets_of_the_state_plan_leave_out_what_was_reached() -> None:
    targets = read("xa").targets

    assert [(t.section, t.operator, str(t.value), t.value_to and str(t.value_to), t.unit) for t in targets] == [
        ("II.2.1", ">=", "45", None, "%"),
        ("II.2.1", "range", "95", "98", "%"),
        ("II.2.1", ">=", "100", None, "%"),
        ("II.2.1", "<=", "2.8", None, "%"),
        ("II.2.1", "<=", "2", None, "%"),
        ("II.2.1", "<=", "3.2", None, "%"),
        ("II.2.1", "<", "0.1", None, "%"),
        ("II.2.2", "=", "6", None, "phòng học"),
        ("II.2.2", ">=", "1.5", None, "m2/trẻ"),
        ("II.2.2", "<=", "35", None, "học sinh/lớp"),
        ("II.2.2", "improve", "10", None, "%"),
        ("III.1.b", ">=", "2", None, "buổi/tháng"),
        ("III.2", ">=", "2", None, "cuộc"),
    ]


def test_deadlines_of_the_state_plan() -> None:
    assert [(found.date, found.rule) for found in read("xa").deadlines] == [
        (date(2024, 5, 25), DeadlineRule.BEFORE),
        (date(2024, 8, 25), DeadlineRule.BEFORE),
        (date(2024, 12, 10), DeadlineRule.BEFORE),
        (date(2024, 12, 20), DeadlineRule.NOT_LATER_THAN),
        (date(2024, 12, 31), DeadlineRule.NOT_LATER_THAN),
        (date(2024, 12, 28), DeadlineRule.NOT_LATER_THAN),  # "trước 17 giờ" is on the day itself
    ]


def test_school_plan_with_parts_and_blank_number() -> None:
    proposal = read("truong")

    assert values(proposal) == {
        "document_type": "Kế hoạch",
        "number": None,
        "symbol": "KH-THPTND",
        "style": DocumentStyle.STATE,
        "place": "Minh Châu",
        "issued_on": None,
        "issuer": "TRƯỜNG TRUNG HỌC PHỔ THÔNG NGUYỄN DU",
        "superior": "SỞ GIÁO DỤC VÀ ĐÀO TẠO MINH CHÂU",
        "subject": "GIÁO DỤC NHÀ TRƯỜNG Năm học 2023 - 2024",
    }
    assert [(c.number, c.issued_on) for c in proposal.bases] == [("32/2018", date(2018, 12, 26)), ("1234", None)]
    assert [section.label for section in proposal.sections] == ["Phần I", "Phần II", "Phần III"]
    assert [section.title for section in proposal.sections] == [
        "CĂN CỨ XÂY DỰNG KẾ HOẠCH",
        "NỘI DUNG",
        "TỔ CHỨC THỰC HIỆN",
    ]
    assert proposal.sections[1].children[0].children[0].children[0].code == "Phần II.1.1.1"
    assert [child.label for child in proposal.sections[2].children] == ["A", "B", "C"]
    assert proposal.signer == SignerFound("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "ThS. Phạm Quốc Bảo", 49)
    said = "\n".join(proposal.warnings)
    assert "mục “4” không nối tiếp" in said
    assert "“ngày 31/02/2023” không có trong lịch" in said
    assert "số văn bản còn để trống" in said
    assert "ngày ban hành để trống" in said


def test_every_field_knows_its_line() -> None:
    text = (DATA / "xa.txt").read_text(encoding="utf-8").split("\n")
    proposal = read("xa")

    for found in (proposal.number, proposal.place, proposal.issuer, proposal.document_type):
        assert found
        assert found.quote.split()[0] in text[found.line - 1]
        assert 0 < found.confidence <= 1
    for target in proposal.targets:
        assert any(target.quote.split("\n")[0][:30] in line for line in text[target.line - 1 : target.line + 1])


@pytest.mark.parametrize(
    ("head", "issuer", "superior"),
    [
        ("UBND TỈNH A\nSỞ TÀI CHÍNH\n", "SỞ TÀI CHÍNH", "UBND TỈNH A"),
        ("SỞ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH\n", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", None),
        ("UBND THÀNH PHỐ\nHỘI AN\n", "UBND THÀNH PHỐ HỘI AN", None),
        ("TỈNH ỦY MINH CHÂU\nBAN TUYÊN GIÁO\n*\n", "BAN TUYÊN GIÁO", "TỈNH ỦY MINH CHÂU"),
        ("\n", None, None),
    ],
)
def test_bodies_of_the_head(head: str, issuer: str | None, superior: str | None) -> None:
    found = values(propose_text(f"{head}KẾ HOẠCH\nCông tác năm 2024\n"))

    assert (found["issuer"], found["superior"]) == (issuer, superior)


@pytest.mark.parametrize(
    ("line", "number", "symbol", "style"),
    [
        ("Số: 04 /KH-PGDĐT", "04", "KH-PGDĐT", "state"),
        ("Số 97-KH/TU", "97", "KH/TU", "party"),
        ("Số: 125/2024/QĐ-UBND", "125/2024", "QĐ-UBND", "state"),
        ("Số : 12 / KH - THCS", "12", "KH-THCS", "state"),
        ("Số      -KH/ĐU", None, "KH/ĐU", "party"),
        ("Số:      /KH-TH&THCS", None, "KH-TH&THCS", "state"),
    ],
)
def test_numbers_of_the_head(line: str, number: str | None, symbol: str, style: str) -> None:
    found = values(propose_text(f"{line}\nKẾ HOẠCH\nCông tác năm 2024\n"))

    assert (found["number"], found["symbol"], found["style"]) == (number, symbol, style)


def test_number_of_a_basis_is_not_the_number_of_the_plan() -> None:
    found = values(propose_text("KẾ HOẠCH\nCông tác năm\n\nCăn cứ Quyết định số 12/QĐ-UBND ngày 01/02/2024;\n"))

    assert (found["number"], found["issued_on"], found["issuer"]) == (None, None, None)


@pytest.mark.parametrize(
    ("block", "capacity", "title", "name"),
    [
        ("TRƯỞNG PHÒNG\n\nNguyễn Văn An", None, "TRƯỞNG PHÒNG", "Nguyễn Văn An"),
        ("Q. TRƯỞNG PHÒNG\n\nNguyễn Văn An", "Q.", "TRƯỞNG PHÒNG", "Nguyễn Văn An"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n(Đã ký)\nLê Thị B", "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lê Thị B"),
        ("TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG\nVÕ MINH", "TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG", "VÕ MINH"),
        ("K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nHà Thu", "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Hà Thu"),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nĐỗ Hùng", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Đỗ Hùng"),
    ],
)
@pytest.mark.parametrize("recipients", ["Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n", ""])
def test_signature_blocks(recipients: str, block: str, capacity: str | None, title: str, name: str) -> None:
    signer = propose_text(f"KẾ HOẠCH\nCông tác năm\n\n1. Việc chung\nLàm tốt./.\n\n{recipients}{block}\n").signer

    assert signer
    assert (signer.capacity, signer.title, signer.name) == (capacity, title, name)
