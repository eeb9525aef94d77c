"""What a list of people to be appointed would do, and every mistake in it (domain reference §7.3)."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils import timezone

from schools.enums import Role
from schools.models import Membership, Organisation
from schools.people_rights import reach_of
from schools.services.seats import Person, Post, fault_of, until
from vietnamese.text import search_key


class Outcome(StrEnum):
    CREATED = "Tạo tài khoản mới"
    FURTHER = "Thêm vai trò cho tài khoản đã có"
    UNCHANGED = "Đã có, giữ nguyên"


@dataclass(frozen=True)
class Entry:
    """One line of the list as written; `number` is its row in the file."""

    number: int
    code: str
    full_name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    is_deputy: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    decision: str = ""


@dataclass(frozen=True)
class Fault:
    """A mistake of one entry at one of its fields."""

    number: int
    column: str
    message: str


@dataclass(frozen=True)
class Line:
    """What one entry would do."""

    entry: Entry
    post: Post
    person: Person
    outcome: Outcome
    note: str = ""


@dataclass
class Review:
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def created(self) -> int:
        return self.count(Outcome.CREATED)

    @property
    def further(self) -> int:
        return self.count(Outcome.FURTHER)

    @property
    def unchanged(self) -> int:
        return self.count(Outcome.UNCHANGED)


def review(entries: Sequence[Entry], *, by: Any) -> Review:
    """Look at every entry against the others and against what is stored, in five queries for any number of them."""
    return _Reviewer(entries, by).review()


class _Reviewer:
    def __init__(self, entries: Sequence[Entry], by: Any) -> None:
        self.entries, self.result, self.today = entries, Review(), timezone.localdate()
        self.reach = reach_of(by)
        codes = {entry.code for entry in entries}
        units = self.reach.organisations().in_force(self.today).filter(code__in=codes)
        self.units: dict[str, Organisation] = {unit.code: unit for unit in units}
        addresses = {entry.email.lower() for entry in entries if entry.email}
        users = get_user_model()._default_manager.annotate(address=Lower("email")).filter(address__in=addresses)
        self.owners: dict[str, list[Any]] = {}
        for user in users.order_by("pk"):
            self.owners.setdefault(user.address, []).append(user)
        ids = [unit.pk for unit in self.units.values()]
        self.seats = list(Membership.objects.ongoing().filter(organisation__in=ids).select_related("user"))
        self.names: dict[str, set[str]] = {}
        for entry in entries:
            if entry.email:
                self.names.setdefault(entry.email.lower(), set()).add(search_key(entry.full_name))
        self.posts = Counter((e.code, e.role) for e in entries if e.role == Role.PRINCIPAL and not e.is_deputy)
        self.same = Counter(self._key(entry) for entry in entries)

    @staticmethod
    def _key(entry: Entry) -> tuple[Any, ...]:
        return (entry.code, search_key(entry.full_name), entry.role, entry.is_deputy)

    def review(self) -> Review:
        for entry in self.entries:
            before = len(self.result.faults)
            self._check_words(entry)
            owner = self._owner(entry)
            post = self._post(entry)
            if post is not None and len(self.result.faults) == before:
                self.result.lines.append(self._line(entry, post, owner))
        return self.result

    def _fault(self, entry: Entry, column: str, message: str) -> None:
        self.result.faults.append(Fault(entry.number, column, message))

    def _check_words(self, entry: Entry) -> None:
        if not entry.full_name:
            self._fault(entry, "full_name", "Ô trống. Phải ghi họ và tên.")
        elif len(entry.full_name.split()) < 2:
            self._fault(entry, "full_name", "Chỉ có một từ. Ghi đủ họ, tên đệm, tên.")
        digits = "".join(sign for sign in entry.phone if sign.isdigit())
        if entry.phone and not (entry.phone.startswith(("0", "+")) and 9 <= len(digits) <= 12):
            self._fault(
                entry, "phone", "Không phải số điện thoại; nếu Excel đã bỏ số 0 ở đầu, đổi ô về Text rồi gõ lại."
            )
        if self.same[self._key(entry)] > 1 and entry.full_name:
            self._fault(entry, "full_name", "Người này có nhiều dòng cùng trường, cùng vai trò. Giữ một dòng.")

    def _owner(self, entry: Entry) -> Any:
        """The account with the address, when it is plainly the same person."""
        if not entry.email:
            return None
        try:
            validate_email(entry.email)
        except ValidationError:
            self._fault(entry, "email", "Không phải địa chỉ thư điện tử, ví dụ đúng: hoa.nt@truong.vn.")
            return None
        if len(self.names[entry.email.lower()]) > 1:
            self._fault(entry, "email", "Nhiều người trong tệp dùng chung địa chỉ này. Ghi địa chỉ riêng từng người.")
            return None
        owners = self.owners.get(entry.email.lower(), [])
        if len(owners) > 1:
            self._fault(entry, "email", "Nhiều tài khoản dùng chung địa chỉ này nên không biết mời ai.")
        elif owners and not owners[0].is_active:
            self._fault(entry, "email", "Địa chỉ thuộc một tài khoản đã ngừng hoạt động. Liên hệ quản trị.")
        elif owners and search_key(owners[0].full_name) != search_key(entry.full_name):
            self._fault(entry, "email", "Địa chỉ đã thuộc người khác trên cổng. Kiểm tra lại họ tên hoặc địa chỉ.")
        return owners[0] if len(owners) == 1 else None

    def _post(self, entry: Entry) -> Post | None:
        unit = self.units.get(entry.code)
        if unit is None:
            self._fault(entry, "code", "Không có đơn vị mang mã này trong phạm vi thầy/cô quản lý.")
            return None
        if not entry.role:
            self._fault(entry, "role", "Ô trống. Phải ghi vai trò.")
            return None
        post = Post(unit, entry.role, entry.is_deputy, entry.starts_on, entry.ends_on, entry.decision)
        if fault := fault_of(post):
            column = "ends_on" if "Ngày" in fault else "is_deputy" if "cấp phó" in fault else "role"
            self._fault(entry, column, fault)
        elif not self.reach.gives(unit, entry.role, is_deputy=entry.is_deputy):
            self._fault(entry, "role", "Thầy/cô không được giao vai trò này ở đơn vị này.")
        elif self.posts[(entry.code, Role(entry.role))] > 1 and not entry.is_deputy:
            self._fault(entry, "role", "Trường có hai hiệu trưởng trong tệp. Cấp phó thì ghi Có ở cột Cấp phó.")
        return post

    def _line(self, entry: Entry, post: Post, owner: Any) -> Line:
        person = Person(entry.full_name, entry.email, entry.phone, user=owner)
        in_unit = [seat for seat in self.seats if seat.organisation_id == post.organisation.pk]
        for seat in in_unit:
            same_post = (seat.role, seat.is_deputy) == (post.role, post.is_deputy)
            same_name = search_key(seat.user.full_name) == search_key(entry.full_name)
            if same_post and (seat.user_id == owner.pk if owner else same_name):
                note = f"Nhiệm kỳ đang ghi{until(seat)}; muốn đổi, sửa ở danh sách." if seat.ends_on else ""
                return Line(entry, post, Person(entry.full_name, user=seat.user), Outcome.UNCHANGED, note)
        note = ""
        if post.role == Role.PRINCIPAL and not post.is_deputy:
            holders = [s.user.full_name for s in in_unit if s.role == Role.PRINCIPAL and not s.is_deputy]
            note = f"Trường đang có hiệu trưởng: {', '.join(holders)}. Nhớ cho thôi người cũ." if holders else ""
        return Line(entry, post, person, Outcome.FURTHER if owner else Outcome.CREATED, note)
