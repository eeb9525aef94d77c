"""The letter that urges late bodies to report (công văn đôn đốc): from its frozen rows to plain content.

What is said follows domain reference §6.5, the layout §1.2 or §1.4. The names of the bodies are those of the day the
letter was drawn up, so that the same letter has the same content on every later day.
"""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.documents.content import Appendix, Block, Column, LetterDocument, Paragraph, Row, Signature, Table
from reports.documents.frame import appendix_reference, blank_letter_number, letterhead, recipient_lines
from reports.documents.paper import text_blocks
from reports.documents.profiles import profile_for
from reports.documents.wording import citation, decapitalised, joined, period_text, words_of
from reports.late_row import LateRow
from reports.models import ReminderLetter
from schools.enums import Role
from schools.models import Membership
from vietnamese.dates import format_date, format_date_long

KIND = "CÔNG VĂN"
PORTAL = "Cổng theo dõi kế hoạch giáo dục"
APPENDIX = "Phụ lục"
ENCLOSED = "danh sách kèm theo"
NOT_SENT, NOT_SENT_AGAIN = "Chưa gửi", "Chưa gửi lại"
# More bodies that are no schools than these are called together, and the list names them.
NAMED_BODIES = 4
# Who signs for the head is no longer the person in the head's seat (domain reference §1.2, row 7a).
FOR_THE_HEAD = ("KT.", "TL.", "TUQ.", "K/T", "T/L")


def build_letter(letter: ReminderLetter) -> LetterDocument:
    """The document of a letter; a constant number of queries.

    Number, day and month stay blank: the clerk assigns them when the letter is released (domain reference §1.3).
    """
    period = ReportingPeriod.objects.select_related("plan__issuer", "plan__receiver", "plan__forwarded_to").get(
        pk=letter.period_id
    )
    prefetch_related_objects([period.plan.issuer, period.plan.receiver, period.plan.forwarded_to], "profiles")
    return _Builder(letter, period).document()


class _Builder:
    """What is loaded once and read by the parts of one letter."""

    def __init__(self, letter: ReminderLetter, period: ReportingPeriod) -> None:
        self.letter, self.period, self.plan = letter, period, period.plan
        self.day: dt.date = letter.as_of
        self.rows = letter.late_rows
        self.office = words_of(self.plan.receiver, self.day)
        self.leaders = words_of(self.plan.forwarded_to, self.day)
        self.unit = "trường" if all(row.is_school for row in self.rows) else "đơn vị"
        self.profile = profile_for(self.plan.style, self.day)
        self.number = blank_letter_number(self.office, self.profile)
        self.is_illustrative = settings.DEMO or self.plan.is_illustrative

    def document(self) -> LetterDocument:
        return LetterDocument(
            letterhead=letterhead(
                self.office,
                self.profile,
                place=self.plan.place_name or self.office.place_name,
                year=self.day.year,
                number=self.number,
            ),
            kind=KIND,
            subject=subject_of_letter(self.period),
            addressee="\n".join(addressees_of(self.rows)),
            is_illustrative=self.is_illustrative,
            opening=(Paragraph(self._basis()), Paragraph(self._state())),
            body=self._body(),
            closing=self.profile.ended(f"{self.office.name} đề nghị {self._those} nghiêm túc thực hiện."),
            recipients=self._recipients(),
            signature=self._signature(),
            appendices=(self._appendix(),),
            profile=self.profile.key,
        )

    @property
    def _those(self) -> str:
        return self.rows[0].organisation if len(self.rows) == 1 else f"các {self.unit}"

    def _basis(self) -> str:
        """What the bodies owe and since when, the plan cited in full because it is the first time."""
        issuer = words_of(self.plan.issuer, self.plan.issued_on or self.day).name
        return (
            f"Căn cứ {citation(self.plan, issuer)}, các {self.unit} gửi báo cáo {period_text(self.period)} về "
            f"{self.office.name} {decapitalised(self.period.deadline_text)}."
        )

    def _state(self) -> str:
        again = sum(row.is_returned for row in self.rows)
        counts = (
            (len(self.rows) - again, "quá hạn chưa gửi báo cáo"),
            (again, "quá hạn chưa gửi lại báo cáo đã được yêu cầu bổ sung"),
        )
        late = [f"{number:02d} {self.unit} {state}" for number, state in counts if number]
        return f"Tính đến {format_date_long(self.day)}, còn {joined(late)} ({ENCLOSED})."

    def _body(self) -> tuple[Block, ...]:
        return (
            Paragraph(
                f"{self.office.name} đề nghị {self._asked()} chỉ đạo hoàn thành và gửi báo cáo trên {PORTAL} trước "
                f"{moment_text(self.letter.respond_by)}; báo cáo nêu rõ lý do gửi chậm."
            ),
            *text_blocks(self.letter.note),
            Paragraph(self._afterwards()),
        )

    def _asked(self) -> str:
        """Who has to see to it."""
        if len(self.rows) == 1:
            return addressees_of(self.rows)[0]
        heads = common_head(self.rows) if self.unit == "trường" else "thủ trưởng"
        return f"{heads} các {self.unit} có tên trong danh sách"

    def _afterwards(self) -> str:
        text = f"Sau thời hạn trên, {self.office.addressed_as or self.office.name} tổng hợp tình hình gửi báo cáo"
        if self.plan.forwarded_to_id != self.plan.receiver_id:
            text += f", báo cáo {self.leaders.name}"
        return f"{text}; việc chấp hành chế độ báo cáo là căn cứ đánh giá thi đua của đơn vị."

    def _recipients(self) -> tuple[str, ...]:
        """`Như trên`, those above for their information, and the file."""
        above = (
            () if self.plan.forwarded_to_id == self.plan.receiver_id else (f"{self.leaders.short_name} (để báo cáo)",)
        )
        return recipient_lines(("Như trên", *above), self.office, self.profile)

    def _signature(self) -> Signature:
        """The head by the words of the day; the name from the profile, else of the person in the head's seat."""
        capacity, name = self.office.signing_capacity, self.office.signer_name
        if not name and not capacity.upper().startswith(FOR_THE_HEAD):
            seats = Membership.objects.in_force(self.day).filter(organisation=self.plan.receiver_id, role=Role.HEAD)
            head = seats.select_related("user").order_by("-starts_on", "-pk").first()
            name = head.user.get_full_name() if head else ""
        return Signature(self.profile.capacity(capacity), self.office.head_title or Role.HEAD.label, name)

    def _appendix(self) -> Appendix:
        title = (
            f"Danh sách {self.unit} quá hạn gửi báo cáo {period_text(self.period)} "
            f"(tính đến ngày {format_date(self.day)})"
        )
        reference = appendix_reference(self.office, self.profile, self.day.year, kind=KIND, number=self.number)
        return Appendix(APPENDIX, title, reference, (late_table(self.rows, self.unit),))


