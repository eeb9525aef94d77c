"""Writing the summary of a period."""

import logging
from typing import Any

from plans.models import ReportingPeriod
from reports.models import SummaryReport
from reports.services.rendering import summary_of

logger = logging.getLogger(__name__)


def begin(*, period: ReportingPeriod, by: Any) -> SummaryReport:
    """The current summary of a period; its draft is begun when there is none. `by` is named in the log."""
    summary = summary_of(period)
    logger.info("summary %s opened for editing by user %s", summary.pk, getattr(by, "pk", None))
    return summary
