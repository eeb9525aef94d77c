import datetime as dt
from typing import Any

import pytest

from plans.digests import digest_of
from plans.enums import DocumentStyle, PlanStatus
from plans.header_forms import HeaderForm
from plans.issuers import issuers_for
from plans.models import Plan
from plans.new_plan_forms import NewPlanForm
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged
from plans.services.writing import create_plan, header_rows, save_header
from schools.enums import Role
from tests.factories import (
    OfficeFactory,
    OrganisationProfileFactory,
    PeoplesCommitteeFactory,
    PlanFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Any:
    """An office below a committee, with the words it uses about itself."""
    office = OfficeFactory(parent=PeoplesCommitteeFactory())
    OrganisationProfileFactory(
        organisation=office, symbol="CQ", place_name="Nơi Thử", head_title="Trưởng cơ quan", signer_name="Người Ký"
    )
    return office


@pytest.fixture
def officer(office: Any) -> Any:
    return member(office, Role.OFFICER)


def typed(office: Any, **changes: Any) -> dict[str, Any]:
    """What an officer types at least."""
    return {
        "style": DocumentStyle.STATE,
        "document_type": "KH",
        "number": "",
        "symbol": "",
        "term": "",
        "issued_on": "",
        "issued_after": "",
        "issuer": office.pk,
        "receiver": office.pk,
        "forwarded_to": office.parent_id,
        "year": "2030",
        "title": "Nhiệm vụ năm 2030",
        "subject": "Triển khai nhiệm vụ năm 2030",
        "report_subject": "",
        **changes,
    }


def test_what_is_left_empty_comes_from_the_profile_of_the_plans_day(office: Any, officer: Any) -> None:
    OrganisationProfileFactory(
        organisation=office, symbol="CQM", place_name="Nơi Mới", valid_from=dt.date(2031, 1, 1), head_title="Chánh"
    )
    form = NewPlanForm(typed(office), by=officer)
    assert form.is_valid(), form.errors

    plan, filled = create_plan(by=officer, data=form.changes())

    assert (plan.status, plan.symbol, plan.place_name) == (PlanStatus.DRAFT, "KH-CQ", "Nơi Thử")
    assert (plan.signer_title, plan.signer_name) == ("TRƯỞNG CƠ QUAN", "Người Ký")
    assert plan.report_subject == "thực hiện nhiệm vụ năm 2030"
    assert filled == ["ký hiệu", "địa danh", "chức vụ người ký", "người ký"]


def test_what_was_typed_is_never_replaced_by_the_profile(office: Any, officer: Any) -> None:
    form = NewPlanForm(typed(office, symbol="KH-KHAC", report_subject="về việc khác"), by=officer)
    assert form.is_valid()

    plan, _ = create_plan(by=officer, data=form.changes())

    assert (plan.symbol, plan.report_subject) == ("KH-KHAC", "về việc khác")


def test_a_number_typed_whole_is_split_and_said(office: Any, officer: Any) -> None:
    form = NewPlanForm(typed(office, number="97-KH/TU"), by=officer)

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["number"], form.cleaned_data["symbol"]) == ("97", "KH/TU")
    assert form.notes == [
        "Đã hiểu là số 97, ký hiệu KH/TU. Cách viết này thường thấy ở văn bản của Đảng; xem lại thể thức."
    ]


def test_a_whole_number_against_another_symbol_is_asked_about(office: Any, officer: Any) -> None:
    form = NewPlanForm(typed(office, number="04/KH-A", symbol="KH-B"), by=officer)

    assert list(form.errors) == ["number"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"year": "1999"}, ["year"]),
        ({"term": "2015-2020"}, ["term"]),
        ({"term": "nhiệm kỳ này", "style": "party"}, ["term"]),
        ({"issued_on": "05/02/2030", "issued_after": "01/02/2030"}, ["issued_after"]),
        ({"title": "", "subject": "", "issued_on": "31/02/2030"}, ["issued_on", "title", "subject"]),
        ({"number": "1" * 21}, ["number"]),
    ],
)
def test_every_mistake_stands_at_its_field(office: Any, officer: Any, changes: Any, fields: list[str]) -> None:
    form = NewPlanForm(typed(office, **changes), by=officer)

    assert sorted(form.errors) == sorted(fields)


