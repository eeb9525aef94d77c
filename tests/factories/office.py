"""What the office works with: comments, assignments, requests for time, reminders and letters."""

import datetime as dt

import factory
from django.utils import timezone

from reports.enums import Audience, CommentState, FileState, SubmissionStatus
from reports.models import (
    CalendarFeed,
    ContactPreference,
    ExtensionRequest,
    LetterFile,
    ReminderLetter,
    ReminderPlan,
    ReminderStage,
    ReviewAssignment,
    ReviewComment,
)
from schools.enums import OrganisationKind
from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory, ReportingPeriodFactory
from tests.factories.reports import SubmissionFactory
from tests.factories.schools import member


class ReminderLetterFactory(factory.django.DjangoModelFactory):
    """A letter to one late school."""

    class Meta:
        model = ReminderLetter

    period = factory.SubFactory(ReportingPeriodFactory)
    rows = factory.LazyAttribute(
        lambda row: [
            {
                "submission": 1,
                "organisation": "Trường A",
                "kind": OrganisationKind.SCHOOL,
                "head_title": "Hiệu trưởng",
                "commune": "Xã B",
                "status": SubmissionStatus.NOT_STARTED,
                "due_on": row.period.last_day.isoformat(),
                "days_late": 2,
            }
        ]
    )
    as_of = factory.LazyAttribute(lambda row: row.period.last_day + dt.timedelta(days=2))
    respond_by = factory.LazyAttribute(lambda row: row.period.deadline_at + dt.timedelta(days=5))
    created_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)


class LetterFileFactory(factory.django.DjangoModelFactory):
    """A letter waiting to be rendered."""

    class Meta:
        model = LetterFile

    letter = factory.SubFactory(ReminderLetterFactory)
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = FileState.QUEUED
    requested_at = factory.LazyFunction(timezone.now)


class ReviewCommentFactory(factory.django.DjangoModelFactory):
    """A comment on the whole of a returned report that the school has not ticked off; `draft=True` was not sent."""

    class Meta:
        model = ReviewComment

    class Params:
        draft = factory.Trait(state=CommentState.DRAFT, sent_at=None)

    submission = factory.SubFactory(SubmissionFactory, returned=True)
    text = "Nêu rõ nguyên nhân."
    revision = factory.LazyAttribute(lambda row: row.submission.revision)
    state = CommentState.SENT
    author = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    sent_at = factory.LazyFunction(timezone.now)


class ExtensionRequestFactory(factory.django.DjangoModelFactory):
    """An open request of a school that is writing."""

    class Meta:
        model = ExtensionRequest

    submission = factory.SubFactory(SubmissionFactory, draft=True)
    until = factory.LazyAttribute(lambda row: row.submission.period.last_day + dt.timedelta(days=7))
    reason = "Mưa lũ, trường mất điện."
    requested_by = factory.LazyAttribute(lambda row: member(row.submission.organisation, "principal"))
    requested_at = factory.LazyFunction(timezone.now)


class ReviewAssignmentFactory(factory.django.DjangoModelFactory):
    """An officer of the receiver looks after the primary schools."""

    class Meta:
        model = ReviewAssignment

    receiver = factory.LazyFunction(lambda: PlanFactory().receiver)
    user = factory.LazyAttribute(lambda row: member(row.receiver, "officer"))
    level = "TH"


class ReminderPlanFactory(factory.django.DjangoModelFactory):
    """The hours of a plan's reminders, without stages."""

    class Meta:
        model = ReminderPlan

    plan = factory.SubFactory(PlanFactory)


class ReminderStageFactory(factory.django.DjangoModelFactory):
    """A mail to the school seven days before the deadline."""

    class Meta:
        model = ReminderStage

    reminder_plan = factory.SubFactory(ReminderPlanFactory)
    code = factory.LazyAttribute(lambda row: f"T{row.days:+d}")
    days = -7
    audience = Audience.SCHOOL
    subject = "Nhắc nộp {kỳ} của {trường}"
    body = "{kỳ} cần gửi {hạn}."


class ContactPreferenceFactory(factory.django.DjangoModelFactory):
    """The default choice, made."""

    class Meta:
        model = ContactPreference

    user = factory.SubFactory(UserFactory)


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """A calendar somebody has asked for."""

    class Meta:
        model = CalendarFeed

    user = factory.SubFactory(UserFactory)
    nonce = factory.Sequence(lambda n: f"{n:032x}")
    created_at = factory.LazyFunction(timezone.now)
