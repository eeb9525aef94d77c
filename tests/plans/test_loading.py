"""The files of plan 04, the loader, and the same plan in another year (domain reference §3, §4.1, §6)."""

import datetime as dt
import shutil
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from plans.enums import EnteredBy, Operator, PlanStatus, RecipientRole, RelationKind, UnitRule, ValueKind
from plans.models import CitedDocument, Indicator, Plan, PlanIndicator, ReportingPeriod, Task
from plans.revision_changes import differences
from plans.services.loading import DATA, load_plan
from plans.services.shifting import Shift, working_days_after
from schools.services.data_files import DataFilesInvalid
from schools.services.loading import load_registry
from schools.services.row_sync import Changes
from tests.factories.reports import SectionEntryFactory

NAME = "ke-hoach-04-2018"


@pytest.fixture
def registry(db: None) -> None:
    load_registry()


@pytest.fixture
def plan(registry: None) -> Plan:
    return load_plan()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the plan's files to edit."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def children(plan: Plan, code: str) -> list[str]:
    return list(plan.tasks.filter(parent__code=code).values_list("code", flat=True))


def test_document_header(plan: Plan) -> None:
    assert plan.full_number == "04/KH-PGDĐT"
    assert plan.issued_on == dt.date(2018, 2, 5)
    assert (plan.signer_title, plan.signer_name) == ("TRƯỞNG PHÒNG", "Nguyễn Quang Sáng")
    assert (plan.issuer.code, plan.receiver.code, plan.forwarded_to.code) == ("PGDDT", "PGDDT", "UBND")
    assert plan.contact_name == "Đ/c Chấn"
    assert plan.status == PlanStatus.IN_FORCE
    assert not plan.is_illustrative
    assert plan.reporters.count() == 59


def test_relations_keep_basis_and_implemented_apart(plan: Plan) -> None:
    cited = [(r.kind, r.document.short_citation) for r in plan.relations.exclude(kind=RelationKind.MENTIONS)]
    assert cited == [
        ("legal_basis", "Chỉ thị 2699/CT-BGDĐT"),
        ("legal_basis", "Chỉ thị 13/CT-UBND"),
        ("legal_basis", "Văn bản (chưa rõ số, ngày)"),
        ("legal_basis", "Nghị quyết 07/2017/NQ-HĐND"),
        ("implements", "Kế hoạch 13/KH-UBND"),
    ]
    implemented = plan.relations.get(kind=RelationKind.IMPLEMENTS).document
    assert implemented.full_citation == (
        "Kế hoạch 13/KH-UBND ngày 31/01/2018: Triển khai thực hiện ba nhiệm vụ trọng tâm năm 2018"
    )
    party = {d.full_number for d in CitedDocument.objects.filter(style="party").exclude(number="")}
    assert party == {"29-NQ/TW", "19-NQ/TW", "05-CT/TW"}


def test_what_is_not_known_of_a_document_is_said_and_nothing_else() -> None:
    dated = CitedDocument(issued_on=dt.date(2018, 1, 31))

    assert dated.full_citation == "Văn bản (chưa rõ số) ngày 31/01/2018"
    assert CitedDocument().full_citation == "Văn bản (chưa rõ số, ngày)"


def test_recipients_have_roles(plan: Plan) -> None:
    roles = list(plan.recipients.values_list("role", flat=True))
    assert roles == ["report_to", "report_to", "coordinate", "coordinate", "carry_out", "file"]
    told = plan.recipients.filter(role=RecipientRole.REPORT_TO).values_list("organisation__code", flat=True)
    assert list(told) == ["HU", "UBND"]


