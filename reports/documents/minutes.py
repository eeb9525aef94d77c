"""The form of the minutes of an inspection (biên bản, BB), filled in with what the portal knows of the body visited.

Who came, what was found and what was agreed is written by hand; a visit written down in the portal has minutes of its
own (`inspection_minutes`). Two sides sign (domain reference §1.2).
"""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from plans.enums import TaskStatus
from plans.models import Plan
from reports.documents.content import Block, Column, Heading, Item, MinutesDocument, Paragraph, Row, Signature, Table
from reports.documents.frame import letterhead, parted, recipient_lines
from reports.documents.profiles import profile_for
from reports.documents.signers import head_name
from reports.documents.wording import citation, decapitalised, period_text, words_of
from reports.models import Submission
from reports.queries.rows import GridRow, TaskRow
from reports.queries.sheet import Sheet, load_sheet
from reports.queries.targets import with_frozen_content
from schools.enums import Role
from schools.models import Organisation
from vietnamese.dates import format_date, format_date_long

KIND, SYMBOL = "BIÊN BẢN", "BB"
# A line to write on, about as wide as the text; shorter ones stand behind words.
LINE = "." * 120
NAME, POST, SHORT = "." * 44, "." * 34, "." * 6
MEMBERS, LINES = 3, 4


def latest_sent(plan: Plan, organisation: Organisation) -> Submission | None:
    """The newest report of the plan that the body has sent and that is not being corrected."""
    rows = Submission.objects.reports().sent().filter(organisation=organisation, period__plan=plan)
    found = with_frozen_content(rows).select_related("organisation__school", "period__plan")
    return found.order_by("-period__position").first()


def build_minutes(plan: Plan, organisation: Organisation, day: dt.date) -> MinutesDocument:
    """The form on the day; `plan` comes with its issuer and receiver."""
    office, visited = words_of(plan.receiver, day), words_of(organisation, day)
    profile = profile_for(plan.style, day)
    report = latest_sent(plan, organisation)
    number = profile.numbered("\u00a0" * 10, profile.symbol(SYMBOL, office.symbol))
    role = Role.PRINCIPAL if hasattr(organisation, "school") else Role.HEAD
    head_title = visited.head_title or str(role.label)
    head = head_name(organisation, day) or visited.signer_name
    return MinutesDocument(
        letterhead=letterhead(
            office, profile, place=visited.place_name or plan.place_name, year=day.year, number=number
        ),
        kind=KIND,
        subject=f"Kiểm tra việc thực hiện {decapitalised(plan.report_subject)} tại {visited.name}",
        addressee="",
        is_illustrative=settings.DEMO or plan.is_illustrative or organisation.is_illustrative,
        basis=(f"Căn cứ {citation(plan, words_of(plan.issuer, plan.issued_on or day).name)};",),
        opening=(
            Paragraph(
                f"Hôm nay, hồi {SHORT} giờ {SHORT}, ngày {SHORT} tháng {SHORT} năm {day.year}, tại {visited.name}, "
                f"đoàn kiểm tra của {office.name} làm việc với {visited.name}."
            ),
        ),
        body=parted(_body(report, office.name, visited.name, f"{head or NAME}, {head_title}"), profile),
        closing=profile.ended(
            f"Việc kiểm tra kết thúc hồi {SHORT} giờ {SHORT} cùng ngày. Biên bản lập thành 02 bản, hai bên đã đọc, "
            "thống nhất nội dung và mỗi bên giữ 01 bản."
        ),
        recipients=recipient_lines((visited.short_name or visited.name,), office, profile),
        signature=Signature("", "Trưởng đoàn kiểm tra", ""),
        visited=Signature("Đại diện đơn vị", head_title, head),
        appendices=(),
        profile=profile.key,
    )


def _body(report: Submission | None, office: str, visited: str, head: str) -> tuple[Block, ...]:
    return (
        Heading(1, "I.", "Thành phần"),
        Heading(2, "1.", f"Đoàn kiểm tra của {office}"),
        *(Item(f"Ông (bà): {NAME} chức vụ: {POST}") for _ in range(MEMBERS)),
        Heading(2, "2.", visited),
        Item(f"Ông (bà): {head}"),
        Item(f"Ông (bà): {NAME} chức vụ: {POST}"),
        Heading(1, "II.", "Nội dung kiểm tra"),
        *_reported(report),
        Heading(1, "III.", "Nhận xét của đoàn kiểm tra"),
        Heading(2, "1.", "Ưu điểm"),
        *_lines(),
        Heading(2, "2.", "Hạn chế, nguyên nhân"),
        *_lines(),
        Heading(1, "IV.", "Kết luận, kiến nghị"),
        *_lines(),
        Paragraph(f"Thời hạn khắc phục: trước ngày {SHORT} tháng {SHORT} năm {SHORT}{SHORT}"),
        Heading(1, "V.", "Ý kiến của đơn vị được kiểm tra"),
        *_lines(),
    )


def _lines() -> list[Block]:
    return [Paragraph(LINE) for _ in range(LINES)]


def _reported(report: Submission | None) -> list[Block]:
    """What the body reported last, beside empty columns for what is found on the spot."""
    if report is None:
        nothing = "Đơn vị chưa gửi báo cáo nào của kế hoạch này nên không có số liệu để đối chiếu."
        return [Paragraph(nothing), *_lines()]
    sheet: Sheet = load_sheet(report)
    sent = format_date_long(report.submitted_at) if report.submitted_at else ""
    state = report.get_status_display().lower()
    blocks: list[Block] = [
        Paragraph(
            f"Số liệu dưới đây lấy từ báo cáo {period_text(report.period)} của đơn vị (lần nộp {report.revision}, "
            f"{sent}, {state}), chốt đến hết ngày {format_date(report.period.data_to)}."
        )
    ]
    judged = [row for row in sheet.grid if row.target_text] or sheet.grid
    if judged:
        blocks += [Heading(2, "1.", "Chỉ tiêu"), _targets(judged)]
    if sheet.tasks:
        blocks += [Heading(2, f"{1 + bool(judged)}.", "Nhiệm vụ"), _tasks(sheet.tasks)]
    return blocks


def _targets(rows: Sequence[GridRow]) -> Table:
    columns = (
        Column("TT", 6, "center"),
        Column("Chỉ tiêu", 34),
        Column("ĐVT", 9, "center"),
        Column("Kế hoạch", 12, "center"),
        Column("Đơn vị báo cáo", 14, "right"),
        Column("Kiểm tra thực tế", 25),
    )
    cells = ((row.name, row.unit, row.target_text, row.actual_text or "Chưa có số liệu", "") for row in rows)
    return Table("", columns, tuple(Row((str(number), *one)) for number, one in enumerate(cells, 1)))


def _tasks(rows: Sequence[TaskRow]) -> Table:
    columns = (
        Column("TT", 6, "center"),
        Column("Nhiệm vụ", 42),
        Column("Đơn vị báo cáo", 22),
        Column("Kiểm tra thực tế", 30),
    )
    return Table("", columns, tuple(Row((str(n), row.title, _standing(row), "")) for n, row in enumerate(rows, 1)))


def _standing(row: TaskRow) -> str:
    if not row.status:
        return "Chưa có thông tin"
    done = row.progress is None or row.status == TaskStatus.DONE
    return row.status_label if done else f"{row.status_label}, {row.progress}%"
