"""The draft made of a corrected import: whole, once, and of nothing but what was taken."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from plans.enums import Direction, ImportState, PlanStatus, TaskKind
from plans.import_forms.summing import summed
from plans.models import CitedDocument, Indicator, Plan, PlanImport, Task
from plans.services import building
from plans.services.errors import Conflict
from schools.models import Organisation
from tests.factories import (
    CitedDocumentFactory,
    IndicatorFactory,
    OrganisationFactory,
    PlanFactory,
    PlanImportFactory,
    member,
)
from tests.plans.imports.documents import PARTY_PLAN, STATE_PLAN, correct, key_of, review_of

pytestmark = pytest.mark.django_db


def build(row: PlanImport) -> Plan:
    summing = summed(review_of(row))
    assert (summing.wrong, summing.missing) == ([], [])
    return building.build_plan(plan_import=row, content=summing.content, by=member(row.organisation, "officer"))


def test_the_head_and_the_words_of_the_document_become_a_draft(row: PlanImport, office: Organisation) -> None:
    plan = build(row)

    plan.refresh_from_db()
    assert (plan.status, plan.full_number, plan.issued_on) == (PlanStatus.DRAFT, "07/KH-CQGD", dt.date(2018, 2, 5))
    assert (plan.issuer, plan.receiver, plan.forwarded_to, plan.year) == (office, office, office.parent, 2018)
    assert (plan.signer_title, plan.signer_name, plan.place_name) == ("TRƯỞNG CƠ QUAN", "Nguyễn Văn An", "Đông Sơn")
    assert plan.preamble.startswith("Căn cứ Chỉ thị số 2699/CT-BGDĐT")
    assert plan.preamble.endswith("Cơ quan Giáo dục xây dựng kế hoạch như sau:")
    assert plan.closing.startswith("Các trường nghiêm túc thực hiện kế hoạch này")
    row.refresh_from_db()
    assert (row.state, row.plan) == (ImportState.SAVED, plan)


def test_the_tree_keeps_its_order_and_depth(row: PlanImport) -> None:
    plan = build(row)

    shape = [
        (task.code, task.parent.code if task.parent else "", task.kind) for task in plan.tasks.order_by("position")
    ]
    assert shape[:8] == [
        ("I", "", TaskKind.PART),
        ("I.a", "I", TaskKind.OBJECTIVE),
        ("I.b", "I", TaskKind.OBJECTIVE),
        ("II", "", TaskKind.PART),
        ("II.1", "II", TaskKind.PART),
        ("II.1.1", "II.1", TaskKind.TASK),
        ("II.1.2", "II.1", TaskKind.TASK),
        ("II.2", "II", TaskKind.PART),
    ]
    assert plan.tasks.get(code="III.1.a").kind == TaskKind.ORGANISATION
    assert plan.tasks.filter(search_key="").count() == 0


def test_a_task_whose_heading_was_left_out_moves_up(row: PlanImport, officer: Client) -> None:
    correct(officer, row, "tasks", **{key_of(row, "tasks", "Chất lượng") + "-include": ""})

    plan = build(row)

    assert not plan.tasks.filter(code="II.1").exists()
    assert plan.tasks.get(code="II.1.1").parent == Task.objects.get(plan=plan, code="II")


def test_bullets_kept_together_stay_words_of_their_section(row: PlanImport, officer: Client) -> None:
    correct(officer, row, "tasks", **{key_of(row, "tasks", "Cơ sở vật chất") + "-bullets": "keep"})

    plan = build(row)

    assert not plan.tasks.filter(code="II.2.a").exists()
    assert plan.tasks.get(code="II.2").text.startswith("- Rà soát phòng học của các trường.")
    assert plan.tasks.get(code="II.2").kind == TaskKind.TASK


def test_documents_the_portal_knows_are_not_written_twice(row: PlanImport) -> None:
    known = CitedDocumentFactory(
        document_type="CT", number="2699", symbol="CT-BGDĐT", issued_on=dt.date(2017, 8, 8), subject="Cũ"
    )
    CitedDocumentFactory(document_type="CT", number="2699", symbol="CT-BGDĐT", issued_on=dt.date(2016, 8, 8))
    above = PlanFactory(document_type="KH", number="13", symbol="KH-UBND", issued_on=dt.date(2018, 1, 31))
    before = CitedDocument.objects.count()

    plan = build(row)

    assert [(relation.kind, relation.document) for relation in plan.relations.order_by("position")] == [
        ("legal_basis", known),
        ("implements", above),
    ]
    assert CitedDocument.objects.count() == before


def test_a_draft_of_others_is_cited_not_linked(row: PlanImport) -> None:
    hidden = PlanFactory(
        document_type="KH", number="13", symbol="KH-UBND", issued_on=dt.date(2018, 1, 31), status=PlanStatus.DRAFT
    )

    plan = build(row)

    assert hidden.referring_relations.count() == 0
    assert plan.relations.get(kind="implements").to_document.full_number == "13/KH-UBND"


def test_only_attached_targets_and_complete_periods_are_taken(row: PlanImport, officer: Client) -> None:
    lunch = IndicatorFactory(code="B35", name="Tỷ lệ trẻ ăn bán trú", short_name="Ăn bán trú")
    rate, schools = key_of(row, "targets", "80%"), key_of(row, "targets", "4-5")
    correct(officer, row, "targets", **{f"{rate}-other": "B35", f"{schools}-new_name": "Trường đạt chuẩn mới"})
    half = key_of(row, "periods", "6 tháng")
    correct(officer, row, "periods", **{f"{half}-preset": "new_year"})

    plan = build(row)

    targets = [(t.indicator, t.operator, t.value, t.stretch_value) for t in plan.targets.order_by("position")]
    new = Indicator.objects.get(name="Trường đạt chuẩn mới")
    assert targets == [(lunch, ">=", Decimal(80), None), (new, "range", Decimal(4), Decimal(5))]
    assert (new.unit, new.value_kind, new.direction) == ("trường", "count", Direction.HIGHER)
    assert plan.plan_indicators.get(indicator=lunch).task.code in ("I", "I.a")
    (period,) = plan.periods.all()
    assert (period.label, period.deadline_text, period.deadline_rule) == ("6 tháng", "trước ngày 10/6/2018", "before")
    assert (period.data_from, period.data_to, period.opens_on) == (
        dt.date(2018, 1, 1),
        dt.date(2018, 5, 31),
        dt.date(2018, 6, 1),
    )
    assert (period.last_day, period.school_year) == (dt.date(2018, 6, 9), 2017)


def test_what_stays_out_is_named_with_its_reason(row: PlanImport) -> None:
    left = summed(review_of(row)).left

    assert [(item.part.value, item.reason) for item in left] == [
        ("targets", "chưa gắn với chỉ tiêu nào"),
        ("targets", "chưa gắn với chỉ tiêu nào"),
        ("targets", "chưa gắn với chỉ tiêu nào"),
        ("periods", "bỏ chọn"),
        ("periods", "còn thiếu số liệu từ ngày, số liệu đến ngày, mở từ ngày"),
        ("periods", "còn thiếu số liệu từ ngày, số liệu đến ngày, mở từ ngày"),
        ("recipients", "chưa chọn gửi để làm gì"),
    ]


def test_recipients_with_their_roles(row: PlanImport) -> None:
    centre = OrganisationFactory(name="Trung tâm học tập")
    text = STATE_PLAN.replace("Trung tâm học tập", "Trung tâm học tập (p/hợp)")
    row = PlanImportFactory(ready=True, text=text, organisation=row.organisation)

    plan = build(row)

    assert [(r.name, r.role, r.organisation) for r in plan.recipients.order_by("position")] == [
        ("UBND xã Đông Sơn", "report_to", None),
        ("Các trường trên địa bàn", "carry_out", None),
        ("Trung tâm học tập", "coordinate", centre),
        ("VT", "file", None),
    ]


def test_saving_twice_makes_one_plan(row: PlanImport) -> None:
    content = summed(review_of(row)).content
    by = member(row.organisation, "officer")
    building.build_plan(plan_import=row, content=content, by=by)

    with pytest.raises(Conflict, match="trước đó"):
        building.build_plan(plan_import=PlanImport.objects.get(pk=row.pk), content=content, by=by)

    assert Plan.objects.count() == 1


def test_a_correction_since_the_last_look_stops_the_saving(row: PlanImport, officer: Client) -> None:
    stale = PlanImport.objects.get(pk=row.pk)
    content = summed(review_of(row)).content
    correct(officer, row, "header", header__number="08")

    with pytest.raises(Conflict, match="vừa sửa"):
        building.build_plan(plan_import=stale, content=content, by=member(row.organisation, "officer"))

    assert Plan.objects.count() == 0


def test_a_number_that_is_taken_leaves_nothing_behind(row: PlanImport, office: Organisation) -> None:
    PlanFactory(issuer=office, document_type="KH", number="07", year=2018)
    documents = CitedDocument.objects.count()

    with pytest.raises(ValidationError, match="cùng số trong năm"):
        build(row)

    row.refresh_from_db()
    assert (row.state, row.plan, Plan.objects.count()) == (ImportState.READY, None, 1)
    assert CitedDocument.objects.count() == documents


def test_a_party_plan_without_number_and_date(office: Organisation, officer: Client) -> None:
    row = PlanImportFactory(ready=True, text=PARTY_PLAN, organisation=office)
    correct(officer, row, "header", header__year="2019")

    plan = build(row)

    assert (plan.style, plan.number, plan.issued_on, plan.issued_after) == ("party", "", None, dt.date(2019, 8, 15))
    assert plan.short_citation == "Kế hoạch (chưa rõ số, ngày)"
    assert (plan.signer_capacity, plan.signer_title, plan.signer_name) == (
        "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Trần Thị Bình",
    )  # fmt: skip
    assert {relation.document.style for relation in plan.relations.all()} == {"party"}
    assert [relation.document.full_number for relation in plan.relations.order_by("position")] == [
        "51-KL/TW",
        "97-KH/TU",
    ]