def test_task_tree_has_the_counts_of_the_document(plan: Plan) -> None:
    """The "Count" line of domain reference §4.1."""
    parts = ["II.1", "II.2", "III.1", "III.2", "III.3", "III.4", "III.5", "III.6"]
    assert [len(children(plan, part)) for part in parts] == [9, 5, 8, 3, 10, 5, 4, 4]
    assert children(plan, "III.2.1") == [f"III.2.1.{letter}" for letter in "abcde"]
    assert children(plan, "III.2.2") == [f"III.2.2.{letter}" for letter in "abcdef"]
    assert children(plan, "IV") == ["IV.1", "IV.2", "IV.3"]
    roots = plan.tasks.filter(parent=None).values_list("code", flat=True)
    assert list(roots) == ["I", "II", "III", "IV"]


def test_task_text_is_whole_and_corrected(plan: Plan) -> None:
    text = dict(plan.tasks.values_list("code", "text"))
    assert "trường THCS chất lượng cao của" in text["III.2.1.c"]
    assert text["III.2.1.c"].endswith("theo Điều lệ trường học.")  # cut in two by a page break in the scan
    damaged = ("học nhò", "đổi tượng", "Đổi với", "Đầu mạnh", "dôn đốc", "phần đầu", "BGDDT", "dung đơn")
    assert [code for code, words in text.items() for word in damaged if word in words] == []
    silent = plan.tasks.filter(text="").exclude(kind="part")
    assert not silent.exists()


def test_labels_and_responsibility(plan: Plan) -> None:
    task = {t.code: t for t in plan.tasks.select_related("lead", "same_as").prefetch_related("coordinating")}
    assert [task[code].label for code in ("II", "II.1", "II.1.3", "II.2.a", "III.3.10")] == [
        "II",
        "1",
        "1.3",
        "-",
        "3.10",
    ]
    assert task["II.1.1"].lead.code == "PGDDT"
    assert not task["II.1.1"].lead_is_inferred
    assert task["II.1.3"].lead_text == "Các trường mầm non"
    assert task["II.1.3"].lead_is_inferred
    assert task["II.2.e"].lead.code == "BCDCQG"
    assert [body.code for body in task["III.3.10"].coordinating.all()] == ["PGDDT"]
    assert {code: t.same_as.code for code, t in task.items() if t.same_as} == {
        "III.2.3.c": "III.2.3.a",
        "III.3.4": "III.1.8",
        "III.4.4": "III.2.2.f",
        "III.4.5": "II.1.8",
    }


@pytest.mark.parametrize(("level", "tasks"), [("MN", 10), ("TH", 10), ("THCS", 12)])
def test_reported_tasks_by_level(plan: Plan, level: str, tasks: int) -> None:
    assert Task.objects.filter(plan=plan).asked_of(None, level).count() == tasks


def test_targets_as_the_plan_words_them(plan: Plan) -> None:
    targets = {t.indicator.code: t for t in plan.targets.select_related("indicator")}
    assert {code: t.text for code, t in targets.items()} == {
        "B01": "4–5 trường",
        "B02": "4 xã",
        "B03": "≥ 80%",
        "B04": "< 1,02%",
        "B05": "< 1,6%",
        "B06": "< 1,7%",
        "B07": "< 1,82%",
        "B08": "≤ 3 điểm",
        "B09": "≥ 25 m²/HS",
        "B10": "8 trường",
    }
    assert targets["B04"].operator == Operator.LESS
    assert targets["B04"].value == Decimal("1.02")
    assert [code for code, t in targets.items() if t.is_norm] == ["B08", "B09"]
    invented = [code for code, t in targets.items() if t.baseline is not None and not t.baseline_is_illustrative]
    assert invented == ["B01"]
    assert abs(targets["B03"].baseline - Decimal(4100) / 59) < Decimal("1e-8")
    shares = targets["B04"].milestones.order_by("period__position").values_list("expected_share", flat=True)
    assert list(shares) == [Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1)]


