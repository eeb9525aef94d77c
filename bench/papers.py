"""What `bench/documents.py` lays out, made in memory: the same summary on every machine and every day."""

from reports.charts import Chart, Series
from reports.documents.content import (
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    Letterhead,
    PaperDocument,
    Paragraph,
    Row,
    Signature,
    SummaryDocument,
    Table,
    Verification,
)

SCHOOLS = 60
SENTENCE = (
    "Các trường đã triển khai nhiệm vụ theo kế hoạch, phân công cụ thể, kiểm tra thường xuyên và báo cáo kết quả đúng "
    "hạn; một số trường còn thiếu phòng học bộ môn, đang lập dự toán trình cấp có thẩm quyền xem xét. "
)
WIDE = (
    Column("TT", 5, "center"),
    Column("Trường", 25),
    Column("Địa bàn", 15),
    Column("Kế hoạch", 11, "right"),
    Column("Kỳ trước", 11, "right"),
    Column("Thực hiện", 11, "right"),
    Column("So kế hoạch", 11, "right"),
    Column("Đánh giá", 11),
)


def twelve_pages() -> SummaryDocument:
    """A summary of twelve pages: four of text with two charts and a table, and four appendices with a row for each of
    60 schools, grouped by level and added up; about 2,000 cells."""
    numerals = ("I", "II", "III", "IV")
    return SummaryDocument(
        letterhead=Letterhead(
            "CƠ QUAN CẤP TRÊN", "CƠ QUAN BÁO CÁO", "Số:          /BC-CQ", "Nơi đây, ngày    tháng    năm"
        ),
        kind="BÁO CÁO",
        subject="Kết quả thực hiện nhiệm vụ trọng tâm của ngành 6 tháng đầu năm",
        addressee="Ủy ban nhận báo cáo",
        is_illustrative=False,
        opening=(Paragraph(SENTENCE * 2), Item(SENTENCE)),
        body=_body(),
        closing="Trên đây là báo cáo kết quả thực hiện nhiệm vụ, kính báo cáo Ủy ban xem xét, chỉ đạo./.",
        recipients=("- Như trên;", "- Các trường;", "- Lưu: VT, TH."),
        signature=Signature("", "Người đứng đầu", "Nguyễn Thị Minh Họa"),
        appendices=tuple(
            Appendix(
                f"Phụ lục {numeral}",
                f"Tổng hợp số {numeral}",
                "(Kèm theo Báo cáo số          /BC-CQ)",
                (rows_of(SCHOOLS),),
            )
            for numeral in numerals
        ),
        verification=Verification("ABCDE-FGHJK-LMNPQ-RSTUV", "https://example.vn/verify/ABCDEFGHJKLMNPQRSTUV/"),
    )


def paper(number: int) -> PaperDocument:
    """The report of one school on three pages, with its table of figures; no two are equal."""
    return PaperDocument(
        letterhead=Letterhead(
            "CƠ QUAN BÁO CÁO", f"TRƯỜNG SỐ {number}", "Số:          /BC-T", "Nơi đây, ngày    tháng    năm"
        ),
        kind="BÁO CÁO",
        subject="Kết quả thực hiện nhiệm vụ trọng tâm 6 tháng đầu năm",
        addressee="Cơ quan nhận báo cáo",
        is_illustrative=False,
        opening=(Paragraph(SENTENCE),),
        body=_parts(),
        closing=f"Trên đây là báo cáo của Trường số {number}./.",
        recipients=("- Như trên;", "- Lưu: VT."),
        signature=Signature("", "Hiệu trưởng", "Nguyễn Thị Minh Họa"),
        appendices=(Appendix("Phụ lục", "Biểu số liệu", "(Kèm theo Báo cáo)", (rows_of(12),)),),
    )


def rows_of(count: int) -> Table:
    """A table with a row a school, a heading for each third and the sum."""
    rows: list[Row] = []
    for number in range(1, count + 1):
        if number % (count // 3) == 1:
            rows.append(Row((f"Cấp học thứ {number * 3 // count + 1}", *("",) * 7), "group"))
        figures = (
            f"{number}",
            f"Trường số {number}",
            f"Xã số {number % 19}",
            "≥ 80%",
            f"{number},5",
            f"{number},75",
            "+0,25",
        )
        rows.append(Row((*figures, "Đạt" if number % 4 else "Chậm")))
    return Table("", WIDE, (*rows, Row(("", "Cộng", "", "", f"{count}", f"{count}", "", ""), "total")))


def _parts() -> tuple[Block, ...]:
    blocks: list[Block] = []
    for part in ("I.", "II.", "III."):
        blocks += [Heading(1, part, "Nội dung của phần"), *(Paragraph(SENTENCE * 2) for _ in range(3))]
    return tuple(blocks)


def _body() -> tuple[Block, ...]:
    blocks: list[Block] = []
    for numeral in ("I", "II", "III"):
        blocks.append(Heading(1, f"{numeral}.", f"Nội dung của phần {numeral}"))
        for part in (1, 2):
            blocks.append(Heading(2, f"{part}.", "Nội dung của mục"))
            blocks += [Paragraph(SENTENCE), Item(SENTENCE)]
        if numeral in ("I", "II"):
            labels = tuple(f"Xã số {number}" for number in range(1, 20))
            series = [
                Series(name, tuple((at * factor) % 5 + 1 for at in range(19)))
                for name, factor in (("Đúng hạn", 3), ("Trễ hạn", 7))
            ]
            blocks.append(Chart(f"Biểu đồ {numeral}. Số báo cáo theo xã", labels, tuple(series)))
    return (*blocks, rows_of(15))
