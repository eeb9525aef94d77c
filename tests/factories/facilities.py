import datetime as dt
import uuid

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from facilities.enums import ContributionKind, InspectionKind, InspectionState, WorkKind
from facilities.models import (
    Allocation,
    AssessmentLine,
    Contribution,
    EntrantForecast,
    Expenditure,
    Finding,
    FundKeeper,
    FundSource,
    Inspection,
    InspectionTopic,
    Photo,
    PlannedRecognition,
    Programme,
    ProgrammeMilestone,
    ProgrammeUnit,
    SelfAssessment,
    StandardCriterion,
    StandardRule,
    Work,
    WorkFunding,
    WorkUpdate,
)
from schools.enums import Grade, Level, OrganisationKind
from tests.factories.plans import PlanFactory
from tests.factories.schools import OfficeFactory, OrganisationFactory, SchoolFactory


def _days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


# One white point as PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


class StandardRuleFactory(factory.django.DjangoModelFactory):
    """A set of criteria for all levels, in force always."""

    class Meta:
        model = StandardRule

    code = factory.Sequence(lambda n: f"BTC-{n}")
    name = factory.Sequence(lambda n: f"Bộ tiêu chí số {n}")
    document = "Thông tư mẫu"
    levels = "MN TH THCS"


class StandardCriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StandardCriterion

    rule = factory.SubFactory(StandardRuleFactory)
    code = factory.Sequence(lambda n: f"1.{n}")
    level = Level.MN
    name = factory.Sequence(lambda n: f"Tiêu chí số {n}")


class SelfAssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SelfAssessment

    school = factory.SubFactory(SchoolFactory)
    rule = factory.SubFactory(StandardRuleFactory)
    school_year = 2017
    created_at = factory.LazyFunction(timezone.now)


class AssessmentLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssessmentLine

    assessment = factory.SubFactory(SelfAssessmentFactory)
    criterion = factory.SubFactory(StandardCriterionFactory, rule=factory.SelfAttribute("..assessment.rule"))


class PlannedRecognitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlannedRecognition

    school = factory.SubFactory(SchoolFactory)
    expected_on = factory.LazyFunction(lambda: _days(60))


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Chương trình số {n}")


class ProgrammeUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeUnit

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.LazyAttribute(lambda _: SchoolFactory().organisation)


class ProgrammeMilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeMilestone

    unit = factory.SubFactory(ProgrammeUnitFactory)
    name = factory.Sequence(lambda n: f"Mốc số {n}")
    planned_on = factory.LazyFunction(lambda: _days(30))


class FundSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundSource

    code = factory.Sequence(lambda n: f"NGUON{n}")
    name = factory.Sequence(lambda n: f"Nguồn số {n}")


class WorkFactory(factory.django.DjangoModelFactory):
    """A work that has not begun; dates and state as given."""

    class Meta:
        model = Work

    school = factory.SubFactory(SchoolFactory)
    kind = WorkKind.NEW
    name = factory.Sequence(lambda n: f"Nhà lớp học số {n}")


class WorkFundingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkFunding

    work = factory.SubFactory(WorkFactory)
    source = factory.SubFactory(FundSourceFactory)
    amount_million = 100


class WorkUpdateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkUpdate

    work = factory.SubFactory(WorkFactory)
    seen_on = factory.LazyFunction(lambda: _days(-3))
    percent = 10
    state = "running"
    created_at = factory.LazyFunction(timezone.now)
    token = factory.LazyFunction(uuid.uuid4)


class InspectionTopicFactory(factory.django.DjangoModelFactory):
    """A line of the checklist that is asked on every visit to every school."""

    class Meta:
        model = InspectionTopic

    text = factory.Sequence(lambda n: f"Nội dung số {n}")
    kinds = " ".join(InspectionKind.values)
    position = factory.Sequence(lambda n: n)


class InspectionFactory(factory.django.DjangoModelFactory):
    """A visit that is being written down; `done=True` has ended it."""

    class Meta:
        model = Inspection

    class Params:
        done = factory.Trait(state=InspectionState.DONE, done_at=factory.LazyFunction(timezone.now))

    school = factory.SubFactory(SchoolFactory)
    office = factory.SubFactory(OfficeFactory)
    kind = InspectionKind.MONTHLY
    visited_on = factory.LazyFunction(lambda: _days(-3))
    created_at = factory.LazyFunction(timezone.now)
    token = factory.LazyFunction(uuid.uuid4)


class FindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Finding

    inspection = factory.SubFactory(InspectionFactory)
    text = "Vệ sinh trường lớp"
    position = factory.Sequence(lambda n: n % 30_000)


class PhotoFactory(factory.django.DjangoModelFactory):
    """A picture of a visit; `inspection=None, work_update=…` makes it one of a work."""

    class Meta:
        model = Photo

    inspection = factory.SubFactory(InspectionFactory)
    file = factory.LazyFunction(lambda: ContentFile(PIXEL, name="anh.png"))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    created_at = factory.LazyFunction(timezone.now)


class FundKeeperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundKeeper

    plan = factory.SubFactory(PlanFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.OFFICE)


class AllocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Allocation

    plan = factory.SubFactory(PlanFactory)
    school = factory.SubFactory(SchoolFactory)
    source = factory.SubFactory(FundSourceFactory)
    purpose = "Xây phòng học"
    amount_million = 500
    allocated_on = dt.date(2018, 2, 20)


class ExpenditureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Expenditure

    allocation = factory.SubFactory(AllocationFactory)
    amount_million = 100
    spent_on = dt.date(2018, 3, 20)


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contribution

    plan = factory.SubFactory(PlanFactory)
    school = factory.SubFactory(SchoolFactory)
    kind = ContributionKind.MONEY
    amount_million = 20
    received_on = dt.date(2018, 3, 1)


class EntrantForecastFactory(factory.django.DjangoModelFactory):
    """Entrants of the whole area; `commune=` makes them those of one."""

    class Meta:
        model = EntrantForecast

    school_year = 2018
    grade = Grade.NURSERY
    pupils = 1000
