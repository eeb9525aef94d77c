"""Dates by which something is due, with the rule the wording gives (domain reference §6.4)."""

import re

from plans.enums import DeadlineRule
from plans.reading.citations import mentions_in
from plans.reading.dates_in_text import DateMention, dates_in
from plans.reading.folding import fold
from plans.reading.found import DOUBTFUL, LIKELY, SURE, DeadlineFound
from plans.reading.stretches import Spans, sentences

_HOUR = r"(?:\d{1,2} ?(?:gio|h|:)(?: ?\d{2})?(?: phut)?,? *)"
_BEFORE = re.compile(rf"\btruoc(?: +(?:cac +)?(?:han|thoi han|thoi diem))?:? *(?P<hour>{_HOUR})?(?:cac *)?$")
_BY = re.compile(
    r"(?:\b(?:cham +nhat|muon +nhat|khong +qua|khong +muon +hon|khong +cham +hon|den +het|het|tre +nhat|"
    r"han +(?:cuoi|chot|nop|gui)|thoi +han(?: +(?:nop|gui)(?: +bao +cao)?)?)\b"
    rf"(?: *(?:la|vao|den|den het|trong))*:? *(?P<hour>{_HOUR})?|\btrong *)(?:cac *)?$"
)
_ON = re.compile(r"(?:\b(?:vao|la|truoc)\b|:)? *$")
_DATA_SPAN = re.compile(r"\b(?:tinh|so +lieu|tu +(?:ngay +)?[\d/.-]+|ke +tu)[^.;]{0,40}$")
_PAST = re.compile(
    r"\b(?:thanh +lap|(?:da|duoc) +ban +hanh|sinh|hieu +luc|tuyen +dung|duoc +cong +nhan|giai +doan)\b[^.;]{0,40}$"
)
# Words of sending, finishing, summing up: what makes a date one by which something is owed.
REPORTS = re.compile(
    r"\b(?:bao +cao|gui|nop|hoan +thanh|xong|trinh|dang +ky|tong +hop|tong +ket|so +ket|thoi +han|han|de +xuat)\b"
)
_SENDS = re.compile(r"\b(?:gui|nop)\b")
_OF_YEAR = r"(?: ?/ ?\d{4}| +nam +\d{4})?"
_PARTIAL = re.compile(
    r"\b(?:truoc|cham +nhat|muon +nhat|den +het|trong)(?: +(?:la|vao))? +(?:het +)?(?:"
    r"ngay +\d{1,2} +(?:cua +)?(?:hang +)?thang(?! +\d)(?: +(?:cuoi|dau|sau|ke +tiep))?(?: +\w+)?"
    rf"|thang +\d{{1,2}}{_OF_YEAR}|quy +[iv\d]+{_OF_YEAR})"
)
# So many days from an event: a rule without a date.
_RELATIVE = re.compile(
    r"\b(?:cham +nhat|muon +nhat|trong +vong|trong +thoi +han|khong +qua|sau)(?: +(?:la|sau|trong|vao))? +"
    r"\d{1,3} +(?:ngay|tuan|thang)(?: +lam +viec)?,? +(?:ke +tu|tinh +tu|tu +(?:ngay|khi)|"
    r"sau +khi|truoc +khi|truoc +ngay)\b"
)
_CHAIN = re.compile(r"(?: *\([^()]{1,40}\))? *(?:[,;]|va|va +truoc|hoac)? *(?:truoc +)?")
_YEARLY = re.compile(r" *(?:hang|moi) +nam")
_LONGEST_QUOTE = 240


def deadlines_in(text: str, line: int) -> tuple[list[DeadlineFound], list[str]]:
    """Return the deadlines of a paragraph and warnings for those that name no full date."""
    found: list[DeadlineFound] = []
    warnings: list[str] = []
    for sentence in sentences(text):
        for deadline in _of_sentence(sentence, line):
            found.append(deadline)
            if deadline.date is None:
                warnings.append(f"Dòng {line}: thời hạn “{deadline.quote}” không ghi đủ ngày, tháng, năm có thật.")
    return found, warnings


def _of_sentence(sentence: str, line: int) -> list[DeadlineFound]:
    folded = fold(sentence)
    if "ngay" not in folded and not any(character.isdigit() for character in folded):
        return []
    quote = _quote(sentence)
    # "báo cáo Ủy ban nhân dân trước ngày …" names no document: only a number makes one whose date is no deadline.
    cited = Spans([(mention.start, mention.end) for mention in mentions_in(sentence) if mention.number])
    dates = [date for date in dates_in(folded) if not cited.overlap(date.start, date.end)]
    found: list[DeadlineFound] = []
    chain: DeadlineFound | None = None
    last_end = 0
    years = _years(dates, folded)
    for date in dates:
        linked = chain is not None and _CHAIN.fullmatch(folded[last_end : date.start]) is not None
        deadline = _judge(folded, date, years[date.start], quote, line)
        if deadline is None and linked and chain:
            deadline = DeadlineFound(date.value(years[date.start]), chain.rule, quote, line, LIKELY)
        if deadline:
            found.append(deadline)
        chain, last_end = deadline, date.end
    partial = _PARTIAL.search(folded) or _RELATIVE.search(folded)
    if not found and partial and REPORTS.search(folded):
        rule = DeadlineRule.BEFORE if partial[0].startswith("truoc") else DeadlineRule.NOT_LATER_THAN
        found.append(DeadlineFound(None, rule, quote, line, DOUBTFUL))
    return found


def _quote(sentence: str) -> str:
    """The sentence without the marks around it, and without a parenthesis that it only closes."""
    quote = sentence.strip(" ;.-+/")
    if quote.endswith(")") and quote.count(")") > quote.count("("):
        quote = quote[:-1]
    return quote[:_LONGEST_QUOTE]


def _years(dates: list[DateMention], folded: str) -> dict[int, int | None]:
    """The year of each date; "10/3, 10/6 và 10/9/2018" gives one year for all."""
    years: dict[int, int | None] = {}
    known: int | None = None
    following: DateMention | None = None
    for date in reversed(dates):
        joined = following is not None and _CHAIN.fullmatch(folded[date.end : following.start]) is not None
        known = date.year if date.year is not None else (known if joined else None)
        years[date.start] = known
        following = date
    return years


def _judge(folded: str, date: DateMention, year: int | None, quote: str, line: int) -> DeadlineFound | None:
    """The deadline a date stands for, by the words in front of it; None when it is none."""
    if date.year is None and not date.named and year is None and not _BEFORE.search(folded, 0, date.start):
        return None
    before = folded[max(0, date.start - 80) : date.start]
    if _PAST.search(before):
        return None
    value = None if _YEARLY.match(folded, date.end) else date.value(year)
    sure = SURE if REPORTS.search(folded) and date.year is not None else LIKELY
    if match := _BEFORE.search(before):
        rule = DeadlineRule.NOT_LATER_THAN if match["hour"] else DeadlineRule.BEFORE
        return DeadlineFound(value, rule, quote, line, sure)
    if (match := _BY.search(before)) and not _DATA_SPAN.search(before[: match.start()]):
        return DeadlineFound(value, DeadlineRule.NOT_LATER_THAN, quote, line, sure)
    said = date.named and "bao cao" in folded and _SENDS.search(folded) and _ON.search(before)
    if said and value and not _DATA_SPAN.search(before) and not re.search(r"\b(?:tu|den|tinh) *$", before):
        return DeadlineFound(value, None, quote, line, DOUBTFUL)
    return None
