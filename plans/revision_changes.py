"""What changed between two contents of a plan (`plans.revisions`), in sentences an officer reads. Pure functions."""

from typing import Any

from plans.enums import DeadlineRule, Operator
from plans.revision_fields import PERIOD_FIELDS, TARGET_FIELDS, day_text, percent_text
from plans.revisions import Content, scope_of, target_of
from schools.enums import Level

Entry = dict[str, Any]


def differences(before: Content, after: Content) -> list[str]:
    """Every change as one Vietnamese line; empty when both ask and want the same.

    A changed name of an indicator or an organisation is no change of the plan.
    """
    return [
        *_targets(before, after),
        *_periods(before, after),
        *_reporters(before.get("reporters", []), after.get("reporters", [])),
    ]


def target_name(entry: Entry) -> str:
    """`B04 SDD nhẹ cân nhà trẻ (Mầm non)`: the indicator and, where it is not for everybody, for whom."""
    scope = Level(entry["level"]).label if entry["level"] else entry["organisation_name"]
    name = f"{entry['indicator']} {entry['name']}"
    return f"{name} ({scope})" if scope else name


def _targets(before: Content, after: Content) -> list[str]:
    old = {scope_of(entry): entry for entry in before["targets"]}
    new = {scope_of(entry): entry for entry in after["targets"]}
    labels = {str(period["position"]): period["label"] for period in (*before["periods"], *after["periods"])}
    lines = [
        f"Bỏ mục tiêu {target_name(entry)}: {target_of(entry).text}." for key, entry in old.items() if key not in new
    ]
    for key, entry in new.items():
        if key in old:
            lines += [f"{target_name(entry)}: {change}." for change in _target(old[key], entry, labels)]
        else:
            lines.append(f"Thêm mục tiêu {target_name(entry)}: {target_of(entry).text}.")
    if [key for key in old if key in new] != [key for key in new if key in old]:
        lines.append("Thứ tự các mục tiêu thay đổi.")
    return lines


def _target(old: Entry, new: Entry, labels: dict[str, str]) -> list[str]:
    texts = target_of(old).text, target_of(new).text
    found, told = [], set()
    if texts[0] != texts[1]:
        found.append(f"mục tiêu {texts[0]} → {texts[1]}")
        told = {"operator", "value", "unit"}
        if Operator.RANGE in (old["operator"], new["operator"]):
            told.add("stretch_value")
    for name, label, shown in TARGET_FIELDS:
        if old[name] != new[name] and name not in told:
            found.append(f"{label} {shown(old[name])} → {shown(new[name])}")
    for position in sorted({*old["milestones"], *new["milestones"]}, key=int):
        shares = old["milestones"].get(position), new["milestones"].get(position)
        if shares[0] != shares[1]:
            label = labels.get(position, position)
            found.append(f"mốc tiến độ kỳ {label} {percent_text(shares[0])} → {percent_text(shares[1])}")
    return found


def _periods(before: Content, after: Content) -> list[str]:
    old = {period["position"]: period for period in before["periods"]}
    new = {period["position"]: period for period in after["periods"]}
    lines = [
        f"Bỏ kỳ {period['label']} ({_deadline(period)})." for position, period in old.items() if position not in new
    ]
    for position, period in new.items():
        if position not in old:
            lines.append(f"Thêm kỳ {period['label']} ({_deadline(period)}).")
            continue
        for name, label, shown in PERIOD_FIELDS:
            values = old[position][name], period[name]
            if values[0] != values[1]:
                lines.append(f"Kỳ {old[position]['label']}: {label} {shown(values[0])} → {shown(values[1])}.")
    return lines


def _deadline(period: Entry) -> str:
    return f"{DeadlineRule(period['deadline_rule']).label.lower()} {day_text(period['deadline_on'])}"


def _reporters(before: list[Entry], after: list[Entry]) -> list[str]:
    old, new = ({row["code"]: row["name"] for row in rows} for rows in (before, after))
    gone = [name for code, name in old.items() if code not in new]
    come = [name for code, name in new.items() if code not in old]
    return [
        f"{verb} {len(names)} đơn vị báo cáo: {', '.join(names)}."
        for verb, names in (("Bỏ", gone), ("Thêm", come))
        if names
    ]
