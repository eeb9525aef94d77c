"""Fixed vocabularies of the registry."""

from django.db import models


class OrganisationKind(models.TextChoices):
    PEOPLES_COMMITTEE = "peoples_committee", "Ủy ban nhân dân"
    EDUCATION_OFFICE = "education_office", "Cơ quan chuyên môn về giáo dục"
    OFFICE = "office", "Cơ quan chuyên môn khác"
    COMMUNE = "commune", "Đơn vị hành chính cấp xã"
    SCHOOL = "school", "Trường học"
    PARTY_COMMITTEE = "party_committee", "Cấp ủy đảng"
    PARTY_BODY = "party_body", "Cơ quan của cấp ủy"
    FRONT = "front", "Mặt trận Tổ quốc"
    UNION = "union", "Đoàn thể"
    PROVINCE = "province", "Cơ quan cấp tỉnh"
    OTHER = "other", "Đơn vị khác"


class Role(models.TextChoices):
    """What a person does for an organisation."""

    PRINCIPAL = "principal", "Hiệu trưởng"
    CLERK = "clerk", "Văn thư"
    OFFICER = "officer", "Chuyên viên"
    HEAD = "head", "Thủ trưởng"
    LEADER = "leader", "Lãnh đạo"
    OBSERVER = "observer", "Theo dõi"
    ADMINISTRATOR = "administrator", "Quản trị"


# Who has a deputy that signs in their place (KT., domain reference §1.2).
DEPUTISED = frozenset({Role.PRINCIPAL, Role.HEAD, Role.LEADER})
_SCHOOL_ROLES = (Role.PRINCIPAL, Role.CLERK, Role.OBSERVER)
_BODY_ROLES = (Role.HEAD, Role.OFFICER, Role.CLERK, Role.LEADER, Role.OBSERVER, Role.ADMINISTRATOR)


def roles_of(kind: str) -> tuple[Role, ...]:
    """The roles that people have in an organisation of the kind (domain reference §4.4)."""
    return _SCHOOL_ROLES if kind == OrganisationKind.SCHOOL else _BODY_ROLES


def role_title(role: str, *, is_deputy: bool = False) -> str:
    """The role in words; a deputy's begins with “Phó”."""
    label = str(Role(role).label)
    return f"Phó {label[:1].lower()}{label[1:]}" if is_deputy else label


class Level(models.TextChoices):
    """One level of schooling."""

    MN = "MN", "Mầm non"
    TH = "TH", "Tiểu học"
    THCS = "THCS", "Trung học cơ sở"


class Levels(models.TextChoices):
    """A set of levels: what a school teaches, or to which schools a task or an indicator applies."""

    MN = "MN", "Mầm non"
    TH = "TH", "Tiểu học"
    THCS = "THCS", "THCS"
    MN_TH = "MN TH", "Mầm non, tiểu học"
    MN_THCS = "MN THCS", "Mầm non, THCS"
    TH_THCS = "TH THCS", "Tiểu học, THCS"
    ALL = "MN TH THCS", "Cả ba cấp"

    @classmethod
    def containing(cls, level: str) -> list[str]:
        """The sets that contain this level."""
        return [value for value in cls.values if level in value.split()]

    @classmethod
    def touching(cls, levels: str) -> list[str]:
        """The sets that share at least one level with `levels` (a space-separated set)."""
        wanted = set(levels.split())
        return [value for value in cls.values if wanted & set(value.split())]


class StandardLevel(models.IntegerChoices):
    """Level of the national standard (reference §3.5)."""

    ONE = 1, "Mức độ 1"
    TWO = 2, "Mức độ 2"


class Grade(models.TextChoices):
    """A year group. Kindergartens count children by age; `next` leads from one school year to the following."""

    NURSERY = "NT", "Nhà trẻ"
    AGE_3 = "MG3", "Mẫu giáo 3–4 tuổi"
    AGE_4 = "MG4", "Mẫu giáo 4–5 tuổi"
    AGE_5 = "MG5", "Mẫu giáo 5–6 tuổi"
    ONE = "1", "Lớp 1"
    TWO = "2", "Lớp 2"
    THREE = "3", "Lớp 3"
    FOUR = "4", "Lớp 4"
    FIVE = "5", "Lớp 5"
    SIX = "6", "Lớp 6"
    SEVEN = "7", "Lớp 7"
    EIGHT = "8", "Lớp 8"
    NINE = "9", "Lớp 9"

    @property
    def level(self) -> Level:
        """The level that teaches the grade."""
        place = Grade.values.index(self.value)
        return Level.MN if place < 4 else Level.TH if place < 9 else Level.THCS

    @property
    def following(self) -> "Grade | None":
        """The grade of the same children a year later; None after the last one."""
        place = Grade.values.index(self.value) + 1
        return Grade(Grade.values[place]) if place < len(Grade.values) else None

    @classmethod
    def of_levels(cls, levels: str) -> list["Grade"]:
        """The grades a school of these levels (a space-separated set) teaches, youngest first."""
        return [grade for grade in cls if grade.level in levels.split()]


class ChangeKind(models.TextChoices):
    """What happened to organisations on a day."""

    MERGED = "merged", "Sáp nhập"
    SPLIT = "split", "Chia tách"
    RENAMED = "renamed", "Đổi tên"
    MOVED = "moved", "Chuyển địa bàn"
    CLOSED = "closed", "Giải thể"
    FOUNDED = "founded", "Thành lập"


class ChangeSide(models.TextChoices):
    BEFORE = "before", "Trước"
    AFTER = "after", "Sau"


class FactsRequestState(models.TextChoices):
    ASKED = "asked", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    DECLINED = "declined", "Không xác nhận"
    WITHDRAWN = "withdrawn", "Trường rút lại"


class InvitationState(models.TextChoices):
    """What became of the way in that somebody was given."""

    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    PRINTED = "printed", "Đã in phiếu"
    FAILED = "failed", "Không gửi được"
    USED = "used", "Đã vào cổng"
    CANCELLED = "cancelled", "Đã hủy"
