import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from plans.enums import FileType, TaskStatus
from plans.models import PlanReporter
from reports.enums import (
    Action,
    Addressee,
    FileState,
    NotificationKind,
    RecommendationEventKind,
    RequestVerdict,
    SubmissionStatus,
    ValueState,
)
from reports.models import (
    EditingPresence,
    Evidence,
    Extension,
    IndicatorValue,
    Notification,
    PaperFile,
    PlanFile,
    Recommendation,
    RecommendationEvent,
    RecommendationGroup,
    RequestMark,
    SectionEntry,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    TaskEntry,
)
from tests.factories.plans import (
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    TaskFactory,
)
from tests.factories.schools import SchoolFactory, member

S = SubmissionStatus


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A report nobody has started, of a new school which becomes a reporter of the plan.

    `draft=True`, `submitted=True`, `accepted=True`, `returned=True` give the other states; sent reports were sent
    `days_late` days after the last on-time day (default −3: three days early), at the same time of day.
    """

    class Meta:
        model = Submission

    class Params:
        days_late = -3
        sent_at = factory.LazyAttribute(lambda row: row.period.deadline_at + dt.timedelta(days=row.days_late))
        draft = factory.Trait(status=S.DRAFT, edit_version=1, filled_percent=40)
        sent = factory.Trait(
            revision=1,
            edit_version=1,
            filled_percent=100,
            first_submitted_at=factory.SelfAttribute("sent_at"),
            submitted_at=factory.SelfAttribute("sent_at"),
            receipt_code=factory.Sequence(lambda n: f"BN-{n:06}"),
        )
        submitted = factory.Trait(sent=True, status=S.SUBMITTED)
        accepted = factory.Trait(
            sent=True,
            status=S.ACCEPTED,
            accepted_at=factory.LazyAttribute(lambda row: row.sent_at + dt.timedelta(days=1)),
        )
        returned = factory.Trait(
            sent=True,
            status=S.RETURNED,
            returned_due_on=factory.LazyAttribute(lambda row: row.period.last_day + dt.timedelta(days=5)),
        )

    period = factory.SubFactory(ReportingPeriodFactory)
    organisation = factory.LazyFunction(lambda: SchoolFactory().organisation)

    @classmethod
    def _create(cls, model_class: type[Submission], *args: Any, **kwargs: Any) -> Submission:
        submission = super()._create(model_class, *args, **kwargs)
        PlanReporter.objects.get_or_create(plan=submission.period.plan, organisation=submission.organisation)
        return submission


class IndicatorValueFactory(factory.django.DjangoModelFactory):
    """A given figure: 90 of 100 for a ratio, 5 otherwise; pass `numerator=`, `denominator=` or `value=`."""

    class Meta:
        model = IndicatorValue

    submission = factory.SubFactory(SubmissionFactory)
    plan_indicator = factory.SubFactory(PlanIndicatorFactory, plan=factory.SelfAttribute("..submission.period.plan"))
    state = ValueState.GIVEN
    numerator = factory.LazyAttribute(lambda row: Decimal(90) if row.plan_indicator.indicator.is_ratio else None)
    denominator = factory.LazyAttribute(lambda row: Decimal(100) if row.plan_indicator.indicator.is_ratio else None)
    value = factory.LazyAttribute(lambda row: None if row.plan_indicator.indicator.is_ratio else Decimal(5))


class SectionEntryFactory(factory.django.DjangoModelFactory):
    """The text of a section of the submission's own plan."""

    class Meta:
        model = SectionEntry

    submission = factory.SubFactory(SubmissionFactory)
    section = factory.SubFactory(OutlineSectionFactory, plan=factory.SelfAttribute("..submission.period.plan"))
    text = "Nhà trường đã thực hiện nội dung này."


class TaskEntryFactory(factory.django.DjangoModelFactory):
    """A finished task of the submission's own plan."""

    class Meta:
        model = TaskEntry

    submission = factory.SubFactory(SubmissionFactory)
    task = factory.SubFactory(TaskFactory, plan=factory.SelfAttribute("..submission.period.plan"))
    status = TaskStatus.DONE
    progress = 100
    text = "Đã hoàn thành."


class RecommendationFactory(factory.django.DjangoModelFactory):
    """An open request to the leaders, raised by a report that was sent; `raised_at=None` leaves it in a draft."""

    class Meta:
        model = Recommendation

    submission = factory.SubFactory(SubmissionFactory, submitted=True)
    raised_at = factory.LazyAttribute(lambda row: row.submission.first_submitted_at or timezone.now())
    addressee = Addressee.LEADERS
    text = factory.Sequence(lambda n: f"Đề nghị bổ sung phòng học số {n}")


class RecommendationGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecommendationGroup

    plan = factory.SubFactory(PlanFactory)
    title = "Bổ sung phòng học"
    created_at = factory.LazyFunction(timezone.now)


class RecommendationEventFactory(factory.django.DjangoModelFactory):
    """The moment a request was raised."""

    class Meta:
        model = RecommendationEvent

    recommendation = factory.SubFactory(RecommendationFactory)
    kind = RecommendationEventKind.RAISED
    at = factory.LazyFunction(timezone.now)


class RequestMarkFactory(factory.django.DjangoModelFactory):
    """A school says in a draft of its next report that the request still stands."""

    class Meta:
        model = RequestMark

    submission = factory.SubFactory(SubmissionFactory, draft=True)
    recommendation = factory.SubFactory(RecommendationFactory)
    verdict = RequestVerdict.STANDING


class SubmissionEventFactory(factory.django.DjangoModelFactory):
    """The sending of a report."""

    class Meta:
        model = SubmissionEvent

    submission = factory.SubFactory(SubmissionFactory, submitted=True)
    action = Action.SUBMIT
    from_status = S.DRAFT
    to_status = S.SUBMITTED
    by = factory.LazyAttribute(lambda event: member(event.submission.organisation, "principal"))
    at = factory.LazyAttribute(lambda event: event.submission.submitted_at or timezone.now())


class SubmissionVersionFactory(factory.django.DjangoModelFactory):
    """The first sending of a report, frozen."""

    class Meta:
        model = SubmissionVersion

    submission = factory.SubFactory(SubmissionFactory, submitted=True)
    revision = factory.SelfAttribute("submission.revision")
    content = factory.LazyFunction(lambda: {"sections": []})
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    created_at = factory.SelfAttribute("submission.submitted_at")
    created_by = factory.LazyAttribute(lambda row: member(row.submission.organisation, "principal"))


class ExtensionFactory(factory.django.DjangoModelFactory):
    """A week more for a report."""

    class Meta:
        model = Extension

    submission = factory.SubFactory(SubmissionFactory)
    until = factory.LazyAttribute(lambda row: row.submission.period.last_day + dt.timedelta(days=7))
    reason = "Trường đang chuyển trụ sở"
    granted_by = factory.LazyAttribute(lambda row: member(row.submission.period.plan.receiver, "head"))
    granted_at = factory.LazyFunction(timezone.now)


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A PDF of one page's size, attached to a section of the submission's own plan; the file itself is not written."""

    class Meta:
        model = Evidence

    submission = factory.SubFactory(SubmissionFactory, draft=True)
    section = factory.SubFactory(OutlineSectionFactory, plan=factory.SelfAttribute("..submission.period.plan"))
    name = "Biên bản kiểm tra.pdf"
    type = FileType.PDF
    file = "evidence/2018/03/0.pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.LazyAttribute(lambda row: member(row.submission.organisation, "clerk"))
    uploaded_at = factory.LazyFunction(timezone.now)


class EditingPresenceFactory(factory.django.DjangoModelFactory):
    """The clerk of the school has the report's form open."""

    class Meta:
        model = EditingPresence

    submission = factory.SubFactory(SubmissionFactory, draft=True)
    user = factory.LazyAttribute(lambda row: member(row.submission.organisation, "clerk"))
    seen_at = factory.LazyFunction(timezone.now)


class NotificationFactory(factory.django.DjangoModelFactory):
    """A mail waiting for the principal of the school."""

    class Meta:
        model = Notification

    submission = factory.SubFactory(SubmissionFactory)
    recipient = factory.LazyAttribute(lambda row: member(row.submission.organisation, "principal"))
    kind = NotificationKind.REMINDER
    stage = "t-7"
    subject = "Nhắc hạn nộp báo cáo"
    body = "Kính gửi nhà trường."
    created_at = factory.LazyFunction(timezone.now)


class PaperFileFactory(factory.django.DjangoModelFactory):
    """The paper of a sent report, waiting to be rendered."""

    class Meta:
        model = PaperFile

    submission = factory.SubFactory(SubmissionFactory, submitted=True)
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = FileState.QUEUED
    requested_at = factory.LazyFunction(timezone.now)


class PlanFileFactory(factory.django.DjangoModelFactory):
    """A plan as a document, waiting to be rendered."""

    class Meta:
        model = PlanFile

    plan = factory.SubFactory(PlanFactory)
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = FileState.QUEUED
    requested_at = factory.LazyFunction(timezone.now)
