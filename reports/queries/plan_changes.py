"""What the reports that are there say to a change of their plan: what it may not touch, and what follows from it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q

from plans.enums import EnteredBy
from plans.models import Indicator, Plan, ReportingPeriod
from plans.revision_changes import target_name
from plans.revisions import DAYS, Content, scope_of
from plans.signals import Opinion
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.queries.moves import why_not_moved
from schools.enums import Levels

Entry = Mapping[str, Any]
# What a report that was sent says about itself through its period.
KEPT_BY_SENT = {
    "label": "tên kỳ",
    "data_from": "ngày bắt đầu số liệu",
    "data_to": "ngày chốt",
    "school_year": "năm học",
}
DEADLINE = ("deadline_on", "deadline_rule", "deadline_text")


def opinion_on(plan: Plan, before: Content, after: Content, *, today: dt.date) -> Opinion:
    """Refusals with the number of reports concerned, and consequences with the number of units; five queries at most,
    and one for each target that goes."""
    old, new = ({period["position"]: period for period in content["periods"]} for content in (before, after))
    counts = _counts(plan)
    refusals = [*_removed_targets(plan, before, after), *_removed_reporters(plan, before, after)]
    consequences: list[str] = []
    for position, period in new.items():
        if position not in old:
            if period["last_day"] < today.isoformat():
                refusals.append(f"Kỳ {period['label']}: hạn gửi đã qua.")
            continue
        owed, sent = counts.get(position, (0, 0))
        refusals += _altered(old[position], period, sent)
        if _differ(old[position], period, DEADLINE):
            refusals += _moved(plan, old[position], period, today)
            if owed:
                consequences.append(
                    f"Kỳ {period['label']}: {owed} đơn vị chưa nộp theo hạn mới; lời nhắc theo hạn cũ không gửi nữa."
                )
    return Opinion(refusals, [*consequences, *_on_drafts(plan, before, after)])


def moved_positions(before: Content, after: Content) -> list[int]:
    """Positions of the periods whose last day became another one."""
    old = {period["position"]: period["last_day"] for period in before["periods"]}
    return [p["position"] for p in after["periods"] if p["position"] in old and p["last_day"] != old[p["position"]]]


def only_days(before: Content, after: Content) -> bool:
    """Whether nothing but deadlines became different."""
    names = {*DEADLINE, "last_day"}
    old, new = (
        {**content, "periods": [{k: v for k, v in row.items() if k not in names} for row in content["periods"]]}
        for content in (before, after)
    )
    return old == new


def dropped_codes(before: Content, after: Content) -> set[str]:
    """Codes of the organisations that no longer report."""
    return {row["code"] for row in before["reporters"]} - {row["code"] for row in after["reporters"]}


def _counts(plan: Plan) -> dict[int, tuple[int, int]]:
    """By position of the period, reports still owed and reports sent at least once."""
    rows = ReportingPeriod.objects.filter(plan=plan).annotate(
        owed=Count("submissions", filter=Q(submissions__first_submitted_at=None)),
        sent=Count("submissions", filter=Q(submissions__first_submitted_at__isnull=False)),
    )
    return {
        position: (owed, sent)
        for position, owed, sent in rows.values_list("position", "owed", "sent").order_by("position")
    }


def _differ(old: Entry, new: Entry, names: Iterable[str]) -> bool:
    return any(old[name] != new[name] for name in names)


def _altered(old: Entry, new: Entry, sent: int) -> list[str]:
    changed = [label for name, label in KEPT_BY_SENT.items() if old[name] != new[name]]
    if not sent or not changed:
        return []
    return [f"Kỳ {old['label']} đã có {sent} báo cáo đã nộp nên giữ nguyên {', '.join(changed)}."]


def _moved(plan: Plan, old: Entry, new: Entry, today: dt.date) -> list[str]:
    """By the rules of moving one deadline (docs/adr/0003). Until a period opens, its opening may move along."""
    days = {name: dt.date.fromisoformat(old[name]) if old[name] else None for name in DAYS}
    period = ReportingPeriod(plan=plan, deadline_rule=old["deadline_rule"], deadline_text=old["deadline_text"], **days)
    if period.opens_on > today:
        period.opens_on = dt.date.fromisoformat(new["opens_on"])
    period.closes_on = dt.date.fromisoformat(new["closes_on"]) if new["closes_on"] else None
    wanted = dt.date.fromisoformat(new["deadline_on"])
    refusal = why_not_moved(period, wanted, new["deadline_rule"], new["deadline_text"], today=today)
    return [f"Kỳ {old['label']}: {refusal}"] if refusal else []


def _removed_targets(plan: Plan, before: Content, after: Content) -> list[str]:
    kept = {scope_of(entry) for entry in after["targets"]}
    found = []
    for entry in before["targets"]:
        if scope_of(entry) not in kept and (count := _written_against(plan, entry)):
            found.append(
                f"{target_name(entry)}: {count} báo cáo đã nộp theo mục tiêu này nên chỉ đổi được, không bỏ được."
            )
    return found


def _written_against(plan: Plan, entry: dict[str, Any]) -> int:
    """Reports sent at least once in which the target's indicator was answered by those it is for."""
    rows = Submission.objects.filter(period__plan=plan, first_submitted_at__isnull=False)
    indicator = Indicator.objects.filter(code=entry["indicator"]).first()
    if indicator is None or indicator.entered_by == EnteredBy.SCHOOL:
        rows = rows.filter(indicator_values__plan_indicator__indicator__code=entry["indicator"])
    if entry["organisation"]:
        rows = rows.filter(organisation__code=entry["organisation"])
    if entry["level"]:
        rows = rows.filter(organisation__school__levels__in=Levels.containing(entry["level"]))
    return rows.distinct().count()


def _removed_reporters(plan: Plan, before: Content, after: Content) -> list[str]:
    gone = dropped_codes(before, after)
    if not gone:
        return []
    begun = Submission.objects.filter(period__plan=plan, organisation__code__in=gone).exclude(
        status=SubmissionStatus.NOT_STARTED
    )
    rows = (
        begun.values_list("organisation__short_name").annotate(count=Count("pk")).order_by("organisation__short_name")
    )
    return [f"{name} đã soạn hoặc nộp {count} báo cáo nên không bỏ được." for name, count in rows]


def _on_drafts(plan: Plan, before: Content, after: Content) -> list[str]:
    found = []
    if before["targets"] != after["targets"]:
        writing = Submission.objects.filter(
            period__plan=plan, status__in=[SubmissionStatus.DRAFT, SubmissionStatus.RETURNED]
        ).count()
        if writing:
            found.append(f"{writing} báo cáo đang soạn hiện mục tiêu mới.")
    found.append(f"{len(after['reporters'])} đơn vị báo cáo được báo qua cổng và thư, kèm lý do.")
    return found
