"""Why a change cannot be made: everything at once, in sentences."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Q

from schools.changes import KINDS, SOURCES, Intent, NewBody
from schools.enums import ChangeKind
from schools.models import Organisation, SchoolAffiliation
from vietnamese.dates import format_date


def problems_of(intent: Intent, today: dt.date) -> list[str]:
    """All reasons against the change; none when it can be made. `today` is for new names, which count from their day
    and cannot be told ahead."""
    return [
        *_counts(intent),
        *_sources(intent),
        *_new(intent),
        *_places(intent),
        *_homes(intent),
        *_names(intent, today),
    ]


def _counts(intent: Intent) -> Iterator[str]:
    fewest, most = SOURCES[intent.kind]
    if not fewest <= len(intent.sources) <= most:
        yield f"Chọn từ {fewest} đến {most} đơn vị." if most > fewest else f"Chọn đúng {fewest} đơn vị."
    if any(count > 1 for count in Counter(body.pk for body in intent.sources).values()):
        yield "Một đơn vị được chọn hai lần."
    if intent.into is not None and intent.into not in intent.sources:
        yield f"{intent.into} phải là một trong các đơn vị đã chọn."
    if intent.kind == ChangeKind.MERGED and (intent.into is None) == (not intent.new):
        yield "Chọn một trong hai: nhập vào một đơn vị đang có, hoặc lập đơn vị mới."
    if intent.kind == ChangeKind.SPLIT and len(intent.new) + bool(intent.into) < 2:
        yield "Chia tách phải thành ít nhất hai đơn vị."


def _sources(intent: Intent) -> Iterator[str]:
    for body in intent.sources:
        if body.kind != KINDS[intent.what]:
            yield f"{body} không phải loại đơn vị này."
        if body.valid_to is not None:
            yield f"{body} đã kết thúc ngày {format_date(body.valid_to)}."
        elif body.valid_from is not None and body.valid_from >= intent.on:
            yield f"{body} có từ {format_date(body.valid_from)}, nên thay đổi phải sau ngày đó."
    later = SchoolAffiliation.objects.filter(
        # A commune and its schools may change on the same day, by the same decision.
        Q(school__organisation__in=intent.sources, valid_from__gt=intent.on)
        | Q(commune__in=intent.sources, valid_from__gte=intent.on)
    ).select_related("school__organisation")
    for row in later.order_by("school__organisation__sort_key", "pk"):
        yield (
            f"{row.school} đã được ghi đổi địa bàn từ {format_date(row.valid_from)}; "
            "các thay đổi phải ghi theo thứ tự thời gian."
        )


def _new(intent: Intent) -> Iterator[str]:
    if intent.kind == ChangeKind.RENAMED:
        return
    codes = Counter(body.code for body in intent.new)
    names = Counter(body.short_name.lower() for body in intent.new)
    if any(count > 1 for count in codes.values()) or any(count > 1 for count in names.values()):
        yield "Hai đơn vị mới không được trùng mã hoặc tên gọn."
    ending = [body.pk for body in intent.ending]
    living = Organisation.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=intent.on)).exclude(pk__in=ending)
    for body in intent.new:
        if living.filter(code=body.code).exists():
            yield f"Mã {body.code} đang thuộc một đơn vị khác."
        if living.filter(short_name=body.short_name, kind=KINDS[intent.what]).exists():
            yield f"Tên gọn “{body.short_name}” đang thuộc một đơn vị khác."
        yield from _commune(intent, body)


def _commune(intent: Intent, body: NewBody) -> Iterator[str]:
    if intent.what != "school":
        return
    if body.commune is None:
        yield f"{body.short_name}: chọn địa bàn."
    elif not _exists(body.commune, intent.on):
        yield f"{body.commune} không có trong ngày {format_date(intent.on)}."


def _places(intent: Intent) -> Iterator[str]:
    if intent.kind != ChangeKind.MOVED:
        return
    if intent.commune is None:
        yield "Chọn địa bàn chuyển đến."
        return
    if not _exists(intent.commune, intent.on):
        yield f"{intent.commune} không có trong ngày {format_date(intent.on)}."
    there = SchoolAffiliation.objects.on(intent.on).filter(commune=intent.commune)
    for row in there.filter(school__organisation__in=intent.sources).select_related("school__organisation"):
        yield f"{row.school} đã thuộc {intent.commune}."


def _homes(intent: Intent) -> Iterator[str]:
    """Schools of a commune that ends need another one."""
    if intent.what != "commune" or intent.kind not in (ChangeKind.SPLIT, ChangeKind.CLOSED):
        return
    places = SchoolAffiliation.objects.on(intent.on).filter(commune__in=intent.ending)
    for row in places.select_related("school__organisation").order_by("school__organisation__sort_key", "pk"):
        if row.school_id not in intent.homes:
            yield f"{row.school}: chưa có địa bàn từ {format_date(intent.on)}."


def _names(intent: Intent, today: dt.date) -> Iterator[str]:
    if intent.kind != ChangeKind.RENAMED or not intent.sources:
        return
    if intent.on > today:
        yield "Đổi tên ghi được từ ngày có hiệu lực; trước ngày đó đơn vị vẫn mang tên cũ."
    body, name = intent.sources[0], intent.new[0] if intent.new else None
    if name and (name.name, name.short_name) == (body.name, body.short_name):
        yield "Tên mới giống tên đang dùng."
    if name and Organisation.objects.filter(short_name=name.short_name, kind=body.kind, valid_to=None).exclude(
        pk=body.pk
    ):
        yield f"Tên gọn “{name.short_name}” đang thuộc một đơn vị khác."
    if body.profiles.filter(valid_from__gte=intent.on).exists():
        yield "Đơn vị đã có tên gọi từ ngày này hoặc sau đó; các thay đổi phải ghi theo thứ tự thời gian."


def _exists(body: Organisation, on: dt.date) -> bool:
    return (body.valid_from or dt.date.min) <= on <= (body.valid_to or dt.date.max)