def subject_of_letter(period: ReportingPeriod) -> str:
    """What the letter is about: `đôn đốc nộp báo cáo 6 tháng năm 2018 thực hiện …`, the year said once."""
    subject = period.plan.report_subject.strip().removesuffix(f"năm {period.plan.year}").rstrip()
    return f"đôn đốc nộp báo cáo {period_text(period)} {decapitalised(subject)}".rstrip()


def addressees_of(rows: Sequence[LateRow]) -> tuple[str, ...]:
    """Whom the letter goes to, by kind: the heads of the schools, then the other bodies."""
    schools = [row for row in rows if row.is_school]
    others = [row.organisation for row in rows if not row.is_school]
    lines: list[str] = []
    if len(schools) == 1:
        lines.append(f"{common_head(schools)} {schools[0].organisation}")
    elif schools:
        lines.append(f"{common_head(schools)} các trường ({ENCLOSED})")
    return (*lines, *(others if len(others) <= NAMED_BODIES else [f"Các cơ quan, đơn vị ({ENCLOSED})"]))


def common_head(rows: Sequence[LateRow]) -> str:
    """What the heads of schools are called together."""
    titles = {row.head_title for row in rows if row.head_title}
    return titles.pop() if len(titles) == 1 else Role.PRINCIPAL.label


def late_table(rows: Sequence[LateRow], unit: str) -> Table:
    """Every late body with its own deadline, which an extension or a return may have moved, and the total."""
    columns = (
        Column("TT", 6, "center"),
        Column("Đơn vị", 41),
        Column("Địa bàn", 18),
        Column("Hạn nộp (hết ngày)", 14, "center"),
        Column("Tình trạng", 12),
        Column("Quá hạn (ngày)", 9, "center"),
    )
    listed = [
        Row(
            (
                str(number),
                row.organisation,
                row.commune,
                format_date(row.due_on),
                NOT_SENT_AGAIN if row.is_returned else NOT_SENT,
                str(row.days_late),
            )
        )
        for number, row in enumerate(rows, 1)
    ]
    total = Row(("", "Cộng", f"{len(rows):02d} {unit}", "", "", ""), "total")
    return Table("", columns, (*listed, total))


def moment_text(moment: dt.datetime) -> str:
    """`17 giờ 00, ngày 18 tháng 6 năm 2018`, as documents write an hour (domain reference §7.1)."""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M}, {format_date_long(local.date())}"
