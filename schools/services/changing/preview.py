"""What a change will do, in sentences, before anybody says yes to it."""

from collections.abc import Iterable, Iterator

from schools.changes import Intent
from schools.enums import ChangeKind, Role
from schools.models import Membership, Organisation, SchoolAffiliation
from schools.signals import Opinion, organisations_changing
from vietnamese.dates import format_date


def consequences_of(intent: Intent) -> list[str]:
    """What will be so from the day on, and what other apps say follows from it."""
    asked = {"ended": [body.pk for body in intent.ending], "on": intent.on}
    opinions: list[Opinion] = [answer for _, answer in organisations_changing.send(Intent, **asked)]  # type: ignore[misc]
    return [*_said(intent), *(text for opinion in opinions for text in opinion.consequences)]


def _said(intent: Intent) -> Iterator[str]:
    on, eve = format_date(intent.on), format_date(intent.eve)
    for body in intent.ending:
        yield f"{body.name} kết thúc hết ngày {eve}; số liệu và báo cáo đến ngày đó giữ nguyên."
    if intent.kind == ChangeKind.RENAMED:
        yield f"Từ {on}, {intent.sources[0].name} mang tên {intent.new[0].name}; văn bản trước ngày đó giữ tên cũ."
    elif intent.kind == ChangeKind.MOVED:
        yield f"Từ {on}, {_list(intent.sources)} thuộc {intent.commune}; số liệu trước ngày đó vẫn tính cho địa bàn cũ."
    else:
        for new in intent.new:
            place = f", thuộc {new.commune}" if new.commune else ""
            yield f"{new.name} (mã {new.code}) bắt đầu từ {on}{place}."
    if intent.into is not None:
        yield f"{intent.into.name} tiếp tục hoạt động" + (
            " và nhận phần của các đơn vị trên." if intent.ending else "."
        )
    yield from _schools(intent)
    yield from _people(intent)
    if intent.ending and intent.what == "school" and intent.new:
        yield "Công nhận chuẩn quốc gia của trường cũ không chuyển sang trường mới."


def _schools(intent: Intent) -> Iterator[str]:
    if intent.what != "commune":
        return
    places = (
        SchoolAffiliation.objects.on(intent.on).filter(commune__in=intent.ending).select_related("school__organisation")
    )
    schools = [row.school for row in places.order_by("school__organisation__sort_key", "pk")]
    if intent.kind == ChangeKind.MERGED and schools:
        heir = intent.into.short_name if intent.into else intent.new[0].short_name
        yield f"{len(schools)} trường chuyển sang {heir}: {_list(schools)}."
    if intent.kind == ChangeKind.SPLIT:
        for at, new in enumerate(intent.new):
            mine = [school for school in schools if intent.homes.get(school.pk) == at]
            yield f"{new.short_name} có {len(mine)} trường{': ' + _list(mine) if mine else ''}."


def _people(intent: Intent) -> Iterator[str]:
    seats = Membership.objects.filter(organisation__in=intent.ending).in_force(intent.eve).count()
    if seats:
        yield f"{seats} vai trò ở đơn vị kết thúc hết hiệu lực sau ngày {format_date(intent.eve)}."
    if intent.people:
        names = ", ".join(f"{seat.user} ({Role(seat.role).label.lower()})" for seat in intent.people)
        yield f"Tiếp tục ở đơn vị nhận: {names}."
    elif seats:
        yield "Không ai được chuyển sang đơn vị khác."


def _list(things: Iterable[Organisation | object]) -> str:
    return ", ".join(str(thing) for thing in things)
