"""Whether the reporting periods of a plan can be kept (domain reference §2.1, §6.4)."""

from collections.abc import Iterator
from itertools import combinations

from plans.checks.facts import Facts
from plans.checks.findings import Finding, error, warning
from plans.models import Plan, ReportingPeriod
from vietnamese.dates import format_date

STEP = "plan_periods_edit"


def period_findings(facts: Facts) -> Iterator[Finding]:
    """Missing, overlapping and impossible periods; two with one label; years other than the plan's."""
    plan, periods = facts.plan, facts.periods
    if not periods:
        yield error(STEP, "Chưa có kỳ báo cáo nào nên không đơn vị nào phải báo cáo.")
    for period in periods:
        yield from _one(plan, period)
    for first, second in combinations(periods, 2):
        if first.label.casefold() == second.label.casefold():
            yield error(STEP, f"Hai kỳ cùng tên “{first.label}”.")
        if first.deadline_on == second.deadline_on:
            yield warning(STEP, f"Kỳ {first.label} và kỳ {second.label} cùng hạn {format_date(first.deadline_on)}.")
        if _overlap_oddly(first, second):
            yield warning(STEP, f"Số liệu của kỳ {first.label} và kỳ {second.label} chồng lên nhau một phần.")


def _one(plan: Plan, period: ReportingPeriod) -> Iterator[Finding]:
    # Reports owed before their data are complete are older offices' habit; the national rule is the other way round.
    if period.last_day < period.data_to:
        yield warning(
            STEP,
            f"Kỳ {period.label}: hạn gửi {period.deadline_text} đến trước ngày chốt số liệu "
            f"{format_date(period.data_to)}, đơn vị phải ước số liệu những ngày cuối.",
        )
    if period.forward_on and period.forward_on <= period.last_day:
        yield warning(STEP, f"Kỳ {period.label}: hạn gửi tổng hợp không sau hạn của đơn vị.")
    if abs(period.deadline_on.year - plan.year) > 1:
        yield warning(STEP, f"Kỳ {period.label}: hạn {format_date(period.deadline_on)} ngoài năm {plan.year}.")
    if period.is_illustrative and not plan.is_illustrative:
        yield warning(STEP, f"Kỳ {period.label}: ngày còn là dữ liệu minh họa, chưa được ấn định.")


def _overlap_oddly(first: ReportingPeriod, second: ReportingPeriod) -> bool:
    """Cumulative periods lie inside one another from the same day; any other overlap counts days twice."""
    if first.data_from == second.data_from:
        return first.data_to == second.data_to
    return first.data_from <= second.data_to and second.data_from <= first.data_to
