"""What every report has around its body: letterhead, subject, who is asked, filing (domain reference §1.2–1.4)."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from plans.models import ReportingPeriod
from reports.documents.content import Block, Heading, Letterhead
from reports.documents.profiles import Profile
from reports.documents.wording import GAP, Words, decapitalised, period_text, words_of
from reports.enums import Addressee
from schools.enums import OrganisationKind
from schools.models import Organisation
from vietnamese.dates import format_blank_date

KIND = "BÁO CÁO"
SYMBOL = "BC"
# A Party letter carries the abbreviation of its type, which a letter of the state does not (domain reference §1.2).
PARTY_LETTER = "CV"


def letterhead(
    issuer: Words, profile: Profile, *, place: str, year: int, superior: str = "", number: str = ""
) -> Letterhead:
    """The top of a report of `issuer`, its number, day and month left blank: the clerk assigns them on release.

    `superior` stands in where the issuer's own words name none. `number` is the blank number of another document.
    """
    date = format_blank_date(year)
    return Letterhead(
        superior=issuer.superior_header or superior,
        issuer=issuer.header_name,
        number_line=f"{profile.number_label}{number or blank_number(issuer, profile)}",
        date_line=f"{place}, {date}" if place else date,
    )


def blank_number(issuer: Words, profile: Profile) -> str:
    """`          /BC-…` or `          -BC/…`, without the issuer's symbol when it has none."""
    return profile.numbered(GAP, profile.symbol(SYMBOL, issuer.symbol))


def blank_letter_number(issuer: Words, profile: Profile) -> str:
    """`          /CQ-TH`: issuer and drafting unit, because a letter has no type abbreviation (domain reference §1.2).

    The drafting unit is the one that files the documents: `TH` in `VT, TH`. What the profile does not name is left
    out. A letter of the Party reads `          -CV/…`.
    """
    if profile.is_party:
        return profile.numbered(GAP, profile.symbol(PARTY_LETTER, issuer.symbol))
    unit = issuer.filing_note.partition(",")[2].strip()
    return f"{GAP}/{issuer.symbol}-{unit}" if issuer.symbol and unit.isalpha() else f"{GAP}/{issuer.symbol}"


def appendix_reference(issuer: Words, profile: Profile, year: int, *, kind: str = KIND, number: str = "") -> str:
    """To which report, or other `kind` of document with its blank `number`, an appendix belongs."""
    number = number or blank_number(issuer, profile)
    return f"(Kèm theo {kind.capitalize()} số{number} {format_blank_date(year)} của {issuer.name})"


def filing_line(issuer: Words, profile: Profile) -> str:
    """The last line of "Nơi nhận": `- Lưu: VT, TH.` (state), `- Lưu Văn phòng.` (Party)."""
    return f"- {profile.filing}{issuer.filing_note or ('Văn phòng' if profile.is_party else 'VT')}."


def recipient_lines(names: Sequence[str], issuer: Words, profile: Profile) -> tuple[str, ...]:
    """ "Nơi nhận": a line for each, and the file last."""
    return (*(f"- {name}{profile.separator}" for name in names), filing_line(issuer, profile))


def parted(blocks: Sequence[Block], profile: Profile) -> tuple[Block, ...]:
    """The blocks with the sign that the family puts after the numeral of a part."""
    return tuple(
        dataclasses.replace(block, label=profile.part(block.label.rstrip(".")))
        if isinstance(block, Heading) and block.level == 1
        else block
        for block in blocks
    )


def addressees(receiver: Words, leaders: Words, commune: str, on: dt.date) -> dict[Addressee, str]:
    """What the levels a request can go to are called on the day; one or two queries for the province."""
    return {
        Addressee.OFFICE: receiver.name,
        Addressee.LEADERS: leaders.name,
        Addressee.COMMUNE: commune,
        Addressee.PROVINCE: _province(on),
    }


def _province(on: dt.date) -> str:
    """The one provincial body of the registry, else the level in general."""
    bodies = Organisation.objects.in_force(on).filter(kind=OrganisationKind.PROVINCE)
    found: list[Organisation] = list(bodies.prefetch_related("profiles").order_by("pk")[:2])
    return words_of(found[0], on).name if len(found) == 1 else decapitalised(Addressee.PROVINCE.label)


def subject_of(period: ReportingPeriod) -> str:
    """The subject with the period's label before the year: `Kết quả … 6 tháng năm 2018`."""
    subject, year = period.plan.report_subject.strip(), f"năm {period.plan.year}"
    if subject.endswith(year):
        return f"Kết quả {subject.removesuffix(year).rstrip()} {period_text(period)}"
    return f"Kết quả {subject} – {period_text(period)}"
