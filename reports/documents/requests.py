"""What a summary says about the requests of schools: the part, grouped by addressee, and its appendix."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.conf import settings

from reports.documents import sources
from reports.documents.content import Block, Column, Item, Paragraph, Row, Source, Table
from reports.documents.open_requests import Request
from reports.documents.request_words import OTHER, SUBJECTS
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from reports.enums import Addressee
from vietnamese.numbers import format_number

NOTHING = "Các báo cáo đã duyệt của kỳ này không có kiến nghị chưa giải quyết."
IN_BODY = 5  # for each addressee; what is more goes to an appendix, because leaders read one page
NAMED_SCHOOLS = 4
# Leaders first: what waits for their decision is what they look for.
ORDER = (Addressee.LEADERS, Addressee.PROVINCE, Addressee.COMMUNE, Addressee.OFFICE)
SUBJECT_ORDER = (*SUBJECTS, OTHER)


def requests_part(data: SummaryData) -> list[Block]:
    """Part V: how many there are about what, then the most shared of each addressee; a pointer to the appendix when it
    holds more."""
    requests, appendix = data.requests, data.labels.get("requests", "")
    if not requests:
        return [Paragraph(NOTHING)]
    everything = [request for rows in requests.values() for request in rows]
    units = len({report for request in everything for report in request.reports})
    blocks: list[Block] = [
        Paragraph(
            f"Báo cáo đã duyệt của {units} {data.unit} nêu {len(everything)} kiến nghị chưa giải quyết (kiến nghị cùng "
            f"nội dung của nhiều {data.unit} tính một lần): {_subjects(everything)}.",
            (sources.reports("kiến nghị"),),
        )
    ]
    blocks += _times_text(data)
    for number, addressee in enumerate((key for key in ORDER if key in requests), 1):
        blocks.append(Paragraph(f"{number}. Đối với {data.names[addressee]}:"))
        listed = requests[addressee][:IN_BODY]
        blocks += [
            Item(
                f"{request.text} ({_schools_text(request.schools, data.unit)}{_life_text(request, data.due_by)}).",
                sources=_reports(request),
            )
            for request in listed
        ]
        more = len(requests[addressee]) - len(listed)
        if more:
            blocks.append(Paragraph(f"Còn {more} kiến nghị khác nêu tại {appendix}."))
    return blocks


def requests_table(data: SummaryData) -> Table | None:
    """Appendix IV: all requests by addressee and subject, with all schools; None when there are none."""
    if not data.requests:
        return None
    rows: list[Row] = []
    number = 0
    for addressee in (key for key in ORDER if key in data.requests):
        asked = sorted(data.requests[addressee], key=lambda request: SUBJECT_ORDER.index(request.subject))
        rows.append(Row((f"Đối với {data.names[addressee]} ({len(asked)} kiến nghị)",), "group"))
        for request in asked:
            number += 1
            names = ", ".join(request.schools)
            life = _life_text(request, data.due_by).removeprefix("; ")
            rows.append(Row((str(number), request.text, request.subject, str(len(request.schools)), names, life)))
    times = sum(len(request.schools) for asked in data.requests.values() for request in asked)
    rows.append(Row(("", f"Cộng: {number} kiến nghị", "", str(times), "", ""), "total"))
    columns = (
        Column("TT", 6, "center"),
        Column("Kiến nghị", 35),
        Column("Nhóm", 11),
        Column(f"Số {data.unit}", 8, "center"),
        Column(data.unit.capitalize(), 22),
        Column("Tình trạng", 18),
    )
    return Table("", columns, tuple(rows))


def _subjects(requests: Iterable[Request]) -> str:
    """`3 về kinh phí, 2 về đất đai và 1 về nội dung khác`."""
    counts = Counter(request.subject for request in requests)
    return joined([f"{counts[name]} về {decapitalised(name)}" for name in SUBJECT_ORDER if counts[name]])


def _schools_text(schools: Sequence[str], unit: str) -> str:
    """`MN A`; `6 trường: MN A, MN B, TH C, TH D và 2 trường khác`."""
    if len(schools) == 1:
        return schools[0]
    named = ", ".join(schools[:NAMED_SCHOOLS])
    more = len(schools) - NAMED_SCHOOLS
    return f"{len(schools)} {unit}: {named} và {more} {unit} khác" if more > 0 else f"{len(schools)} {unit}: {named}"


def _life_text(request: Request, today: dt.date) -> str:
    """`; chờ 34 ngày, UBND xã A trả lời`; `; đã trả lời: “…”`; "" for what nobody has raised yet."""
    if request.answer:
        return f"; đã trả lời: “{request.answer}”"
    days = request.days(today)
    parts = [f"chờ {format_number(days)} ngày" if days else "", request.owner and f"{request.owner} trả lời"]
    if request.answered:
        parts.append(f"đã trả lời {request.answered}/{len(request.schools)}")
    life = ", ".join(filter(None, parts))
    return f"; {life}" if life else ""


def _times_text(data: SummaryData) -> list[Block]:
    """How long answers took, of all requests of the plan up to the period; nothing while none was due."""
    times = data.answer_times
    if not times.due:
        return []
    took = (
        f"trung vị {times.median_text}, bình quân {times.mean_text} từ khi nêu đến khi trả lời lần đầu"
        if times.answered
        else "chưa kiến nghị nào được trả lời"
    )
    waiting = f"còn {times.waiting} kiến nghị chờ trả lời, lâu nhất {times.longest} ngày"
    return [
        Paragraph(
            f"Thời gian trả lời kiến nghị từ đầu năm: {took}; trả lời trong {settings.REQUEST_ANSWER_DAYS} ngày "
            f"{times.share_text}; {waiting if times.waiting else 'không còn kiến nghị chờ trả lời'}."
        )
    ]


def _reports(request: Request) -> tuple[Source, ...]:
    """The reports that are named in the sentence."""
    rows = list(zip(request.reports, request.schools, strict=True))
    return tuple(sources.report(pk, name) for pk, name in rows[:NAMED_SCHOOLS])
