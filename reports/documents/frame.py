"""What every report has around its body: letterhead, subject, who is asked, filing (domain reference §1.2, §1.3)."""

import datetime as dt

from plans.models import ReportingPeriod
from reports.documents.content import Letterhead
from reports.documents.wording import GAP, Words, decapitalised, period_text, words_of
from reports.enums import Addressee
from schools.enums import OrganisationKind
from schools.models import Organisation
from vietnamese.dates import format_blank_date

KIND = "BÁO CÁO"
SYMBOL = "BC"


def letterhead(issuer: Words, *, place: str, year: int, superior: str = "", number: str = "") -> Letterhead:
    """The top of a report of `issuer`, its number, day and month left blank: the clerk assigns them on release.

    `superior` stands in where the issuer's own words name none. `number` is the blank number of another document.
    """
    date = format_blank_date(year)
    return Letterhead(
        superior=issuer.superior_header or superior,
        issuer=issuer.header_name,
        number_line=f"Số:{number or blank_number(issuer)}",
        date_line=f"{place}, {date}" if place else date,
    )


def blank_number(issuer: Words) -> str:
    """`          /BC-…`, without the issuer's symbol when it has none."""
    return f"{GAP}/{SYMBOL}-{issuer.symbol}" if issuer.symbol else f"{GAP}/{SYMBOL}"


def blank_letter_number(issuer: Words) -> str:
    """`          /CQ-TH`: issuer and drafting unit, because a letter has no type abbreviation (domain reference §1.2).

    The drafting unit is the one that files the documents: `TH` in `VT, TH`. What the profile does not name is left out.
    """
    unit = issuer.filing_note.partition(",")[2].strip()
    return f"{GAP}/{issuer.symbol}-{unit}" if issuer.symbol and unit.isalpha() else f"{GAP}/{issuer.symbol}"


def appendix_reference(issuer: Words, year: int, *, kind: str = KIND, number: str = "") -> str:
    """To which report, or other `kind` of document with its blank `number`, an appendix belongs."""
    number = number or blank_number(issuer)
    return f"(Kèm theo {kind.capitalize()} số{number} {format_blank_date(year)} của {issuer.name})"


def filing_line(issuer: Words) -> str:
    """The last line of "Nơi nhận"."""
    return f"- Lưu: {issuer.filing_note or 'VT'}."


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
