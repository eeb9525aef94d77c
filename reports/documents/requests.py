"""What a summary says about the requests of schools: the part, grouped by addressee, and its appendix."""

from collections.abc import Sequence

from reports.documents.content import Block, Column, Item, Paragraph, Row, Table
from reports.documents.summary_data import SummaryData
from reports.enums import Addressee

IN_BODY = 5  # for each addressee; what is more goes to an appendix, because leaders read one page
NAMED_SCHOOLS = 4
# Leaders first: what waits for their decision is what they look for.
ORDER = (Addressee.LEADERS, Addressee.PROVINCE, Addressee.COMMUNE, Addressee.OFFICE)


def requests_part(data: SummaryData) -> list[Block]:
    """Part V, and a pointer to the appendix when it holds more."""
    requests, appendix = data.requests, data.labels.get("requests", "")
    blocks: list[Block] = []
    if not requests:
        return [Paragraph("Các báo cáo đã duyệt của kỳ này không có kiến nghị chưa giải quyết.")]
    for number, addressee in enumerate((key for key in ORDER if key in requests), 1):
        blocks.append(Paragraph(f"{number}. Đối với {data.names[addressee]}:"))
        listed = requests[addressee][:IN_BODY]
        blocks += [Item(f"{request.text} ({_schools_text(request.schools)}).") for request in listed]
        more = len(requests[addressee]) - len(listed)
        if more:
            blocks.append(Paragraph(f"Còn {more} kiến nghị khác nêu tại {appendix}."))
    return blocks


def requests_table(data: SummaryData) -> Table | None:
    """Appendix IV: all requests with all schools; None when there are none."""
    if not data.requests:
        return None
    rows: list[Row] = []
    total = 0
    for addressee in (key for key in ORDER if key in data.requests):
        rows.append(Row((f"Đối với {data.names[addressee]}",), "group"))
        for request in data.requests[addressee]:
            total += 1
            rows.append(Row((str(total), request.text, ", ".join(request.schools))))
    rows.append(Row(("", "Cộng", f"{total} kiến nghị"), "total"))
    return Table("", (Column("TT", 7, "center"), Column("Kiến nghị", 53), Column("Đơn vị", 40)), tuple(rows))


def _schools_text(schools: Sequence[str]) -> str:
    named = ", ".join(schools[:NAMED_SCHOOLS])
    more = len(schools) - NAMED_SCHOOLS
    return f"{named} và {more} đơn vị khác" if more > 0 else named
