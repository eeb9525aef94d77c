"""The minutes of a visit (biên bản, BB), filled in from what was written down on the spot.

Everything is as it was when the visit ended; what the school mended later is no part of it. Number and day of the
document stay blank, the clerk gives them (domain reference §1.2).
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings

from facilities.enums import FindingResult
from facilities.models import Finding, Inspection, Photo
from plans.models import Plan
from reports.documents.content import (
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    MinutesDocument,
    Paragraph,
    Picture,
    Pictures,
    Row,
    Signature,
    Table,
)
from reports.documents.frame import appendix_reference, letterhead, parted, recipient_lines
from reports.documents.profiles import profile_for
from reports.documents.signers import head_name
from reports.documents.wording import citation, words_of
from schools.enums import Role
from vietnamese.dates import format_date, format_date_long

KIND, SYMBOL, APPENDIX = "BIÊN BẢN", "BB", "Phụ lục"
BLANK = "." * 6
LEADER = "Trưởng đoàn kiểm tra"
COLUMNS = (
    Column("TT", 6, "center"),
    Column("Nội dung kiểm tra", 40),
    Column("Kết quả", 16),
    Column("Nhận xét", 38),
)
TO_MEND = (
    Column("TT", 6, "center"),
    Column("Nội dung", 32),
    Column("Việc phải khắc phục", 42),
    Column("Xong chậm nhất", 20, "center"),
)


def build_inspection_minutes(plan: Plan, visit: Inspection) -> MinutesDocument:
    """The minutes of a visit that has ended; `visit` comes with its content (`facilities.queries.inspections`)."""
    day, school = visit.visited_on, visit.school.organisation
    office, visited = words_of(visit.office, day), words_of(school, day)
    profile = profile_for(plan.style, day)
    number = profile.numbered("\u00a0" * 10, profile.symbol(SYMBOL, office.symbol))
    lines = list(visit.findings.all())
    photos = _photos(visit, lines)
    reference = appendix_reference(office, profile, day.year, kind=KIND, number=number)
    return MinutesDocument(
        letterhead=letterhead(
            office, profile, place=office.place_name or plan.place_name, year=day.year, number=number
        ),
        kind=KIND,
        subject=f"{visit.get_kind_display()} tại {visited.name}",
        addressee="",
        is_illustrative=settings.DEMO or visit.is_illustrative or school.is_illustrative,
        basis=(f"Căn cứ {citation(plan, words_of(plan.issuer, plan.issued_on or day).name)};",),
        opening=(_opening(day, office.name, visited.name),),
        body=parted(_body(visit, lines, office.name, visited.name), profile),
        closing=profile.ended(
            f"Việc kiểm tra kết thúc hồi {BLANK} giờ {BLANK} cùng ngày. Biên bản lập thành 02 bản, hai bên đã đọc, "
            "thống nhất nội dung và mỗi bên giữ 01 bản."
        ),
        recipients=recipient_lines((visited.short_name or visited.name,), office, profile),
        signature=Signature("", LEADER, ""),
        visited=Signature(
            "Đại diện nhà trường",
            visited.head_title or str(Role.PRINCIPAL.label),
            head_name(school, day) or visited.signer_name,
        ),
        appendices=(Appendix(APPENDIX, "Ảnh chụp tại chỗ", reference, (Pictures(photos),)),) if photos else (),
        profile=profile.key,
    )


def _opening(day: dt.date, office: str, visited: str) -> Paragraph:
    when = f"Hôm nay, hồi {BLANK} giờ {BLANK}, {format_date_long(day)}"
    return Paragraph(f"{when}, tại {visited}, đoàn kiểm tra của {office} làm việc với {visited}.")


def _body(visit: Inspection, lines: Sequence[Finding], office: str, visited: str) -> list[Block]:
    to_mend = [line for line in lines if line.result == FindingResult.ISSUE]
    nobody = "." * 100
    return [
        Heading(1, "I.", "Thành phần"),
        Heading(2, "1.", f"Đoàn kiểm tra của {office}"),
        *_items(visit.members or nobody),
        Heading(2, "2.", visited),
        *_items(visit.school_people or nobody),
        Heading(1, "II.", "Nội dung và kết quả kiểm tra"),
        Paragraph(_counted(lines)),
        Table("", COLUMNS, tuple(_row(number, line) for number, line in enumerate(lines, 1))),
        Heading(1, "III.", "Việc phải khắc phục"),
        _mending(to_mend) if to_mend else Paragraph("Không có việc nào phải khắc phục."),
        Heading(1, "IV.", "Kết luận"),
        *_paragraphs(visit.conclusion),
        Heading(1, "V.", "Yêu cầu đối với nhà trường"),
        *(_items(visit.demands) if visit.demands else [Paragraph("Không có yêu cầu nào thêm.")]),
        Heading(1, "VI.", "Ý kiến của nhà trường"),
        *(_paragraphs(visit.school_opinion or "Nhà trường không có ý kiến khác.")),
    ]


def _counted(lines: Sequence[Finding]) -> str:
    """How many lines there are, and how many of each answer."""
    counts = [(label.lower(), sum(line.result == value for line in lines)) for value, label in FindingResult.choices]
    said = ", ".join(f"{count} {label}" for label, count in counts if count)
    return f"Danh mục có {len(lines)} nội dung: {said}."


def _row(number: int, line: Finding) -> Row:
    note = line.note
    if line.seen_percent is not None:
        note = f"Khối lượng thấy tại chỗ {line.seen_percent}%. {note}".strip()
    return Row((str(number), line.text, str(line.get_result_display()), note))


def _mending(lines: Iterable[Finding]) -> Table:
    rows = ((line.text, line.note, format_date(line.mend_by)) for line in lines)
    return Table("", TO_MEND, tuple(Row((str(number), *row)) for number, row in enumerate(rows, 1)))


def _items(text: str) -> list[Item]:
    return [Item(line) for line in _lines(text)]


def _paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    """One line each, without the sign that people type in front."""
    return [line.strip().lstrip("-–+ ").strip() for line in text.splitlines() if line.strip(" -–+")]


def _photos(visit: Inspection, lines: Iterable[Finding]) -> tuple[Picture, ...]:
    """Those of the lines in their order, then those of the whole visit, each numbered and named by what it shows."""
    found = [(photo, line.text) for line in lines for photo in line.photos.all()]
    found += [(photo, "") for photo in visit.photos.all() if photo.finding_id is None]
    return tuple(_picture(number, photo, about) for number, (photo, about) in enumerate(found, 1))


def _picture(number: int, photo: Photo, about: str) -> Picture:
    said = photo.caption or about or "Toàn cảnh"
    return Picture(str(photo.file.name), photo.sha256, f"Ảnh {number}. {said}", photo.width, photo.height)
