import factory
from django.utils import timezone

from reports.documents.content import plain
from reports.documents.summary import build_summary
from reports.enums import BundleScope, CollectionKind, FileState, SummaryStatus
from reports.models import CollectedFile, SummaryFile, SummaryReport, SummarySection
from tests.factories.plans import ReportingPeriodFactory


class SummaryReportFactory(factory.django.DjangoModelFactory):
    """The summary of a period: a draft, or `finalised`, or `published`."""

    class Meta:
        model = SummaryReport

    class Params:
        finalised = factory.Trait(
            status=SummaryStatus.FINALISED,
            content=factory.LazyAttribute(lambda row: plain(build_summary(SummaryReport(period=row.period)))),
            content_sha256=factory.Sequence(lambda n: f"{n:064x}"),
            included=factory.LazyFunction(dict),
            code=factory.Sequence(lambda n: "".join("ABCDEFGHJK"[int(digit)] for digit in f"{n:010d}")),
            finalised_at=factory.LazyFunction(timezone.now),
        )
        published = factory.Trait(
            finalised=True,
            status=SummaryStatus.PUBLISHED,
            number=factory.Sequence(lambda n: n + 1),
            issued_on=factory.LazyFunction(timezone.localdate),
            numbered_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
        )

    period = factory.SubFactory(ReportingPeriodFactory)


class SummarySectionFactory(factory.django.DjangoModelFactory):
    """An edited section of a draft."""

    class Meta:
        model = SummarySection

    summary = factory.SubFactory(SummaryReportFactory)
    key = "opening"
    text = "Đã sửa."
    updated_at = factory.LazyFunction(timezone.now)


class SummaryFileFactory(factory.django.DjangoModelFactory):
    """A file waiting to be rendered."""

    class Meta:
        model = SummaryFile

    summary = factory.SubFactory(SummaryReportFactory)
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = FileState.QUEUED
    requested_at = factory.LazyFunction(timezone.now)


class CollectedFileFactory(factory.django.DjangoModelFactory):
    """The bundle of a period's reports, waiting to be made."""

    class Meta:
        model = CollectedFile

    kind = CollectionKind.REPORTS
    period = factory.SubFactory(ReportingPeriodFactory)
    plan = factory.LazyAttribute(lambda row: row.period.plan)
    scope = factory.LazyAttribute(lambda row: BundleScope.ACCEPTED if row.kind == CollectionKind.REPORTS else "")
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = FileState.QUEUED
    requested_at = factory.LazyFunction(timezone.now)
