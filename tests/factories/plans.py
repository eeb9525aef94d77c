import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from plans.enums import (
    DeadlineRule,
    Direction,
    DocumentType,
    FileType,
    Operator,
    PlanStatus,
    RecipientRole,
    RelationKind,
    TaskStatus,
    TimeRule,
    UnitRule,
    ValueKind,
)
from plans.models import (
    CalendarDay,
    CitedDocument,
    Indicator,
    Milestone,
    OutlineSection,
    Plan,
    PlanIndicator,
    PlanRecipient,
    PlanRelation,
    PlanReporter,
    PlanRevision,
    ReportingPeriod,
    Target,
    Task,
    TaskFile,
    TaskUpdate,
    UnitPlan,
    UnitTarget,
)
from tests.factories.accounts import UserFactory
from tests.factories.schools import OfficeFactory, PeoplesCommitteeFactory, SchoolFactory

# label, data until, opens, deadline of the four periods of a plan year, as (month, day)
PERIODS = {
    1: ("3 tháng", (2, 28), (2, 15), (3, 10)),
    2: ("6 tháng", (5, 31), (5, 15), (6, 10)),
    3: ("9 tháng", (8, 31), (8, 15), (9, 10)),
    4: ("năm", (10, 31), (10, 15), (11, 15)),
}


def _day(period: Any, column: int) -> dt.date:
    return dt.date(period.plan.year, *PERIODS[period.position][column])


class PlanFactory(factory.django.DjangoModelFactory):
    """A plan of 2018 in force; its issuer receives the reports and forwards them to a committee."""

    class Meta:
        model = Plan

    document_type = DocumentType.KH
    number = factory.Sequence(lambda n: f"{n + 1:02}")
    symbol = "KH-TN"
    subject = "Kế hoạch thử nghiệm"
    title = factory.LazyAttribute(lambda plan: f"Nhiệm vụ thử nghiệm năm {plan.year}")
    report_subject = factory.LazyAttribute(lambda plan: f"thực hiện nhiệm vụ thử nghiệm năm {plan.year}")
    year = 2018
    issued_on = factory.LazyAttribute(lambda plan: dt.date(plan.year, 2, 5))
    status = PlanStatus.IN_FORCE
    issuer = factory.SubFactory(OfficeFactory)
    receiver = factory.SelfAttribute("issuer")
    forwarded_to = factory.SubFactory(PeoplesCommitteeFactory)


class ReportingPeriodFactory(factory.django.DjangoModelFactory):
    """Period 1 ("3 tháng", before 10 March) of a plan; `position=2…4` gives the others; once per plan."""

    class Meta:
        model = ReportingPeriod
        django_get_or_create = ("plan", "position")

    plan = factory.SubFactory(PlanFactory)
    position = 1
    label = factory.LazyAttribute(lambda period: PERIODS[period.position][0])
    data_from = factory.LazyAttribute(lambda period: dt.date(period.plan.year, 1, 1))
    data_to = factory.LazyAttribute(lambda period: _day(period, 1))
    opens_on = factory.LazyAttribute(lambda period: _day(period, 2))
    deadline_on = factory.LazyAttribute(lambda period: _day(period, 3))
    deadline_rule = DeadlineRule.BEFORE
    deadline_text = factory.LazyAttribute(
        lambda period: f"trước ngày {period.deadline_on.day}/{period.deadline_on.month}/{period.deadline_on.year}"
    )
    school_year = factory.LazyAttribute(lambda period: period.plan.year - (period.position < 3))


class PlanReporterFactory(factory.django.DjangoModelFactory):
    """A school that has to report on the plan."""

    class Meta:
        model = PlanReporter
        django_get_or_create = ("plan", "organisation")

    plan = factory.SubFactory(PlanFactory)
    organisation = factory.LazyFunction(lambda: SchoolFactory().organisation)


class PlanRecipientFactory(factory.django.DjangoModelFactory):
    """A body to which the plan is sent for report."""

    class Meta:
        model = PlanRecipient

    plan = factory.SubFactory(PlanFactory)
    organisation = factory.SubFactory(PeoplesCommitteeFactory)
    name = factory.SelfAttribute("organisation.short_name")
    role = RecipientRole.REPORT_TO


class CitedDocumentFactory(factory.django.DjangoModelFactory):
    """A resolution of a body outside the portal."""

    class Meta:
        model = CitedDocument

    document_type = DocumentType.NQ
    number = factory.Sequence(lambda n: f"{n + 1}")
    symbol = "NQ-TN"
    subject = "Nghị quyết thử nghiệm"
    issuer_name = "Cơ quan ban hành thử nghiệm"


class PlanRelationFactory(factory.django.DjangoModelFactory):
    """The legal basis of a plan: a cited document."""

    class Meta:
        model = PlanRelation

    plan = factory.SubFactory(PlanFactory)
    kind = RelationKind.LEGAL_BASIS
    to_document = factory.SubFactory(CitedDocumentFactory)


class OutlineSectionFactory(factory.django.DjangoModelFactory):
    """A required narrative section for every level."""

    class Meta:
        model = OutlineSection

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda section: f"M{section.position}")
    label = factory.LazyAttribute(lambda section: str(section.position))
    title = factory.LazyAttribute(lambda section: f"Mục thử nghiệm {section.position}")
    short_title = factory.SelfAttribute("title")