def test_grid_asks_each_level_for_its_own(plan: Plan) -> None:
    grids = {level: plan.plan_indicators.asked_of(level) for level in ("MN", "TH", "THCS")}
    assert {level: grid.count() for level, grid in grids.items()} == {"MN": 21, "TH": 19, "THCS": 20}
    for level, grid in grids.items():
        assert [row.indicator.code for row in grid if level not in row.indicator.levels.split()] == []
    asked_of_thcs = {row.indicator.code for row in grids["THCS"]}
    assert asked_of_thcs.isdisjoint({"A01", "A02", "B04", "B05", "B06", "B07", "B08", "B30", "B35"})
    by_schools = PlanIndicator.objects.filter(plan=plan, indicator__entered_by=EnteredBy.SCHOOL)
    assert by_schools.count() == 40
    assert by_schools.filter(indicator__code__gte="B20").count() == 30  # without a number in the plan: §3.2–3.3


def test_indicators_are_defined_with_care(plan: Plan) -> None:
    indicators = {i.code: i for i in Indicator.objects.select_related("coverage_of")}
    judged_together = {code for code, i in indicators.items() if not i.judged_at_school}
    assert judged_together == {"B02", "B04", "B05", "B06", "B07", "B10", "B43", "B44"}
    assert {code: indicators[code].coverage_of.code for code in ("B04", "B05", "B06", "B07")} == {
        "B04": "A01",
        "B05": "A02",
        "B06": "A01",
        "B07": "A02",
    }
    assert (indicators["B09"].unit, indicators["B09"].ratio_factor) == ("m²/HS", 1)
    assert indicators["B08"].unit_rule == "maximum"
    assert [indicators[code].entered_by for code in ("B01", "B02", "B03")] == ["computed", "commune", "computed"]
    by_communes = [i for i in indicators.values() if i.entered_by == EnteredBy.COMMUNE]
    assert {(i.value_kind, i.unit_rule, i.unit) for i in by_communes} == {(ValueKind.FLAG, UnitRule.SUM, "xã")}
    percent = [i for i in indicators.values() if i.unit == "%"]
    assert {(i.value_kind, i.upper_bound) for i in percent} == {(ValueKind.RATIO, Decimal(100))}


def test_periods_keep_the_wording_and_the_strict_day(plan: Plan) -> None:
    rows = plan.periods.values_list("label", "deadline_text", "last_day", "forward_on", "school_year", "data_to")
    assert list(rows) == [
        ("3 tháng", "trước ngày 10/3/2018", dt.date(2018, 3, 9), dt.date(2018, 3, 16), 2017, dt.date(2018, 2, 28)),
        ("6 tháng", "trước ngày 10/6/2018", dt.date(2018, 6, 9), dt.date(2018, 6, 15), 2017, dt.date(2018, 5, 31)),
        ("9 tháng", "trước ngày 10/9/2018", dt.date(2018, 9, 9), dt.date(2018, 9, 14), 2018, dt.date(2018, 8, 31)),
        ("năm", "trước ngày 15/11/2018", dt.date(2018, 11, 14), dt.date(2018, 11, 21), 2018, dt.date(2018, 10, 31)),
    ]
    opened = list(plan.periods.values_list("opens_on", flat=True))
    assert opened == [dt.date(2018, 2, 6), dt.date(2018, 3, 11), dt.date(2018, 6, 11), dt.date(2018, 9, 11)]


def test_outline_is_the_one_of_the_reference(plan: Plan) -> None:
    kinds = dict(plan.outline.values_list("code", "kind"))
    assert list(kinds) == ["I", "II.1", "II.2", "II.3", "II.4", "III.1", "III.2", "III.3", "IV", "V"]
    assert [kinds[code] for code in ("II.1", "II.4", "V")] == ["tasks", "indicators", "recommendations"]
    assert not plan.outline.filter(guide="").exists()


def test_loading_again_changes_nothing(plan: Plan) -> None:
    Plan.objects.update(status=PlanStatus.CLOSED)
    changes = Changes()
    again = load_plan(changes=changes)
    assert again.pk == plan.pk
    assert not changes
    assert Plan.objects.get().status == PlanStatus.CLOSED  # what people decided is not undone


