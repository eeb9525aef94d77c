"""What the minutes of a visit say, in PDF and in Word: both sides, every topic, what is to mend by when, who signs."""

import datetime as dt
import io
from typing import Any

import docx
import pdfplumber
import pytest
from PIL import Image

from facilities.enums import FindingResult, InspectionKind
from facilities.models import Inspection, Photo
from facilities.queries.inspections import with_content
from facilities.services.photos import add_photo
from plans.enums import PlanStatus
from plans.models import Plan
from reports.documents.content import Item, MinutesDocument, Paragraph, Table
from reports.documents.docx import render_docx
from reports.documents.inspection_minutes import build_inspection_minutes
from reports.documents.pdf import render_pdf
from reports.views.inspection_minutes import plan_of_visit
from schools.enums import Role
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    MembershipFactory,
    OfficeFactory,
    OrganisationProfileFactory,
    PlanFactory,
    SchoolFactory,
    UserFactory,
    WorkFactory,
)
from tests.reports import files
from tests.reports.texts import one_line, words_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 10, 8)


@pytest.fixture
def plan() -> Plan:
    """Of an office whose words are not its short name."""
    found: Plan = PlanFactory(number="04", symbol="KH-CQ", subject="Nhiệm vụ trọng tâm")
    OrganisationProfileFactory(
        organisation=found.receiver, name="Cơ quan Giáo dục Nơi Ấy", symbol="CQGD", place_name="Nơi Ấy"
    )
    return found


@pytest.fixture
def visit(plan: Plan) -> Inspection:
    """An ended visit with a line of each answer and a work."""
    school = SchoolFactory(name="MN Cẩm Vũ")
    OrganisationProfileFactory(organisation=school.organisation, name="Trường Mầm non Cẩm Vũ", head_title="Hiệu trưởng")
    MembershipFactory(organisation=school.organisation, role=Role.PRINCIPAL, user__full_name="Nguyễn Thị Hoa")
    found: Inspection = InspectionFactory(
        done=True,
        school=school,
        office=plan.receiver,
        kind=InspectionKind.QUARTERLY,
        visited_on=DAY,
        members="- Đỗ Minh Khải, chuyên viên\n+ Trần Văn Bình, cán bộ",
        school_people="Nguyễn Thị Hoa, hiệu trưởng",
        conclusion="Nhà trường giữ nền nếp.\n\nHai việc phải khắc phục.",
        demands="Báo kết quả đúng hạn.",
        school_opinion="Đề nghị hỗ trợ kinh phí.",
    )
    issue = {"result": FindingResult.ISSUE}
    lines: tuple[dict[str, Any], ...] = (
        {"text": "Phòng học đủ", "result": FindingResult.GOOD, "note": "Sạch, đủ sáng"},
        {"text": "Bình chữa cháy", **issue, "note": "Hết hạn kiểm định", "mend_by": dt.date(2018, 10, 22)},
        {"text": "Bán trú", "result": FindingResult.NOT_APPLICABLE},
        {"text": "Sổ theo dõi", "result": FindingResult.NOT_LOOKED},
        {"text": "Tường rào", **issue, "note": "Đổ 8 mét", "mend_by": dt.date(2018, 11, 2)},
        {
            "text": "Công trình: Nhà lớp học",
            "work": WorkFactory(school=school),
            "result": FindingResult.GOOD,
            "seen_percent": 45,
            "note": "Đang lợp mái",
        },
    )
    for position, line in enumerate(lines, 1):
        FindingFactory(inspection=found, position=position, **line)
    return found


def built(visit: Inspection, plan: Plan) -> MinutesDocument:
    return build_inspection_minutes(plan, with_content(Inspection.objects.filter(pk=visit.pk)).get())


def take_photo(visit: Inspection, size: tuple[int, int], line: int | None = None, caption: str = "") -> Photo:
    finding = visit.findings.get(position=line) if line else None
    upload = files.upload(files.picture("JPEG", size), "anh.jpg")
    return add_photo(upload=upload, by=UserFactory(), inspection=visit, finding=finding, caption=caption)


