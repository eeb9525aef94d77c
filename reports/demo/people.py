"""The people of the demonstration: twelve accounts anybody may use, and a principal for every other school."""

import datetime as dt
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from accounts.demo import DEMO_PASSWORD
from reports.demo.clock import dice
from reports.demo.funds import finance_office
from reports.demo.story import Part, Story
from reports.queries.recipients import Recipient
from schools.enums import OrganisationKind as K
from schools.enums import Role
from schools.models import Membership, Organisation, School
from vietnamese.text import search_key

FAMILY = ("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm", "Vũ", "Hoàng", "Bùi", "Đỗ", "Đặng",
          "Đoàn", "Đinh", "Phan", "Ngô", "Dương", "Lương", "Tạ", "Trịnh")  # fmt: skip
MIDDLE_F = ("Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Minh", "Thị Hồng", "Thúy", "Ngọc", "Thị Bích", "Thị Kim")
GIVEN_F = ("Hoa", "Mai", "Lan", "Hương", "Hà", "Thủy", "Nga", "Yến", "Ngân", "Huệ", "Phượng", "Oanh", "Duyên", "Loan",
           "Tuyết", "Xuân", "Hạnh", "Thơm", "Nhung", "Vân")  # fmt: skip
MIDDLE_M = ("Văn", "Văn", "Đức", "Quang", "Hữu", "Xuân", "Minh", "Công", "Đình", "Trọng")
GIVEN_M = ("Hải", "Long", "Hùng", "Sơn", "Dũng", "Tuấn", "Thành", "Bình", "Hưng", "Cường", "Khải", "Toàn", "Phong",
           "Thắng", "Quyết", "Đạt", "Nam", "Lâm")  # fmt: skip
SINCE = dt.date(2016, 8, 1)


@dataclass
class Cast:
    """Who acts: principals and clerks by organisation, and the office's people."""

    principals: dict[int, Any] = field(default_factory=dict)
    clerks: dict[int, Any] = field(default_factory=dict)
    officer: Any = None
    colleague: Any = None
    head: Any = None
    office_clerk: Any = None  # numbers and publishes summaries
    board: Any = None  # who reviews the reports on the Party Committee's plan
    front: Any = None

    def writer(self, organisation_id: int) -> Any:
        return self.clerks.get(organisation_id) or self.principals[organisation_id]

    def reporters(self, organisation_id: int) -> list[Recipient]:
        people = (self.principals[organisation_id], self.clerks.get(organisation_id))
        return [Recipient(person) for person in people if person is not None]


def invented_name(chance: Random, *, woman: bool) -> str:
    """Họ, đệm, tên with the shape of real names."""
    middle, given = (MIDDLE_F, GIVEN_F) if woman else (MIDDLE_M, GIVEN_M)
    return f"{chance.choice(FAMILY)} {chance.choice(middle)} {chance.choice(given)}"


def slug(school: School) -> str:
    """`mn.cam-vu`: the school in user names and mail addresses."""
    return search_key(school.organisation.short_name).replace(" ", ".", 1).replace(" ", "-")


@dataclass
class Roster:
    """Users and their seats, until all are written at once. Two password hashes for everybody."""

    password: str = field(default_factory=lambda: make_password(DEMO_PASSWORD))
    locked: str = field(default_factory=lambda: make_password(None))
    users: list[Any] = field(default_factory=list)
    seats: list[tuple[Any, Organisation, str]] = field(default_factory=list)

    def add(
        self, username: str, name: str, email: str, *places: tuple[Organisation, str], demo: bool = True, **more: Any
    ) -> Any:
        password = self.password if demo else self.locked
        user = get_user_model()(username=username, full_name=name, email=email, password=password, **more)
        self.users.append(user)
        self.seats.extend((user, organisation, role) for organisation, role in places)
        return user

    def write(self) -> None:
        get_user_model().objects.bulk_create(self.users)
        Membership.objects.bulk_create(
            [
                Membership(user=user, organisation=place, role=role, starts_on=max(SINCE, place.valid_from or SINCE))
                for user, place, role in self.seats
            ]
        )


def create_people(schools: list[School], tale: Story, today: dt.date) -> Cast:
    """Write users and memberships of those who act on the day and say who is who."""
    cast, roster = Cast(), Roster()
    for school in schools:
        _add_school(school, tale, cast, roster)
    _add_office(today, cast, roster)
    _add_party(today, cast, roster)
    roster.write()
    return cast


