"""Appointing many people at once, from a list that was looked at first."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.db import transaction

from schools.models import Membership, Organisation
from schools.services.first_passwords import UsernameChooser
from schools.services.people_review import Entry, Outcome, Review, review
from schools.services.seats import Refused, give_seat

logger = logging.getLogger(__name__)

SALT = "schools.people_import"
CONFIRM_WITHIN = dt.timedelta(hours=2)
CHANGED = "Danh sách người dùng đã đổi từ lúc kiểm tra tệp nên chưa tạo ai. Đề nghị tải tệp lên kiểm tra lại."
DAYS = ("starts_on", "ends_on")


def sign_entries(entries: Sequence[Entry], *, by: Any) -> str:
    """The list as the page carries it from the dry run to the confirmation, for this person and two hours."""
    rows = []
    for entry in entries:
        row = asdict(entry)
        rows.append(row | {name: row[name].isoformat() if row[name] else None for name in DAYS})
    return signing.dumps({"by": by.pk, "rows": rows}, salt=SALT, compress=True)


def read_entries(text: str, *, by: Any) -> list[Entry]:
    """The list that was signed.

    Raises:
        Refused: changed, too old, or another person's.
    """
    try:
        data = signing.loads(text, salt=SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        data = {}
    if data.get("by") != by.pk:
        raise Refused("Lần kiểm tra tệp đã hết hiệu lực. Chọn lại tệp; chưa có gì được lưu.")
    days = [{name: row[name] and dt.date.fromisoformat(row[name]) for name in DAYS} for row in data["rows"]]
    return [Entry(**(row | day)) for row, day in zip(data["rows"], days, strict=True)]


def appoint_all(entries: Sequence[Entry], *, by: Any) -> tuple[list[Membership], Review]:
    """Give every seat of the list that is not there yet, all of them or none; returns the new seats.

    A second click finds everybody there and creates nobody.

    Raises:
        Refused: what is stored has changed so that the list has mistakes now.
    """
    with transaction.atomic():
        codes = {entry.code for entry in entries}
        # Held in one order, so that two confirmations of one list come one after the other.
        list(Organisation.objects.select_for_update().filter(code__in=codes).order_by("pk").values_list("pk"))
        found = review(entries, by=by)
        if found.faults:
            raise Refused(CHANGED)
        new = [line for line in found.lines if line.outcome != Outcome.UNCHANGED]
        names = UsernameChooser([line.entry.full_name for line in new])
        people: dict[str, Any] = {}
        seats = []
        for line in new:
            person = line.person
            address = person.email.lower()
            if person.user is None and address in people:
                person = type(person)(person.full_name, user=people[address])
            seat = give_seat(person=person, post=line.post, by=by, names=names)
            if address:
                people[address] = seat.user
            seats.append(seat)
    logger.info("%s seats given from a list by user %s", len(seats), by.pk)
    return seats, found
