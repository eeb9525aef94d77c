"""The reminder plan of a plan: created when first needed, edited by the office."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from plans.models import Plan
from reports.default_stages import DEFAULT_STAGES
from reports.enums import Audience, DayUnit
from reports.models import ReminderPlan, ReminderStage
from reports.models.reminder_stage import FARTHEST
from reports.reminders import distance_words, stage_code
from reports.wording import unknown_placeholders

STAGE_FIELDS = ("days", "unit", "audience", "channel", "subject", "body", "is_active")
HOURS_FIELDS = ("is_active", "sends_from", "sends_until", "skips_saturdays", "skips_sundays", "skips_holidays")
TWICE = "Kế hoạch nhắc đã có mốc này cho đối tượng này."
# A list about reports that are late makes no sense to head and leaders before the deadline.
ONLY_AFTER = (Audience.HEAD, Audience.LEADERS)


def reminder_plan_of(plan: Plan) -> ReminderPlan:
    """The plan's reminder plan, created with the default stages when there is none.

    Asked twice at the same moment it is created once.
    """
    with transaction.atomic():
        reminder_plan, is_new = ReminderPlan.objects.get_or_create(plan=plan)
        if is_new:
            _add_defaults(reminder_plan)
    return reminder_plan


@transaction.atomic
def save_stage(
    *, reminder_plan: ReminderPlan, by: Any, data: Mapping[str, Any], stage: ReminderStage | None = None
) -> ReminderStage:
    """Write a new stage, or change one: `data` holds any of `STAGE_FIELDS`.

    The new words and days hold from the next run on. Whoever was reminded on or after the day the stage now has, or
    today, is not reminded again because of the change (`reminding`).

    Raises:
        ValidationError: with the names of the fields: words that mean nothing, a distance out of reach, a missing
            text, or a second stage with the same distance, unit and audience.
    """
    changed = checked_stage(reminder_plan=reminder_plan, data=data, stage=stage)
    try:
        with transaction.atomic():
            changed.save()
    except IntegrityError as error:  # somebody else has just saved the same stage
        raise ValidationError({"days": [TWICE]}) from error
    _note_editor(reminder_plan, by)
    return changed


def checked_stage(
    *, reminder_plan: ReminderPlan, data: Mapping[str, Any], stage: ReminderStage | None = None
) -> ReminderStage:
    """The stage as `save_stage` would write it, for a preview; nothing is stored.

    Raises:
        ValidationError: as `save_stage`.
    """
    changed = stage or ReminderStage(reminder_plan=reminder_plan)
    for name in STAGE_FIELDS:
        if name in data:
            setattr(changed, name, data[name])
    changed.reminder_plan = reminder_plan
    _validate(changed)
    return changed


@transaction.atomic
def remove_stage(*, stage: ReminderStage, by: Any) -> None:
    """Remove a stage; what it has sent stays in the ledger."""
    _note_editor(stage.reminder_plan, by)
    stage.delete()


@transaction.atomic
def save_hours(*, reminder_plan: ReminderPlan, by: Any, data: Mapping[str, Any]) -> ReminderPlan:
    """Change the hours and days on which the plan's reminders go out, or switch them off: any of `HOURS_FIELDS`.

    Raises:
        ValidationError: the hours are not in order.
    """
    for name in HOURS_FIELDS:
        if name in data:
            setattr(reminder_plan, name, data[name])
    reminder_plan.updated_by = by
    reminder_plan.full_clean()
    reminder_plan.save()
    return reminder_plan


@transaction.atomic
def restore_defaults(*, reminder_plan: ReminderPlan, by: Any) -> None:
    """Put the stages back to those every plan begins with."""
    reminder_plan.stages.all().delete()
    _add_defaults(reminder_plan)
    _note_editor(reminder_plan, by)


def stage_name(stage: ReminderStage) -> str:
    """What the stage is called where it is listed: `trước hạn 7 ngày`."""
    return distance_words(stage.days, stage.unit)


def _add_defaults(reminder_plan: ReminderPlan) -> None:
    ReminderStage.objects.bulk_create(
        ReminderStage(
            reminder_plan=reminder_plan,
            code=stage_code(row.days, row.unit, row.audience),
            days=row.days,
            unit=row.unit,
            audience=row.audience,
            channel=row.channel,
            subject=row.subject,
            body=row.body,
        )
        for row in DEFAULT_STAGES
    )


def _validate(stage: ReminderStage) -> None:
    """All mistakes at once, each with its field."""
    mistakes: dict[str, list[str]] = {}
    try:
        stage.clean_fields(exclude=["code"])
    except ValidationError as error:
        mistakes = error.message_dict
    for name in ("subject", "body"):
        unknown = unknown_placeholders(getattr(stage, name) or "", stage.audience)
        if unknown:
            words = ", ".join(text if text in "{}" else f"{{{text}}}" for text in unknown)
            mistakes.setdefault(name, []).append(f"Không có từ thay thế {words} cho đối tượng này.")
    if "days" not in mistakes and abs(stage.days) > FARTHEST:
        mistakes["days"] = [f"Mốc nhắc cách hạn không quá {FARTHEST} ngày."]
    if not mistakes.keys() & {"days", "unit", "audience"}:
        if stage.audience in ONLY_AFTER and stage.days < 1:
            mistakes["days"] = ["Danh sách đơn vị quá hạn chỉ gửi sau hạn: ghi số ngày từ 1."]
        if stage.unit == DayUnit.WORKING and not stage.days:
            stage.unit = DayUnit.CALENDAR  # no distance, no unit
        stage.code = stage_code(stage.days, stage.unit, stage.audience)
        same = ReminderStage.objects.filter(reminder_plan=stage.reminder_plan, code=stage.code).exclude(pk=stage.pk)
        if same.exists():
            mistakes.setdefault("days", []).append(TWICE)
    if mistakes:
        raise ValidationError(mistakes)


def _note_editor(reminder_plan: ReminderPlan, by: Any) -> None:
    reminder_plan.updated_by = by
    reminder_plan.save(update_fields=["updated_by", "updated_at"])
