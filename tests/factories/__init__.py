"""Objects for tests, as few words as possible: `SubmissionFactory(accepted=True)` brings its plan, period and school.

Names and words are neutral on purpose: what a kind of body is called comes from organisation profiles.
"""

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.plans import (
    IndicatorFactory,
    MilestoneFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanRecipientFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    TargetFactory,
    TaskFactory,
)
from tests.factories.reports import (
    ExtensionFactory,
    IndicatorValueFactory,
    NotificationFactory,
    RecommendationFactory,
    SectionEntryFactory,
    SubmissionEventFactory,
    SubmissionFactory,
    SummaryFileFactory,
    SummaryReportFactory,
    TaskEntryFactory,
)
from tests.factories.schools import (
    CommuneFactory,
    MembershipFactory,
    NationalStandardFactory,
    OfficeFactory,
    OrganisationFactory,
    OrganisationProfileFactory,
    PeoplesCommitteeFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    member,
)

__all__ = [
    "PASSWORD",
    "CommuneFactory",
    "ExtensionFactory",
    "IndicatorFactory",
    "IndicatorValueFactory",
    "MembershipFactory",
    "MilestoneFactory",
    "NationalStandardFactory",
    "NotificationFactory",
    "OfficeFactory",
    "OrganisationFactory",
    "OrganisationProfileFactory",
    "OutlineSectionFactory",
    "PeoplesCommitteeFactory",
    "PlanFactory",
    "PlanIndicatorFactory",
    "PlanRecipientFactory",
    "PlanReporterFactory",
    "RecommendationFactory",
    "ReportingPeriodFactory",
    "SchoolFactory",
    "SchoolYearFactsFactory",
    "SectionEntryFactory",
    "SubmissionEventFactory",
    "SubmissionFactory",
    "SummaryFileFactory",
    "SummaryReportFactory",
    "TargetFactory",
    "TaskEntryFactory",
    "TaskFactory",
    "UserFactory",
    "member",
]
