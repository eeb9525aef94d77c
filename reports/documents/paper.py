"""The report of one body as a document: from the sheet to plain content (domain reference §1.2, §1.4, §6.1).

The outline of the plan is the outline of the document, renumbered as Decree 30/2020/NĐ-CP writes it. What nobody has
entered is said to be missing and never filled in. Equal reports give equal content.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.conf import settings

from plans.deadlines import local_day
from plans.enums import SectionKind
from reports.documents.content import (
    Align,
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    PaperDocument,
    Paragraph,
    Row,
    Signature,
    Table,
)
from reports.documents.frame import (
    KIND,
    addressees,
    appendix_reference,
    letterhead,
    parted,
    recipient_lines,
    subject_of,
)
from reports.documents.profiles import STATE, Profile, profile_for
from reports.documents.requests import ORDER
from reports.documents.wording import citation, decapitalised, joined, one_line, period_text, superior_of, words_of
from reports.enums import Addressee, ValueState
from reports.models import Submission
from reports.queries.communes import PLACES, with_communes
from reports.queries.sheet import GridRow, SectionRow, Sheet, TaskRow, load_sheet
from reports.queries.standing import StandingRow
from reports.queries.targets import with_frozen_content
from schools.enums import OrganisationKind, Role
from schools.models import Membership
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

APPENDIX = "Phụ lục"
GRID_TITLE = "Biểu số liệu"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
# Points are counted by the Vietnamese alphabet: đ after d; no f, j, w, z (domain reference §1.2).
LETTERS = "abcdđeghiklmnopqrstuvxy"
DASHES = "-–—•*"
GRID_TITLES = ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Kỳ trước", "Tử số", "Mẫu số", "Thực hiện", "Ghi chú")
UPRIGHT_WIDTHS = (5, 27, 8, 10, 9, 8, 8, 10, 15)
WIDE_WIDTHS = (5, 25, 7, 9, 8, 7, 7, 8, 24)
# Longer remarks make an upright table of nine columns unreadable.
NOTE_FITS = 60
SIGNERS = (Role.PRINCIPAL, Role.HEAD)
# Only these may head a document with the name of the Party: a state body reports on a Party plan by a state document.
PARTY_ISSUERS = (OrganisationKind.PARTY_COMMITTEE, OrganisationKind.PARTY_BODY)


def build_paper(submission: Submission) -> PaperDocument:
    """The document of a report as it stands now; a constant number of queries."""
    report = (
        with_frozen_content(Submission.objects.all())
        .select_related(
            "organisation__parent",
            "organisation__school",
            "period__plan__issuer",
            "period__plan__receiver",
            "period__plan__forwarded_to",
        )
        .prefetch_related(
            "organisation__profiles",
            "organisation__parent__profiles",
            with_communes(),
            f"{PLACES}__commune__profiles",
            "period__plan__issuer__profiles",
            "period__plan__receiver__profiles",
            "period__plan__forwarded_to__profiles",
        )
        .get(pk=submission.pk)
    )
    return _Builder(report, load_sheet(report)).document()


class _Builder:
    """What is loaded once and read by the parts of one document."""

    def __init__(self, report: Submission, sheet: Sheet) -> None:
        self.report, self.sheet = report, sheet
        self.period, self.plan = report.period, report.period.plan
        # The words and the signature are those of the day on which the report was sent.
        self.day: dt.date = local_day(report.submitted_at) if report.submitted_at else self.period.deadline_on
        self.issuer = words_of(report.organisation, self.day)
        self.receiver = words_of(self.plan.receiver, self.day)
        self.names = addressees(self.receiver, words_of(self.plan.forwarded_to, self.day), self._commune(), self.day)
        self.profile = self._profile()
        self.is_nil = report.is_sent and bool(report.nil_reason)
        self.is_illustrative = settings.DEMO or self.plan.is_illustrative or report.organisation.is_illustrative

    def document(self) -> PaperDocument:
        subject = subject_of(self.period)
        return PaperDocument(
            letterhead=letterhead(
                self.issuer,
                self.profile,
                place=self.issuer.place_name or self.plan.place_name,
                year=self.period.year,
                superior=superior_of(self.report.organisation, self.day),
            ),
            kind=KIND,
            subject=subject,
            addressee=self.receiver.name,
            is_illustrative=self.is_illustrative,
            basis=(self._basis(),),
            opening=self._opening(),
            body=(Paragraph(self._nil_text()),) if self.is_nil else parted(self._body(), self.profile),
            closing=self.profile.ended(
                f"Trên đây là báo cáo {decapitalised(subject)}, {self.issuer.name} kính báo cáo {self.receiver.name}."
            ),
            recipients=recipient_lines(("Như trên",), self.issuer, self.profile),
            signature=self._signature(),
            appendices=self._appendices(),
            is_draft=not self.report.is_sent,
            profile=self.profile.key,
        )

    # -- frame --------------------------------------------------------------------------------------------------------
    def _profile(self) -> Profile:
        is_party = self.report.organisation.kind in PARTY_ISSUERS
        return profile_for(self.plan.style, self.day) if is_party else STATE

    def _basis(self) -> str:
        """The plan, cited in full because it is the first time."""
        issuer = words_of(self.plan.issuer, self.plan.issued_on or self.day).name
        return f"Căn cứ {citation(self.plan, issuer)}."

    def _opening(self) -> tuple[Paragraph, ...]:
        note = "Số liệu và họ tên trong báo cáo này là dữ liệu minh họa."
        notes = (Paragraph(note),) if self.is_illustrative else ()
        if self.is_nil:
            return notes
        text = f"{self.issuer.name} báo cáo kết quả {period_text(self.period)} như sau:"
        return (*notes, Paragraph(text))

    def _nil_text(self) -> str:
        period = self.period
        return (
            f"Trong kỳ báo cáo {period_text(period)} (từ ngày {format_date(period.data_from)} đến hết ngày "
            f"{format_date(period.data_to)}), {self.issuer.name} không phát sinh nội dung phải báo cáo. "
            f"Lý do: {one_line(self.report.nil_reason)}."
        )

    def _signature(self) -> Signature:
        """The title and the person at the head on the day of the report; no name when nobody held the seat."""
        seats = (
            Membership.objects.in_force(self.day)
            .filter(organisation=self.report.organisation_id, role__in=SIGNERS)
            .select_related("user")
            .order_by("-role", "-starts_on", "-pk")
        )
        head = seats.first()
        role = Role.PRINCIPAL if hasattr(self.report.organisation, "school") else Role.HEAD
        name = head.user.get_full_name() if head else self.issuer.signer_name
        capacity = self.profile.capacity(self.issuer.signing_capacity)
        return Signature(capacity, self.issuer.head_title or role.label, name)

    def _commune(self) -> str:
        school = getattr(self.report.organisation, "school", None)
        commune = school.commune_on(self.period.data_to) if school else None
        return words_of(commune, self.day).name if commune else decapitalised(Addressee.COMMUNE.label)

    # -- body ---------------------------------------------------------------------------------------------------------
    def _body(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        part, below, parent = 0, 0, ""
        for section in self.sheet.sections:
            if not section.parent_title or section.parent_title != parent:
                part, below = part + 1, 0
                blocks.append(Heading(1, f"{ROMAN[part - 1]}.", section.parent_title or section.title))
            parent = section.parent_title
            if parent:
                below += 1
                blocks.append(Heading(2, f"{below}.", section.title))
            blocks += self._content(section)
        return tuple(blocks)

    def _content(self, section: SectionRow) -> list[Block]:
        match section.kind:
            case SectionKind.TASKS:
                return task_blocks(self.sheet.tasks)
            case SectionKind.INDICATORS:
                return [Paragraph(self._grid_sentence())]
            case SectionKind.RECOMMENDATIONS:
                return self._requests(1 if section.parent_title else 0)
        return text_blocks(section.text) or [Paragraph("Chưa có nội dung.")]

    def _grid_sentence(self) -> str:
        states = Counter(row.state for row in self.sheet.grid)
        absent = [
            f"{states[state]} chỉ tiêu {decapitalised(str(state.label))}"
            for state in (ValueState.NOT_APPLICABLE, ValueState.NOT_AVAILABLE, ValueState.MISSING)
            if states[state]
        ]
        given = [f"{states[ValueState.GIVEN]} chỉ tiêu có số liệu"] if states[ValueState.GIVEN] else []
        return (
            f"Số liệu chốt đến hết ngày {format_date(self.period.data_to)} gồm {len(self.sheet.grid)} chỉ tiêu, trong "
            f"đó {joined([*given, *absent])} ({APPENDIX} kèm theo)."
        )

    def _requests(self, level: int) -> list[Block]:
        """Requests under the body they go to, the leaders first, as in the summary."""
        rows = self.sheet.recommendations
        blocks: list[Block] = standing_blocks(self.sheet.standing)
        asked = [addressee for addressee in ORDER if any(row.addressee == addressee for row in rows)]
        for number, addressee in enumerate(asked):
            label = f"{LETTERS[number]})" if level else f"{number + 1}."
            blocks.append(Heading(3 if level else 2, label, f"Đối với {self.names[addressee]}"))
            blocks += [Item(f"{one_line(row.text)}.") for row in rows if row.addressee == addressee]
        return blocks if rows else [*blocks, Paragraph("Không có kiến nghị mới." if blocks else "Không có kiến nghị.")]

    # -- appendix -----------------------------------------------------------------------------------------------------
    def _appendices(self) -> tuple[Appendix, ...]:
        if self.is_nil or not self.sheet.grid:
            return ()
        reference = appendix_reference(self.issuer, self.profile, self.period.year)
        is_wide = any(len(note_of(row)) > NOTE_FITS for row in self.sheet.grid)
        return (Appendix(APPENDIX, GRID_TITLE, reference, (grid_table(self.sheet.grid, is_wide=is_wide),), is_wide),)


def text_blocks(text: str) -> list[Block]:
    """Typed text as blocks: a line is a paragraph; lines typed with a dash or a plus become enumerations."""
    blocks: list[Block] = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words:
            continue
        sign, rest = words[0], words[1:].strip()
        if sign in DASHES and rest:
            # `- +` is the older habit for the level below a dash (domain reference §1.2).
            blocks.append(Item(rest[1:].strip(), "+") if rest[0] == "+" and rest[1:].strip() else Item(rest))
        elif sign == "+" and rest:
            blocks.append(Item(rest, "+"))
        else:
            blocks.append(Paragraph(words))
    return blocks


def standing_blocks(rows: Sequence[StandingRow]) -> list[Block]:
    """What was asked in earlier reports and is still open: since when, what was answered, what the body says now."""
    if not rows:
        return []
    blocks: list[Block] = [Paragraph("Kiến nghị của các kỳ trước còn mở:")]
    for row in rows:
        answer = f" Trả lời: {one_line(row.answer)}." if row.answer else ""
        said = ". ".join(filter(None, (row.verdict_label, one_line(row.word))))
        word = f" Ý kiến của đơn vị: {decapitalised(said)}." if said else ""
        status = decapitalised(row.status_label)
        blocks.append(Item(f"{one_line(row.text)} (nêu từ {format_date(row.since)}, {status}).{answer}{word}"))
    return blocks


def task_blocks(tasks: list[TaskRow]) -> list[Block]:
    """Each task as one paragraph: its title, how it stands, and what was done."""
    # More tasks than letters: a dash each, rather than an alphabet of our own.
    lettered = len(tasks) <= len(LETTERS)
    blocks: list[Block] = []
    for number, task in enumerate(tasks):
        status = task.status_label.lower() or "chưa có thông tin"
        progress = f", tiến độ {task.progress}%" if task.progress is not None else ""
        line = f"{task.title.rstrip(' .:;')}: {status}{progress}."
        match text_blocks(task.text):
            case [Paragraph(text=first), *said]:
                line = f"{line} {first}"
            case said:
                pass
        blocks.append(Paragraph(f"{LETTERS[number]}) {line}") if lettered else Item(line))
        blocks += said
    return blocks or [Paragraph("Kế hoạch không giao nhiệm vụ cho đơn vị.")]


def note_of(row: GridRow) -> str:
    """The school's remark and, where a check asked for one, its explanation."""
    explained = f"Giải trình: {one_line(row.justification)}" if row.justification.strip() else ""
    return ". ".join(filter(None, (one_line(row.note), explained)))


def grid_table(grid: list[GridRow], *, is_wide: bool = False) -> Table:
    """The grid of domain reference §6.1 II.4, numerator and denominator as counted beside the figure."""
    aligns: tuple[Align, ...] = ("center", "left", "center", "center", "right", "right", "right", "right", "left")
    widths = WIDE_WIDTHS if is_wide else UPRIGHT_WIDTHS
    columns = tuple(map(Column, GRID_TITLES, widths, aligns))
    rows = tuple(
        Row(
            (
                str(number),
                row.name,
                row.unit,
                row.target_text,
                row.previous_text,
                format_number(row.numerator, trim=True),
                format_number(row.denominator, trim=True),
                row.actual_text or ValueState.MISSING.label,
                note_of(row),
            )
        )
        for number, row in enumerate(grid, 1)
    )
    return Table("", columns, rows)
