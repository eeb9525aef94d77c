"""Writing programmes: their units, milestones, and what was reached when. Who may is asked by the views."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from facilities.models import Programme, ProgrammeMilestone, ProgrammeUnit
from plans.digests import digest_of
from plans.services.errors import Conflict
from schools.models import Organisation


@transaction.atomic
def save_programme(*, programme: Programme, read_as: str = "") -> Programme:
    """Write a new programme, or a changed one that is still what the person read.

    Raises:
        Conflict: somebody else changed it meanwhile; nothing is written.
    """
    if programme.pk:
        stored = Programme.objects.select_for_update().filter(pk=programme.pk).first()
        if stored is None:
            raise Conflict("Chương trình này vừa bị xóa.")
        if digest_of([stored]) != read_as:
            raise Conflict("Người khác vừa sửa chương trình này; xem bản mới ở bên rồi lưu lại nếu vẫn muốn thay.")
    programme.save()
    return programme


@transaction.atomic
def remove_programme(*, programme: Programme) -> None:
    """Take the programme away with its units and milestones."""
    programme.delete()


def add_unit(*, programme: Programme, organisation: Organisation, note: str = "") -> ProgrammeUnit:
    """Put a school or commune into the programme; one that is there already stays as it is."""
    values = {"note": note}
    return ProgrammeUnit.objects.get_or_create(programme=programme, organisation=organisation, defaults=values)[0]


def remove_unit(*, unit: ProgrammeUnit) -> None:
    """Take a unit out of its programme with its milestones."""
    unit.delete()


@transaction.atomic
def add_milestone(*, units: Iterable[ProgrammeUnit], name: str, planned_on: dt.date) -> int:
    """Plan the same step for each of the units; how many got it. A unit that has it for that day already is left."""
    wanted = list(units)
    have = set(
        ProgrammeMilestone.objects.filter(unit__in=wanted, name=name, planned_on=planned_on).values_list(
            "unit", flat=True
        )
    )
    new = [ProgrammeMilestone(unit=unit, name=name, planned_on=planned_on) for unit in wanted if unit.pk not in have]
    ProgrammeMilestone.objects.bulk_create(new)
    return len(new)


def reach(*, milestone: ProgrammeMilestone, on: dt.date) -> None:
    """Note the day on which the step was done.

    Raises:
        Conflict: somebody has noted it already.
    """
    open_ = ProgrammeMilestone.objects.filter(pk=milestone.pk, reached_on__isnull=True)
    if not open_.update(reached_on=on):
        raise Conflict("Mốc này đã được ghi là đạt.")


def take_back(*, milestone: ProgrammeMilestone) -> None:
    """The step was not done after all."""
    ProgrammeMilestone.objects.filter(pk=milestone.pk).update(reached_on=None)


def remove_milestone(*, milestone: ProgrammeMilestone) -> None:
    """The step is not planned any more."""
    milestone.delete()


def finish_unit(*, unit: ProgrammeUnit, on: dt.date) -> None:
    """The office found the aim reached on this day.

    Raises:
        Conflict: somebody has noted it already.
    """
    if not ProgrammeUnit.objects.filter(pk=unit.pk, finished_on__isnull=True).update(finished_on=on):
        raise Conflict("Đơn vị này đã được ghi là hoàn thành.")


def reopen_unit(*, unit: ProgrammeUnit) -> None:
    """The aim is not reached after all."""
    ProgrammeUnit.objects.filter(pk=unit.pk).update(finished_on=None)