def test_edits_are_applied_to_the_same_rows(plan: Plan, files: Path) -> None:
    protected = plan.tasks.get(code="II.1.5")
    edit(files / f"{NAME}.yaml", "  - {indicator: B71, task: III.6.3}\n", "")
    edit(files / NAME / "noi-dung.yaml", "Chất lượng dạy học ngoại ngữ", "Dạy học ngoại ngữ")
    changes = Changes()
    load_plan(files / f"{NAME}.yaml", changes=changes)
    # The row below B71 moves up by one.
    assert changes.lines() == ["Sửa 1 nhiệm vụ", "Sửa 1 chỉ tiêu của kế hoạch", "Bỏ 1 chỉ tiêu của kế hoạch"]
    task = plan.tasks.get(code="II.1.7")
    assert (task.title, task.search_key) == ("Dạy học ngoại ngữ", "ii 1 7 day hoc ngoai ngu")
    assert plan.tasks.get(code="II.1.5").pk == protected.pk
    assert Indicator.objects.filter(code="B71").exists()


def test_each_load_that_changes_targets_or_periods_is_a_revision(plan: Plan, files: Path) -> None:
    load_plan(files / f"{NAME}.yaml")
    edit(files / f"{NAME}.yaml", "value: 80\n", "value: 82\n")

    load_plan(files / f"{NAME}.yaml")

    first, second = plan.revisions.order_by("number")
    assert (first.number, first.reason, first.made_by) == (1, "", None)
    assert (second.number, second.reason) == (2, "Nạp lại từ tệp")
    assert differences(first.content, second.content) == ["B03 Tỷ lệ trường CQG: mục tiêu ≥ 80% → ≥ 82%."]


def test_rows_in_use_are_kept_and_named(plan: Plan, files: Path) -> None:
    """A section that is gone from the file stays as long as a report has text in it."""
    section = plan.outline.get(code="IV")
    entry = SectionEntryFactory(section=section)
    edit(files / NAME / "bao-cao.yaml", "  - code: IV\n", "  - code: VI\n    label: IV\n")
    changes = Changes()
    load_plan(files / f"{NAME}.yaml", changes=changes)
    assert changes.kept == [str(section)]
    assert "Giữ lại vì đang được dùng: IV. Phương hướng, nhiệm vụ kỳ tiếp theo" in changes.lines()
    entry.refresh_from_db()
    entry.delete()
    load_plan(files / f"{NAME}.yaml")
    assert not plan.outline.filter(code="IV").exists()


def test_the_same_plan_in_another_year(plan: Plan) -> None:
    other = load_plan(year=2028)
    assert other.pk != plan.pk
    assert (other.year, other.number, other.signer_name, other.is_illustrative) == (2028, "", "", True)
    assert other.title == "Nhiệm vụ trọng tâm 2 về giáo dục năm 2028"
    assert "2018" not in other.subject + other.report_subject
    assert set(other.relations.values_list("kind", flat=True)) == {RelationKind.MENTIONS}
    first, *_, last = other.periods.all()
    assert (first.opens_on, first.last_day) == (dt.date(2028, 1, 1), dt.date(2028, 3, 9))
    assert (first.data_to, first.deadline_text) == (dt.date(2028, 2, 29), "trước ngày 10/3/2028")
    assert (last.deadline_on, last.school_year) == (dt.date(2028, 11, 15), 2028)
    assert not other.targets.filter(baseline__isnull=False, baseline_is_illustrative=False).exists()
    assert other.tasks.count() == plan.tasks.count()
    assert load_plan(year=2028).pk == other.pk
    assert load_plan(year=2018).pk == plan.pk
    assert ReportingPeriod.objects.filter(last_day__gte=F("deadline_on")).count() == 0


def test_shift_keeps_month_ends_and_other_years() -> None:
    shift = Shift(2018, 2024)
    assert shift.date(dt.date(2018, 2, 28)) == dt.date(2024, 2, 29)
    assert Shift(2024, 2025).date(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)
    assert shift.date(dt.date(2018, 3, 10)) == dt.date(2024, 3, 10)
    assert shift.text("năm 2018, giai đoạn 2016-2020") == "năm 2024, giai đoạn 2016-2020"
    assert not Shift(2018, 2018)


