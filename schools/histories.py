"""What happened to a body, in sentences for its page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schools.enums import ChangeKind, ChangeSide
from schools.models import Organisation, OrganisationChange, OrganisationChangeParty
from vietnamese.dates import format_date


@dataclass(frozen=True)
class Event:
    """One change as a body went through it; `others` are the bodies on the other side, to be linked."""

    change: OrganisationChange
    words: str
    others: list[Organisation]


def history_of(organisation: Organisation) -> list[Event]:
    """What happened to the body, latest first: one query."""
    parties = (
        OrganisationChangeParty.objects.filter(change__parties__organisation=organisation)
        .select_related("change", "organisation__school")
        .order_by("-change__effective_on", "-change__pk", "organisation__sort_key", "pk")
        .distinct()
    )
    by_change: dict[OrganisationChange, list[OrganisationChangeParty]] = {}
    for party in parties:
        by_change.setdefault(party.change, []).append(party)
    return [_event(organisation, change, rows) for change, rows in by_change.items()]


def _event(organisation: Organisation, change: OrganisationChange, parties: Sequence[OrganisationChangeParty]) -> Event:
    before, after = sides(parties)
    mine, others = (before, after) if organisation in before and organisation not in after else (after, before)
    came = mine is after
    words = {
        ChangeKind.MERGED: "Sáp nhập từ" if came else "Sáp nhập vào",
        ChangeKind.SPLIT: "Tách ra từ" if came else "Chia tách thành",
        ChangeKind.MOVED: "Nhận trường" if came else "Chuyển địa bàn về",
        ChangeKind.RENAMED: f"Đổi tên ({change.note})",
        ChangeKind.CLOSED: "Giải thể",
        ChangeKind.FOUNDED: "Thành lập",
    }[ChangeKind(change.kind)]
    if change.kind == ChangeKind.SPLIT and organisation in before and organisation in after:
        words, others = "Tách thêm đơn vị", after
    if change.kind in (ChangeKind.RENAMED, ChangeKind.FOUNDED, ChangeKind.CLOSED):
        others = []
    return Event(change, words, [other for other in others if other != organisation])


def sides(parties: Iterable[OrganisationChangeParty]) -> tuple[list[Organisation], list[Organisation]]:
    """Who was before and who is after."""
    rows = list(parties)
    before = [row.organisation for row in rows if row.side == ChangeSide.BEFORE]
    return before, [row.organisation for row in rows if row.side == ChangeSide.AFTER]


def story(change: OrganisationChange) -> str:
    """The change in one line; reads `change.parties.all()` with their organisations."""
    before, after = ([body.short_name for body in side] for side in sides(change.parties.all()))
    if change.kind == ChangeKind.RENAMED:
        return change.note
    return " → ".join(", ".join(names) for names in (before, after) if names)


def dated(change: OrganisationChange) -> str:
    """Since when and by which decision."""
    return f"từ {format_date(change.effective_on)}" + (f" theo {change.decision}" if change.decision else "")