@pytest.mark.parametrize("render", [render_pdf, render_docx])
def test_everything_written_on_the_visit_can_be_read_in_both_files(visit: Inspection, plan: Plan, render: Any) -> None:
    said = words_in(render(built(visit, plan)))

    for words in (
        "CƠ QUAN GIÁO DỤC NƠI ẤY", "BIÊN BẢN", "Kiểm tra hằng quý tại Trường Mầm non Cẩm Vũ", "Căn cứ Kế hoạch số",
        "ngày 08 tháng 10 năm 2018", "đoàn kiểm tra của Cơ quan Giáo dục Nơi Ấy làm việc với Trường Mầm non Cẩm Vũ",
        "Đỗ Minh Khải, chuyên viên", "Trần Văn Bình, cán bộ", "Nguyễn Thị Hoa, hiệu trưởng",
        "Danh mục có 6 nội dung: 1 chưa kiểm tra, 2 đạt, 2 cần khắc phục, 1 không có.",
        "Phòng học đủ", "Sạch, đủ sáng", "Bán trú", "Sổ theo dõi", "Xong chậm nhất", "22/10/2018", "02/11/2018",
        "Nhà trường giữ nền nếp.", "Hai việc phải khắc phục.", "Báo kết quả đúng hạn.", "Đề nghị hỗ trợ kinh phí.",
        "Biên bản lập thành 02 bản", "ĐẠI DIỆN NHÀ TRƯỜNG", "HIỆU TRƯỞNG", "TRƯỞNG ĐOÀN KIỂM TRA", "Nơi nhận:",
    ):  # fmt: skip
        assert words.casefold() in said.casefold(), words


def test_lines_stand_in_their_order_and_what_is_to_mend_once_more_with_its_day(visit: Inspection, plan: Plan) -> None:
    checked, to_mend = [block for block in built(visit, plan).body if isinstance(block, Table)]

    assert [row.cells for row in checked.rows] == [
        ("1", "Phòng học đủ", "Đạt", "Sạch, đủ sáng"),
        ("2", "Bình chữa cháy", "Cần khắc phục", "Hết hạn kiểm định"),
        ("3", "Bán trú", "Không có", ""),
        ("4", "Sổ theo dõi", "Chưa kiểm tra", ""),
        ("5", "Tường rào", "Cần khắc phục", "Đổ 8 mét"),
        ("6", "Công trình: Nhà lớp học", "Đạt", "Khối lượng thấy tại chỗ 45%. Đang lợp mái"),
    ]
    assert [row.cells for row in to_mend.rows] == [
        ("1", "Bình chữa cháy", "Hết hạn kiểm định", "22/10/2018"),
        ("2", "Tường rào", "Đổ 8 mét", "02/11/2018"),
    ]


def test_what_the_school_mends_later_changes_nothing(visit: Inspection, plan: Plan) -> None:
    before = built(visit, plan)

    visit.findings.filter(position=2).update(mended_on=dt.date(2018, 10, 17), mended_note="Đã thay")

    assert built(visit, plan) == before


def test_a_visit_that_found_nothing_says_so_and_leaves_room_for_names(plan: Plan) -> None:
    visit = InspectionFactory(done=True, office=plan.receiver, visited_on=DAY, conclusion="Tốt.")
    FindingFactory(inspection=visit, result=FindingResult.GOOD)

    document = built(visit, plan)

    said = [block.text for block in document.body if isinstance(block, Paragraph)]
    people = [block.text for block in document.body if isinstance(block, Item)]
    assert said[1:] == [
        "Không có việc nào phải khắc phục.",
        "Tốt.",
        "Không có yêu cầu nào thêm.",
        "Nhà trường không có ý kiến khác.",
    ]
    assert people == ["." * 100, "." * 100]
    assert document.appendices == ()


def test_who_signs_for_the_school_is_its_head_of_the_day(visit: Inspection, plan: Plan) -> None:
    school = visit.school.organisation
    school.memberships.update(starts_on=DAY + dt.timedelta(days=1))
    MembershipFactory(organisation=school, role=Role.PRINCIPAL, ends_on=DAY, user__full_name="Lê Thị Trước")

    counterpart = built(visit, plan).counterpart

    assert counterpart is not None
    assert (counterpart.capacity, counterpart.title, counterpart.name) == (
        "Đại diện nhà trường", "Hiệu trưởng", "Lê Thị Trước",
    )  # fmt: skip