class TaskFactory(factory.django.DjangoModelFactory):
    """A task on which schools of every level report."""

    class Meta:
        model = Task

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda task: f"II.{task.position}")
    title = factory.LazyAttribute(lambda task: f"Nhiệm vụ {task.position}")
    levels = "MN TH THCS"
    is_reported = True


class IndicatorFactory(factory.django.DjangoModelFactory):
    """A percentage schools of every level report, latest value counts; `count=True` makes it a number of something."""

    class Meta:
        model = Indicator

    class Params:
        count = factory.Trait(
            value_kind=ValueKind.COUNT,
            unit_rule=UnitRule.SUM,
            unit="trường",
            numerator_label="",
            denominator_label="",
            decimals=0,
        )

    code = factory.Sequence(lambda n: f"X{n:03}")
    short_name = factory.LazyAttribute(lambda indicator: f"Chỉ tiêu {indicator.code}")
    name = factory.LazyAttribute(lambda indicator: f"Chỉ tiêu thử nghiệm {indicator.code}")
    unit = "%"
    levels = "MN TH THCS"
    value_kind = ValueKind.RATIO
    numerator_label = "số đạt"
    denominator_label = "tổng số"
    direction = Direction.HIGHER
    time_rule = TimeRule.LATEST
    unit_rule = UnitRule.RATIO
    decimals = 2


class PlanIndicatorFactory(factory.django.DjangoModelFactory):
    """An indicator in the grid of a plan; the same row when asked twice."""

    class Meta:
        model = PlanIndicator
        django_get_or_create = ("plan", "indicator")

    plan = factory.SubFactory(PlanFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    position = factory.Sequence(lambda n: n)


class TargetFactory(factory.django.DjangoModelFactory):
    """At least 80 %; the indicator is put into the plan's grid as well."""

    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    operator = Operator.AT_LEAST
    value = Decimal(80)
    position = factory.Sequence(lambda n: n)

    @classmethod
    def _create(cls, model_class: type[Target], *args: Any, **kwargs: Any) -> Target:
        target = super()._create(model_class, *args, **kwargs)
        PlanIndicatorFactory(plan=target.plan, indicator=target.indicator, position=target.position)
        return target


class MilestoneFactory(factory.django.DjangoModelFactory):
    """Half of the way is expected by the first period."""

    class Meta:
        model = Milestone

    target = factory.SubFactory(TargetFactory)
    period = factory.SubFactory(ReportingPeriodFactory, plan=factory.SelfAttribute("..target.plan"))
    expected_share = Decimal("0.5")


class CalendarDayFactory(factory.django.DjangoModelFactory):
    """A day off the office has decided."""

    class Meta:
        model = CalendarDay

    day = factory.Sequence(lambda n: dt.date(2018, 1, 3) + dt.timedelta(days=n))
    name = "Nghỉ bù"


class TaskUpdateFactory(factory.django.DjangoModelFactory):
    """The lead unit has done half of a task."""

    class Meta:
        model = TaskUpdate

    by = factory.SubFactory(UserFactory)
    task = factory.SubFactory(TaskFactory)
    organisation = factory.SubFactory(OfficeFactory)
    status = TaskStatus.IN_PROGRESS
    progress = 50
    text = "Đã làm một nửa."
    at = factory.LazyFunction(timezone.now)


class TaskFileFactory(factory.django.DjangoModelFactory):
    """A PDF that came with an update."""

    class Meta:
        model = TaskFile

    update = factory.SubFactory(TaskUpdateFactory)
    name = "Quyết định.pdf"
    type = FileType.PDF
    file = factory.django.FileField(filename="quyet-dinh.pdf", data=b"%PDF-1.7")
    size = 8
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class PlanRevisionFactory(factory.django.DjangoModelFactory):
    """The targets and periods with which a plan was issued."""

    class Meta:
        model = PlanRevision

    made_by = factory.SubFactory(UserFactory)
    plan = factory.SubFactory(PlanFactory)
    number = 1
    content = factory.LazyFunction(lambda: {"targets": [], "periods": []})
    sha256 = "0" * 64
    made_at = factory.LazyFunction(timezone.now)


class UnitPlanFactory(factory.django.DjangoModelFactory):
    """A school's own plan, registered without a file; `filed=True` brings a PDF."""

    class Meta:
        model = UnitPlan

    class Params:
        filed = factory.Trait(
            file=factory.django.FileField(filename="ke-hoach.pdf", data=b"%PDF-1.7"),
            file_name="Kế hoạch.pdf",
            file_type=FileType.PDF,
            size=8,
            sha256="0" * 64,
        )

    registered_by = factory.SubFactory(UserFactory)
    plan = factory.SubFactory(PlanFactory)
    organisation = factory.LazyFunction(lambda: SchoolFactory().organisation)
    number = "12"
    symbol = "KH-TN"
    issued_on = factory.LazyAttribute(lambda row: dt.date(row.plan.year, 2, 20))
    registered_at = factory.LazyFunction(timezone.now)
    changed_at = factory.SelfAttribute("registered_at")


class UnitTargetFactory(factory.django.DjangoModelFactory):
    """The school wants 45 of 50."""

    class Meta:
        model = UnitTarget

    unit_plan = factory.SubFactory(UnitPlanFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    operator = Operator.AT_LEAST
    numerator = Decimal(45)
    denominator = Decimal(50)
