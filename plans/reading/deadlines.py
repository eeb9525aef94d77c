"""Dates by which something is due, with the rule the wording gives (domain reference §6.4)."""

import re
from collections.abc import Iterable, Iterator

from plans.enums import DeadlineRule
from plans.reading.citations import mentions_in
from plans.reading.dates_in_text import DATE, DateMention, dates_in
from plans.reading.folding import fold
from plans.reading.found import DOUBTFUL, LIKELY, SURE, DeadlineFound
from plans.reading.stretches import LONGEST_SENTENCE, Spans, sentences

_HOUR = r"(?:\d{1,2} ?(?:gio|h|:)(?: ?\d{2})?(?: ?phut|')?,? *(?:(?:thu +\w+|sang|chieu|cua),? *)?)"
_BEFORE = re.compile(rf"\btruoc(?: +(?:cac +)?(?:han|thoi han|thoi diem))?:? *(?P<hour>{_HOUR})?(?:cac *)?$")
_BY = re.compile(
    r"(?:\b(?:cham +nhat|muon +nhat|khong +qua|khong +muon +hon|khong +cham +hon|den +het|het|tre +nhat|"
    r"han +(?:cuoi|chot|nop|gui)|thoi +han(?: +(?:nop|gui)(?: +bao +cao)?)?)\b"
    rf"(?: *(?:la|vao|den|den het|trong))*:? *(?P<hour>{_HOUR})?|\btrong *)(?:cac *)?$"
)
# "Hạn chót nộp báo cáo:", "Thời hạn báo cáo là", and the time of sending, which says no rule.
_TERM = re.compile(r"\b(?:han|thoi +han)(?: +[a-z]+){0,6}? *(?:la|:|vao)+ *$")
_TIME = re.compile(
    r"\b(?:thoi +gian|thoi +diem|lich)(?: +[a-z]+){0,2}? +(?:nop|gui|bao +cao)(?: +[a-z]+){0,5}? *(?:la|:|vao)+ *$"
)
_UNTIL = re.compile(r" *(?:[-+] *)?(?:cham +nhat +)?den(?: +het)? *$")
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
    r"\b(?:truoc|cham +nhat|muon +nhat|den +het|trong|vao)(?: +(?:la|vao))? +(?:het +)?(?:"
    r"ngay +\d{1,2} +(?:cua +)?(?:hang +)?thang(?! +\d)(?: +(?:cuoi|dau|sau|ke +tiep))?(?: +\w+)?"
    rf"|thang +\d{{1,2}}{_OF_YEAR}|quy +[iv\d]+{_OF_YEAR})"
)
# So many days from an event: a rule without a date.
_RELATIVE = re.compile(
    r"\b(?:cham +nhat|muon +nhat|trong +vong|trong +thoi +han|khong +qua|sau)(?: +(?:la|sau|trong|vao))? +"
    r"\d{1,3} +(?:ngay|tuan|thang)(?: +lam +viec)?,? +(?:ke +tu|tinh +tu|tu +(?:ngay|khi)|"
    r"sau +khi|truoc +khi|truoc +ngay)\b|\bcham +nhat +\d{1,3} +ngay(?: +lam +viec)?(?! +(?:thang|\d))\b"
)
_LISTED = re.compile(rf"(?:va +)?(?:truoc +)?{DATE.pattern}[ ,;.)]*(?:$|va\b|,)")
_CHAIN = re.compile(r"(?: *\([^()]{1,40}\))? *(?:[,;]|va|va +truoc|hoac)? *(?:truoc +)?")
_YEARLY = re.compile(r" *(?:hang|moi) +nam")
_LONGEST_QUOTE = 240


def deadlines_in(text: str, line: int) -> tuple[list[DeadlineFound], list[str]]:
    """Return the deadlines of a paragraph and warnings for those that name no full date."""
    found: list[DeadlineFound] = []
    warnings: list[str] = []
    told = False  # of reports, in this sentence or one before
    for sentence in _joined(sentences(text)):
        told = told or "bao cao" in fold(sentence)
        for deadline in _of_sentence(sentence, line, told):
            found.append(deadline)
            if deadline.date is None:
                warnings.append(f"Dòng {line}: thời hạn “{deadline.quote}” không ghi đủ ngày, tháng, năm có thật.")
    return found, warnings


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """Sentences, where "…; 10 tháng 6; 10 tháng 9" stays with the deadline in front of it."""
    waiting = ""
    for piece in pieces:
        if waiting and _LISTED.match(fold(piece)) and len(waiting) + len(piece) < LONGEST_SENTENCE:
            waiting = f"{waiting} {piece}"
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


def _of_sentence(sentence: str, line: int, told: bool) -> list[DeadlineFound]:
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
        deadline = _judge(folded, date, years[date.start], quote, line) or (
            _named(folded, date, years[date.start], quote, line, told)
        )
        if deadline is None and linked and chain:
            deadline = DeadlineFound(date.value(years[date.start]), chain.rule, quote, line, LIKELY)
        if deadline:
            found.append(deadline)
        chain, last_end = deadline, date.end
    partial = _PARTIAL.search(folded) or _RELATIVE.search(folded)
    if not found and partial and REPORTS.search(folded):
        rule: DeadlineRule | None = DeadlineRule.NOT_LATER_THAN
        if partial[0].startswith(("truoc", "vao")):
            rule = DeadlineRule.BEFORE if partial[0].startswith("truoc") else None
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
    if _TERM.search(before) or (_UNTIL.fullmatch(folded, 0, date.start) and _SENDS.search(folded, date.end)):
        return DeadlineFound(value, DeadlineRule.NOT_LATER_THAN, quote, line, LIKELY)
    return None


def _named(folded: str, date: DateMention, year: int | None, quote: str, line: int, told: bool) -> DeadlineFound | None:
    """A date on which a report is sent, without a word that says before or until: "báo cáo quý I: 15/3/2024"."""
    before = folded[max(0, date.start - 80) : date.start]
    value = date.value(year)
    if value is None or _DATA_SPAN.search(before) or _PAST.search(before) or re.search(r"\b(?:tu|den|tinh) *$", before):
        return None
    sent = date.named and told and "bao cao" in folded and _SENDS.search(folded) and _ON.search(before)
    given = "bao cao" in folded and re.search(r"\bvao *$", before)
    if sent or given or _TIME.search(before) or (told and before.rstrip().endswith(":")):
        return DeadlineFound(value, None, quote, line, DOUBTFUL)
    return None