def test_number_and_day_are_left_to_the_clerk(visit: Inspection, plan: Plan) -> None:
    letterhead = built(visit, plan).letterhead

    number, symbol = letterhead.number_line.split("/")
    assert (number.strip(), symbol) == ("Số:", "BB-CQGD")
    assert one_line(letterhead.date_line) == "Nơi Ấy, ngày tháng năm 2018"


def test_photos_follow_in_an_appendix_upright_and_unbent(visit: Inspection, plan: Plan) -> None:
    take_photo(visit, (640, 480), caption="Cổng trường")
    take_photo(visit, (300, 600), line=5)
    take_photo(visit, (800, 600), line=2)

    data = render_pdf(built(visit, plan))

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        last = pdf.pages[-1]
        text = one_line(last.extract_text() or "")
        shapes = [round(image["width"] / image["height"], 2) for image in last.images]
        inside = all(0 <= image["x0"] and image["x1"] <= last.width for image in last.images)
    assert "ẢNH CHỤP TẠI CHỖ" in text
    assert [text.index(f"Ảnh {number}. {what}") > 0 for number, what in
            ((1, "Bình chữa cháy"), (2, "Tường rào"), (3, "Cổng trường"))] == [True] * 3  # fmt: skip
    assert sorted(shapes) == [0.5, 1.33, 1.33]
    assert inside


def test_a_photo_whose_file_is_lost_leaves_its_place_and_its_name(visit: Inspection, plan: Plan) -> None:
    photo = take_photo(visit, (640, 480), caption="Cổng trường")
    photo.file.storage.delete(photo.file.name)

    document = built(visit, plan)

    for data in (render_pdf(document), render_docx(document)):
        assert "(Không còn tệp ảnh)" in words_in(data)
        assert "Ảnh 1. Cổng trường" in words_in(data)


def test_word_keeps_photos_as_pictures_of_the_same_shape(visit: Inspection, plan: Plan) -> None:
    take_photo(visit, (300, 600))

    (shape,) = docx.Document(io.BytesIO(render_docx(built(visit, plan)))).inline_shapes

    assert shape.width / shape.height == pytest.approx(0.5, rel=0.02)


def test_a_long_visit_is_printed_whole_and_signatures_stay_together(visit: Inspection, plan: Plan) -> None:
    for position in range(7, 47):
        FindingFactory(
            inspection=visit, position=position, text=f"Nội dung {position} dài", note="Nhận xét rất dài. " * 12
        )

    with pdfplumber.open(io.BytesIO(render_pdf(built(visit, plan)))) as pdf:
        pages = [one_line(page.extract_text() or "") for page in pdf.pages]

    assert len(pages) > 4
    assert all(f"Nội dung {position} dài" in " ".join(pages) for position in range(7, 47))
    (signed,) = [page for page in pages if "TRƯỞNG ĐOÀN KIỂM TRA" in page]
    assert "ĐẠI DIỆN NHÀ TRƯỜNG" in signed
    assert "Nguyễn Thị Hoa" in signed


# -- the plan it names --------------------------------------------------------------------------------------------
def test_the_plan_is_the_latest_that_had_been_issued() -> None:
    office = OfficeFactory()
    visit = InspectionFactory(office=office, visited_on=dt.date(2018, 10, 8))
    assert plan_of_visit(visit) is None
    PlanFactory(issuer=office, year=2018, status=PlanStatus.DRAFT)
    PlanFactory(year=2018)  # of another office
    assert plan_of_visit(visit) is None

    later = PlanFactory(issuer=office, year=2018, issued_on=dt.date(2018, 10, 9))
    assert plan_of_visit(visit) == later, "there is no other"
    older = PlanFactory(issuer=office, year=2017)
    assert plan_of_visit(visit) == older, "nothing is based on what had not been written"
    without_day = PlanFactory(issuer=office, year=2018, issued_on=None, status=PlanStatus.CLOSED)
    PlanFactory(issuer=office, year=2019, issued_on=dt.date(2018, 10, 1))
    assert plan_of_visit(visit) == without_day


def test_pictures_of_minutes_are_the_cleaned_ones(visit: Inspection, plan: Plan) -> None:
    take_photo(visit, (3000, 1500))

    with pdfplumber.open(io.BytesIO(render_pdf(built(visit, plan)))) as pdf:
        (picture,) = pdf.pages[-1].images

    with Photo.objects.get().file.open("rb") as stored, Image.open(stored) as kept:
        assert picture["srcsize"] == kept.size == (1600, 800)
