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