def test_a_number_is_used_once_a_year_or_once_a_term(office: Any, officer: Any) -> None:
    PlanFactory(issuer=office, number="04", year=2030)
    PlanFactory(issuer=office, number="05", year=2029, term="2025-2030")

    same = NewPlanForm(typed(office, number="04"), by=officer)
    next_year = NewPlanForm(typed(office, number="04", year="2031"), by=officer)
    term = NewPlanForm(typed(office, number="05", term="2025-2030", style="party"), by=officer)

    assert [list(form.errors) for form in (same, next_year, term)] == [["number"], [], ["number"]]


def test_one_writes_for_ones_own_and_for_the_bodies_above(office: Any) -> None:
    top = PeoplesCommitteeFactory()
    office.parent.parent = top
    office.parent.save()
    OfficeFactory(parent=office)

    assert set(issuers_for(frozenset({office.pk}))) == {office, office.parent, top}


def test_nobody_writes_a_plan_away_from_themselves(office: Any, officer: Any) -> None:
    other = OfficeFactory()
    form = NewPlanForm(typed(office, issuer=office.parent_id, receiver=other.pk), by=officer)

    assert list(form.errors) == ["receiver"]


def test_a_strangers_body_cannot_be_the_issuer(office: Any, officer: Any) -> None:
    form = NewPlanForm(typed(office, issuer=OfficeFactory().pk), by=officer)

    assert list(form.errors) == ["issuer"]


def header(plan: Plan, by: Any, **changes: Any) -> dict[str, Any]:
    form = HeaderForm(by=by, instance=plan)
    data = {name: form[name].value() for name in form.fields}
    bound = HeaderForm({k: v or "" for k, v in (data | changes).items()}, by=by, instance=Plan.objects.get(pk=plan.pk))
    assert bound.is_valid(), bound.errors
    return bound.changes()


def test_the_head_of_a_draft_is_changed(office: Any, officer: Any) -> None:
    plan = PlanFactory(issuer=office, status=PlanStatus.DRAFT)

    save_header(plan=plan, by=officer, data=header(plan, officer, title="Tên khác", year="2031"), read_as=read_as(plan))

    plan.refresh_from_db()
    assert (plan.title, plan.year) == ("Tên khác", 2031)


def read_as(plan: Plan) -> str:
    return digest_of(header_rows(plan))


def test_who_reads_and_numbers_reports_stays_once_the_plan_is_in_force(office: Any, officer: Any) -> None:
    plan = PlanFactory(issuer=office, year=2030)
    data = header(plan, officer, title="Tên khác") | {"year": 2031, "receiver": OfficeFactory()}

    save_header(plan=plan, by=officer, data=data, read_as=read_as(plan))

    plan.refresh_from_db()
    assert (plan.title, plan.year, plan.receiver) == ("Tên khác", 2030, office)


def test_nothing_is_overwritten_that_somebody_else_saved(office: Any, officer: Any) -> None:
    plan = PlanFactory(issuer=office, status=PlanStatus.DRAFT)
    seen, data = read_as(plan), header(plan, officer, subject="Của tôi")
    Plan.objects.filter(pk=plan.pk).update(subject="Của người khác")

    with pytest.raises(SectionChanged):
        save_header(plan=plan, by=officer, data=data, read_as=seen)

    plan.refresh_from_db()
    assert plan.subject == "Của người khác"


@pytest.mark.parametrize("gone", ["closed", "deleted"])
def test_a_plan_that_went_meanwhile_is_not_written(office: Any, officer: Any, gone: str) -> None:
    plan = PlanFactory(issuer=office, status=PlanStatus.DRAFT)
    seen, data = read_as(plan), header(plan, officer)
    if gone == "closed":
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)
    else:
        Plan.objects.filter(pk=plan.pk).delete()

    with pytest.raises(Conflict):
        save_header(plan=plan, by=UserFactory(), data=data, read_as=seen)
