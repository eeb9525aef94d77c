"""Schools, their facts per school year and their recognitions at the national standard."""

import datetime as dt
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from schools.enums import Grade, Levels, StandardLevel
from schools.models.affiliation import SchoolAffiliation
from schools.models.organisation import Organisation
from vietnamese.dates import school_year_label
from vietnamese.fields import NFCCharField


class SchoolQuerySet(models.QuerySet["School"]):
    def at_level(self, level: str) -> Self:
        """Schools that teach the level, combined schools included."""
        return self.filter(levels__in=Levels.containing(level))

    def belonging(self, on: dt.date) -> Self:
        """Schools of the area on the day: those that exist and belong to one of its communes."""
        places = SchoolAffiliation.objects.on(on).filter(school=OuterRef("pk"))
        return self.filter(Exists(places), organisation__in=Organisation.objects.in_force(on))

    def with_communes(self) -> Self:
        """With all that `commune` and `commune_on` read: one query more."""
        return self.prefetch_related(Prefetch("affiliations", SchoolAffiliation.objects.select_related("commune")))

    def at_standard(self, on: dt.date) -> Self:
        """Schools whose recognition is in force on the day (recognised, not yet past its re-check)."""
        return self.filter(Q(standards__recognised_on__lte=on, standards__recheck_due_on__gte=on)).distinct()


