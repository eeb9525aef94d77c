"""A school asks to have its facts mended; the office confirms or declines; only a confirmation changes the registry."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from schools.enums import FactsRequestState, Grade
from schools.fact_values import fingerprint, values_of
from schools.models import FactsRequest, GradeFacts, School, SchoolYearFacts
from schools.signals import facts_asked, facts_decided


class FactsRefused(Exception):
    """The step cannot be taken; the text says why, in Vietnamese."""


def ask(*, school: School, school_year: int, wanted: Mapping[str, str], reason: str, by: Any) -> FactsRequest:
    """Ask for the values of the year to be as in `wanted`; only those that differ are asked for.

    Raises:
        FactsRefused: nothing differs, or a request about the year waits already.
    """
    stands = values_of(school, school_year)
    proposed = {key: value for key, value in wanted.items() if value != stands.get(key, "")}
    if not proposed:
        raise FactsRefused("Chưa có số nào khác với số đang ghi.")
    try:
        with transaction.atomic():
            request = FactsRequest.objects.create(
                school=school,
                school_year=school_year,
                proposed=proposed,
                before={key: stands.get(key, "") for key in proposed},
                reason=reason,
                asked_by=by,
                asked_at=timezone.now(),
            )
            facts_asked.send(FactsRequest, request=request)
    except IntegrityError as error:
        raise FactsRefused("Trường đang có một đề nghị chờ xác nhận cho năm học này; hãy rút lại trước.") from error
    return request


@transaction.atomic
def confirm(*, request: FactsRequest, by: Any, seen: str, answer: str = "") -> None:
    """Write exactly what was asked for. `seen` is the `fingerprint` of what the office saw in the registry.

    Raises:
        FactsRefused: the request is answered or withdrawn, the registry has changed since the office looked, or the
            values would contradict others that have changed since.
    """
    school = School.objects.select_for_update().get(pk=request.school_id)  # one writer of a school's facts at a time
    _close(request, FactsRequestState.CONFIRMED, by, answer)
    stands = values_of(school, request.school_year)
    if fingerprint(request, stands) != seen:
        raise FactsRefused("Số liệu vừa thay đổi sau khi mở trang; hãy xem lại rồi xác nhận.")
    _write(school, request)
    facts_decided.send(FactsRequest, request=request)


@transaction.atomic
def decline(*, request: FactsRequest, by: Any, answer: str) -> None:
    """Leave the registry as it is and say why.

    Raises:
        FactsRefused: the request is answered or withdrawn.
    """
    _close(request, FactsRequestState.DECLINED, by, answer)
    facts_decided.send(FactsRequest, request=request)


@transaction.atomic
def withdraw(*, request: FactsRequest, by: Any) -> None:
    """The school takes its request back.

    Raises:
        FactsRefused: it is answered already.
    """
    _close(request, FactsRequestState.WITHDRAWN, by, "")


def _close(request: FactsRequest, state: FactsRequestState, by: Any, answer: str) -> None:
    """One statement, so that of two clicks only one finds the request open."""
    now = timezone.now()
    waiting = FactsRequest.objects.filter(pk=request.pk, state=FactsRequestState.ASKED)
    if not waiting.update(state=state, decided_by=by, decided_at=now, answer=answer):
        raise FactsRefused("Đề nghị này đã được trả lời hoặc đã rút lại; chưa ghi gì thêm.")
    request.state, request.decided_by, request.decided_at, request.answer = state, by, now, answer


def _write(school: School, request: FactsRequest) -> None:
    facts = school.yearly_facts.filter(school_year=request.school_year).first()
    facts = facts or SchoolYearFacts(school=school, school_year=request.school_year)
    for key, text in request.proposed.items():
        if not key.startswith("grade:"):
            setattr(facts, key, Decimal(text) if text else None)
    try:
        facts.full_clean()
    except ValidationError as error:
        raise FactsRefused(" ".join(error.messages)) from error
    facts.save()
    _write_record(school, request)
    _write_grades(facts, {key: text for key, text in request.proposed.items() if key.startswith("grade:")})


def _write_record(school: School, request: FactsRequest) -> None:
    """Land and campuses of the latest year are the school's own of today, which its page shows besides."""
    if school.yearly_facts.filter(school_year__gt=request.school_year).exists():
        return
    told = {name: request.proposed[name] for name in ("land_area_m2", "campuses") if request.proposed.get(name)}
    if told:
        School.objects.filter(pk=school.pk).update(**{name: Decimal(text) for name, text in told.items()})


def _write_grades(facts: SchoolYearFacts, proposed: Mapping[str, str]) -> None:
    """A grade of which neither classes nor pupils are told any more has no row."""
    rows = {row.grade: row for row in facts.grades.all()}
    told = {row.grade: {"classes": str(row.classes), "pupils": str(row.pupils)} for row in rows.values()}
    for key, text in proposed.items():
        _, grade, part = key.split(":")
        told.setdefault(grade, {})[part] = text
    for grade in {key.split(":")[1] for key in proposed}:
        values = {part: int(text) for part, text in told[grade].items() if text}
        if not values:
            facts.grades.filter(grade=grade).delete()
        else:
            counts = {"classes": values.get("classes", 0), "pupils": values.get("pupils", 0)}
            GradeFacts.objects.update_or_create(facts=facts, grade=Grade(grade), defaults=counts)
