"""What a summary says about the requests of schools: the part, grouped by addressee, and its appendix."""

from collections.abc import Mapping, Sequence

from reports.documents.content import Block, Column, Heading, Item, Paragraph, Row, Table
from reports.documents.open_requests import Request
from reports.enums import Addressee

IN_BODY = 5  # for each addressee; what is more goes to an appendix, because leaders read one page
NAMED_SCHOOLS = 4
# Leaders first: what waits for their decision is what they look for.
ORDER = (Addressee.LEADERS, Addressee.PROVINCE, Addressee.COMMUNE, Addressee.OFFICE)


def requests_part(
    requests: Mapping[Addressee, Sequence[Request]], names: Mapping[Addressee, str], appendix: str
) -> list[Block]:
    """Part IV, and a pointer to `appendix` when it holds more."""
    blocks: list[Block] = [Heading(1, "IV.", "Kiến nghị")]
    if not requests:
        return [*blocks, Paragraph("Các báo cáo đã duyệt của kỳ này không có kiến nghị chưa giải quyết.")]
    for number, addressee in enumerate((key for key in ORDER if key in requests), 1):
        blocks.append(Heading(2, f"{number}.", f"Đối với {names[addressee]}"))
        listed = requests[addressee][:IN_BODY]
        blocks += [Item(f"{request.text} ({_schools_text(request.schools)}).") for request in listed]
        more = len(requests[addressee]) - len(listed)
        if more:
            blocks.append(Paragraph(f"Còn {more} kiến nghị khác nêu tại {appendix}."))
    return blocks


def needs_appendix(requests: Mapping[Addressee, Sequence[Request]]) -> bool:
    return any(len(rows) > IN_BODY for rows in requests.values())


def requests_table(requests: Mapping[Addressee, Sequence[Request]], names: Mapping[Addressee, str]) -> Table:
    """Appendix: all requests with all schools."""
    rows: list[Row] = []
    total = 0
    for addressee in (key for key in ORDER if key in requests):
        rows.append(Row((f"Đối với {names[addressee]}",), "group"))
        for request in requests[addressee]:
            total += 1
            rows.append(Row((str(total), request.text, ", ".join(request.schools))))
    rows.append(Row(("", "Cộng", f"{total} kiến nghị"), "total"))
    return Table("", (Column("TT", 7, "center"), Column("Kiến nghị", 53), Column("Đơn vị", 40)), tuple(rows))


def _schools_text(schools: Sequence[str]) -> str:
    named = ", ".join(schools[:NAMED_SCHOOLS])
    more = len(schools) - NAMED_SCHOOLS
    return f"{named} và {more} đơn vị khác" if more > 0 else named