class School(models.Model):
    """What makes an organisation a school."""

    organisation = models.OneToOneField(
        Organisation, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="school"
    )
    levels = models.CharField("cấp học", max_length=12, choices=Levels)
    is_public = models.BooleanField("công lập", default=True)
    campuses = models.PositiveSmallIntegerField("số điểm trường", default=1, validators=[MinValueValidator(1)])
    land_area_m2 = models.DecimalField("diện tích đất (m²)", max_digits=10, decimal_places=1, null=True, blank=True)
    is_on_new_site = models.BooleanField("quy hoạch ra vị trí mới", default=False)
    is_high_quality = models.BooleanField("trường chất lượng cao", default=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "trường học"
        verbose_name_plural = "trường học"
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(levels__in=Levels.values),
                name="school_levels_known",
                violation_error_message="Cấp học không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(land_area_m2__isnull=True) | Q(land_area_m2__gt=0),
                name="school_land_positive",
                violation_error_message="Diện tích đất phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.short_name

    def commune_on(self, day: dt.date) -> Organisation | None:
        """The commune the school belongs to on the day; None when the area has none for it.

        Reads `self.affiliations.all()`, so prefetching `affiliations__commune` makes this free.
        """
        return next((row.commune for row in self.affiliations.all() if row.covers(day)), None)

    @property
    def commune(self) -> Organisation | None:
        """The commune of today."""
        return self.commune_on(timezone.localdate())

    @property
    def level_set(self) -> frozenset[str]:
        return frozenset(self.levels.split())


class SchoolYearFacts(models.Model):
    """Counts of one school in one school year (domain reference §3.4). Empty means that nobody has said it yet, which
    is not 0; areas are square metres. Land and campuses are kept here too, because they change over the years."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="yearly_facts")
    school_year = models.PositiveSmallIntegerField("năm học (năm bắt đầu)")
    classes = models.PositiveSmallIntegerField("số lớp, nhóm", default=0)
    pupils = models.PositiveIntegerField("số học sinh, trẻ", default=0)
    rooms_permanent = models.PositiveSmallIntegerField("phòng học kiên cố", default=0)
    rooms_semi_permanent = models.PositiveSmallIntegerField("phòng học bán kiên cố", default=0)
    rooms_temporary = models.PositiveSmallIntegerField("phòng học tạm", default=0)
    rooms_borrowed = models.PositiveSmallIntegerField("phòng học nhờ, mượn", default=0)
    managers = models.PositiveSmallIntegerField("cán bộ quản lý", default=0)
    teachers = models.PositiveSmallIntegerField("giáo viên", default=0)
    staff = models.PositiveSmallIntegerField("nhân viên", default=0)

    combined_classes = models.PositiveSmallIntegerField("lớp ghép", null=True, blank=True)
    girls = models.PositiveIntegerField("học sinh, trẻ nữ", null=True, blank=True)
    minority_pupils = models.PositiveIntegerField("học sinh, trẻ dân tộc thiểu số", null=True, blank=True)
    disabled_pupils = models.PositiveIntegerField("học sinh, trẻ khuyết tật", null=True, blank=True)
    campuses = models.PositiveSmallIntegerField("số điểm trường", null=True, blank=True)
    land_area_m2 = models.DecimalField("diện tích đất (m²)", max_digits=10, decimal_places=1, null=True, blank=True)
    play_area_m2 = models.DecimalField(
        "diện tích sân chơi, bãi tập (m²)", max_digits=10, decimal_places=1, null=True, blank=True
    )
    computer_rooms = models.PositiveSmallIntegerField("phòng tin học", null=True, blank=True)
    language_rooms = models.PositiveSmallIntegerField("phòng ngoại ngữ", null=True, blank=True)
    art_rooms = models.PositiveSmallIntegerField("phòng nghệ thuật", null=True, blank=True)
    laboratories = models.PositiveSmallIntegerField("phòng thí nghiệm, bộ môn", null=True, blank=True)
    libraries = models.PositiveSmallIntegerField("thư viện", null=True, blank=True)
    health_rooms = models.PositiveSmallIntegerField("phòng y tế", null=True, blank=True)
    toilets = models.PositiveSmallIntegerField("nhà vệ sinh", null=True, blank=True)
    teachers_permanent = models.PositiveSmallIntegerField("giáo viên biên chế", null=True, blank=True)
    teachers_contract = models.PositiveSmallIntegerField("giáo viên hợp đồng", null=True, blank=True)
    teachers_female = models.PositiveSmallIntegerField("giáo viên nữ", null=True, blank=True)
    teachers_party = models.PositiveSmallIntegerField("giáo viên là đảng viên", null=True, blank=True)
    teachers_at_standard = models.PositiveSmallIntegerField("giáo viên đạt chuẩn trình độ", null=True, blank=True)
    teachers_above_standard = models.PositiveSmallIntegerField("giáo viên trên chuẩn", null=True, blank=True)

    class Meta:
        verbose_name = "số liệu năm học"
        verbose_name_plural = "số liệu năm học"
        ordering = ["school", "-school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year"],
                name="facts_school_year",
                violation_error_message="Trường đã có số liệu của năm học này.",
            ),
            models.CheckConstraint(
                condition=Q(land_area_m2__isnull=True) | Q(land_area_m2__gt=0),
                name="facts_land_positive",
                violation_error_message="Diện tích đất phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(girls__isnull=True) | Q(girls__lte=F("pupils")),
                name="facts_girls_within_pupils",
                violation_error_message="Số học sinh nữ không thể nhiều hơn tổng số học sinh.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} – {school_year_label(self.school_year)}"


class GradeFacts(models.Model):
    """Classes and pupils of one grade in one school year: the cohorts a forecast follows."""

    facts = models.ForeignKey(
        SchoolYearFacts, verbose_name="số liệu năm học", on_delete=models.CASCADE, related_name="grades"
    )
    grade = models.CharField("khối", max_length=4, choices=Grade)
    classes = models.PositiveSmallIntegerField("số lớp, nhóm", default=0)
    pupils = models.PositiveIntegerField("số học sinh, trẻ", default=0)

    class Meta:
        verbose_name = "số liệu theo khối"
        verbose_name_plural = "số liệu theo khối"
        ordering = ["facts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facts", "grade"],
                name="grade_facts_once",
                violation_error_message="Năm học này đã có số liệu của khối.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facts}, {self.get_grade_display()}"


class NationalStandard(models.Model):
    """One recognition as a national-standard school. It lapses when the re-check after five years is not passed
    (Plan 04 III.3.5)."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="standards")
    level = models.PositiveSmallIntegerField("mức độ", choices=StandardLevel, default=StandardLevel.ONE)
    decision = NFCCharField("quyết định", max_length=80, blank=True)
    recognised_on = models.DateField("ngày công nhận")
    recheck_due_on = models.DateField("kiểm tra lại trước ngày")
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "công nhận chuẩn quốc gia"
        verbose_name_plural = "công nhận chuẩn quốc gia"
        ordering = ["school", "-recognised_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recheck_due_on__gt=F("recognised_on")),
                name="standard_recheck_after_recognition",
                violation_error_message="Hạn kiểm tra lại phải sau ngày công nhận.",
            ),
            models.UniqueConstraint(
                fields=["school", "recognised_on"],
                name="standard_school_day",
                violation_error_message="Trường đã được công nhận vào ngày này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} ({self.get_level_display()})"