@pytest.mark.parametrize(
    ("day", "expected"), [((2018, 3, 9), (2018, 3, 16)), ((2018, 6, 9), (2018, 6, 15)), ((2018, 9, 9), (2018, 9, 14))]
)
def test_working_days_skip_the_weekend(day: tuple[int, int, int], expected: tuple[int, int, int]) -> None:
    assert working_days_after(dt.date(*day), 5) == dt.date(*expected)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("{n}.yaml", "issuer: PGDDT", "issuer: XX", "không có đơn vị mang mã “XX”."),
        ("{n}.yaml", "{indicator: B71,", "{indicator: B99,", "không có chỉ tiêu mang mã “B99”."),
        ("{n}.yaml", "task: III.6.3}", "task: III.9}", "không có nhiệm vụ mang mã “III.9”."),
        ("{n}.yaml", "relation: implements", "relation: obeys", "“relation: obeys” không có trong danh mục"),
        ("{n}.yaml", "[0.25, 0.5, 0.75, 1]", "[0.25, 1]", "“milestones” phải có 4 số"),
        ("{n}.yaml", "stretch_value: 5", "stretch_value: 3", "Khoảng phải có cận trên không nhỏ hơn cận dưới."),
        ("{n}.yaml", 'number: "04"', "number: 04", "“number” phải là chữ"),
        ("{n}/noi-dung.yaml", "code: II.1.5", "code: II.1.4", "ghi hai lần."),
        ("{n}/noi-dung.yaml", "code: II.1.5", "code: II.7.5", "không có mục cha mang mã “II.7”."),
        ("{n}/noi-dung.yaml", "lead: BCDCQG", "leads: BCDCQG", "không có mục nào tên là “leads”."),
        ("{n}/giai-phap-3-6.yaml", "same_as: II.1.8", "same_as: II.9", "không có nhiệm vụ khác mang mã “II.9”."),
        ("{n}/bao-cao.yaml", "opens_on: 2018-03-11", "opens_on: 2018-07-11", "Kỳ phải mở trước hạn gửi."),
        (
            "{n}/bao-cao.yaml",
            "data_to: 2018-02-28",
            "data_to: 2018-02-30",
            "“2018-02-30” không phải là giá trị hợp lệ.",
        ),
        ("indicators/muc-tieu.yaml", "Tổng điểm của thí sinh", '""', "Chỉ tiêu tỷ lệ phải có tên tử"),
        ("indicators/muc-tieu.yaml", "coverage_of: A01", "coverage_of: A09", "không có chỉ tiêu khác mang mã “A09”."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_loaded(
    registry: None, files: Path, file: str, old: str, new: str, problem: str
) -> None:
    path = files / file.format(n=NAME)
    edit(path, old, new)
    with pytest.raises(DataFilesInvalid) as caught:
        load_plan(files / f"{NAME}.yaml")
    assert any(path.name in found and problem in found for found in caught.value.problems), caught.value.problems
    assert not Plan.objects.exists()
    assert not Indicator.objects.exists()


def test_the_command_says_what_it_did_and_names_all_mistakes(registry: None, files: Path) -> None:
    out = StringIO()
    call_command("load_plan", stdout=out)
    assert "Kế hoạch 04/KH-PGDĐT (2018):\n" in out.getvalue()
    assert "Thêm 103 nhiệm vụ" in out.getvalue()
    edit(files / f"{NAME}.yaml", "issuer: PGDDT", "issuer: XX")
    edit(files / NAME / "bao-cao.yaml", "kind: tasks", "kind: chores")
    with pytest.raises(CommandError) as caught:
        call_command("load_plan", files / f"{NAME}.yaml")
    assert "“XX”" in str(caught.value)
    assert "chores" in str(caught.value)