def _add_school(school: School, tale: Story, cast: Cast, roster: Roster) -> None:
    organisation = school.organisation
    key, address = slug(school), f"{slug(school)}@truong.example"
    part = tale.part_of(organisation.short_name)
    if part is Part.OWING:
        principal = roster.add("hieutruong", "Nguyễn Thị Hoa", address, (organisation, Role.PRINCIPAL))
        clerk = roster.add("vanthu", "Trần Thị Lan", f"vanthu.{address}", (organisation, Role.CLERK))
        cast.clerks[organisation.pk] = clerk
    elif part is Part.FALLING:
        principal = roster.add("hieutruong2", "Phạm Thu Hà", address, (organisation, Role.PRINCIPAL))
    else:
        chance = dice("principal", organisation.code)
        name = invented_name(chance, woman=chance.random() < (0.97 if school.levels == "MN" else 0.45))
        reachable = part is not Part.UNREACHABLE
        principal = roster.add(key, name, address if reachable else "", (organisation, Role.PRINCIPAL), demo=False)
    cast.principals[organisation.pk] = principal


def _add_office(today: dt.date, cast: Cast, roster: Roster) -> None:
    office, committee = _body(K.EDUCATION_OFFICE, today), _body(K.PEOPLES_COMMITTEE, today)
    cast.officer = roster.add("chuyenvien", "Đỗ Minh Khải", "chuyenvien@giaoduc.example", (office, Role.OFFICER))
    cast.colleague = roster.add(
        "chuyenvien.thcs", "Bùi Văn Thắng", "chuyenvien.thcs@giaoduc.example", (office, Role.OFFICER), demo=False
    )
    cast.head = roster.add("truongphong", "Vũ Đình Toàn", "truongphong@giaoduc.example", (office, Role.HEAD))
    cast.office_clerk = roster.add("vanthu.phong", "Phạm Thị Ngân", "vanthu@giaoduc.example", (office, Role.CLERK))
    finance = finance_office(today) or committee
    roster.add("taichinh", "Lương Thị Tuyết", "taichinh@ubnd.example", (finance, Role.OFFICER))
    roster.add("lanhdao", "Lê Quang Hưng", "lanhdao@ubnd.example", (committee, Role.LEADER))
    keeper = (office, Role.ADMINISTRATOR)
    roster.add("quantri", "Hoàng Đức Nam", "quantri@giaoduc.example", keeper, is_staff=True, is_superuser=True)


def _add_party(today: dt.date, cast: Cast, roster: Roster) -> None:
    """The board receives what units report to the party committee, and follows the office's plan on its behalf."""
    board, party = _find_body(K.PARTY_BODY, today), _body(K.PARTY_COMMITTEE, today)
    seats = [(board, Role.HEAD)] if board else []
    cast.board = roster.add("tuyengiao", "Đặng Thị Ngọc Yến", "tuyengiao@capuy.example", *seats, (party, Role.OBSERVER))
    roster.add("thuongtruc", "Nguyễn Xuân Bách", "thuongtruc@capuy.example", (party, Role.LEADER))
    front = _find_body(K.FRONT, today) or party
    cast.front = roster.add("mattran", "Trần Thị Nhàn", "mattran@capuy.example", (front, Role.HEAD))


def create_predecessors(office: Organisation, cast: Cast) -> Cast:
    """The people of an office that exists no longer, in the places of today's: nobody logs in as one of them."""
    locked = make_password(None)
    names = (
        ("chuyenvien.truoc", "Đỗ Minh Khải", Role.OFFICER),
        ("truongphong.truoc", "Vũ Đình Toàn", Role.HEAD),
        ("vanthu.phong.truoc", "Phạm Thị Ngân", Role.CLERK),
    )
    former = []
    for username, name, role in names:
        user = get_user_model().objects.create(username=username, full_name=name, password=locked, is_active=False)
        Membership.objects.create(user=user, organisation=office, role=role, starts_on=SINCE, ends_on=office.valid_to)
        former.append(user)
    return replace(cast, officer=former[0], head=former[1], office_clerk=former[2])


def _body(kind: str, on: dt.date) -> Organisation:
    """Raises:
    LookupError: the registry has no such body on the day.
    """
    if (found := _find_body(kind, on)) is None:
        raise LookupError(f"{kind} on {on}")
    return found


def _find_body(kind: str, on: dt.date) -> Organisation | None:
    return Organisation.objects.in_force(on).filter(kind=kind).order_by("position", "pk").first()
