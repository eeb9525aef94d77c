"""The two commands with which anybody recomputes the figures: what they print, and what they refuse."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.enums import EnteredBy, Operator, TimeRule
from reports.enums import ValueState
from reports.queries.figures_json import exact, number
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    NationalStandardFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.reports.kit import registry_target, report

pytestmark = pytest.mark.django_db
HEADER = "school,level,commune,indicator,numerator,denominator,value,missing reason,status,period,feeds"


@pytest.fixture
def plan() -> Any:
    return PlanFactory()


@pytest.fixture
def periods(plan: Any) -> list[Any]:
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2)]


def printed(command: str, period: Any, *options: str) -> str:
    out = io.StringIO()
    call_command(command, f"--plan={period.plan_id}", f"--period={period.pk}", *options, stdout=out)
    return out.getvalue()


def targets(period: Any, *options: str) -> list[dict[str, Any]]:
    return json.loads(printed("figures", period, *options))["targets"]


def rows(period: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed("export_values", period))))


def told(row: dict[str, str]) -> tuple[str, ...]:
    return row["numerator"], row["denominator"], row["missing reason"], row["status"], row["period"], row["feeds"]


# -- figures


def test_figures_print_the_target_as_the_page_shows_it(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan, operator=Operator.LESS, value=Decimal("1.02"), baseline=Decimal("1.12"))
    report(periods[0], target, n=1, d=98)
    report(periods[0], target, status="submitted", n=0, d=2)

    page = json.loads(printed("figures", periods[0]))
    [row] = page["targets"]

    assert (page["plan"], page["period"], page["as_of"]) == (plan.pk, periods[0].pk, "2018-02-28")
    assert (row["code"], row["operator"], row["target"]) == (target.indicator.code, "<", 1.02)
    assert (row["numerator"], row["denominator"], row["actual_exact"]) == (1, 98, "50/49")
    assert row["actual"] == pytest.approx(100 / 98)
    assert (row["actual_text"], row["target_text"], row["met"]) == ("1,02%", "< 1,02%", False)
    assert (row["reporting"], row["due"], row["waiting"], row["basis"]) == (1, 2, 1, "official")
    assert (row["other"]["basis"], row["other"]["actual"], row["other"]["actual_exact"]) == ("provisional", 1, "1")


def test_provisional_figures_say_so(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    report(periods[0], target, status="submitted", n=1, d=2)

    [official], [provisional] = targets(periods[0]), targets(periods[0], "--provisional")

    assert (official["actual"], official["light"], official["basis"]) == (None, "grey", "official")
    assert (provisional["actual"], provisional["basis"]) == (50, "provisional")


def test_figures_of_a_level_and_of_a_commune(plan: Any, periods: list[Any]) -> None:
    target, commune = TargetFactory(plan=plan), CommuneFactory()
    report(periods[0], target, SchoolFactory(levels="TH", commune=commune).organisation, n=1, d=2)
    report(periods[0], target, SchoolFactory(levels="MN").organisation, n=0, d=2)

    assert [targets(periods[0], *options)[0]["actual"] for options in ((), ("--level=TH",), ("--level=MN",))] == [
        25, 50, 0,
    ]  # fmt: skip
    assert targets(periods[0], f"--commune={commune.pk}")[0]["actual"] == 50


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (Fraction(80), 80, "80"),
        (Decimal("97.50"), 97.5, "97.5"),
        (Fraction(4700, 59), 4700 / 59, "4700/59"),
        (Fraction(-1, 8), -0.125, "-0.125"),
        (None, None, None),
    ],
)
def test_numbers_are_exact_beside_the_nearest_double(value: Any, shown: Any, text: str | None) -> None:
    assert (number(value), exact(value)) == (shown, text)


# -- export_values


def test_each_unit_says_what_feeds_and_why_nothing_does(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    names = ("an", "binh", "chi", "dung", "giang", "hoa", "khanh")
    schools = {name: SchoolFactory(name=name).organisation for name in names}
    report(periods[1], target, schools["an"], n=1, d=2)
    report(periods[0], target, schools["binh"], n=1, d=3)
    report(periods[1], target, schools["binh"], status="submitted", n=2, d=3)
    report(periods[1], target, schools["chi"], status="draft", n=9, d=9)
    report(periods[1], target, schools["dung"])
    report(periods[1], target, schools["giang"], state=ValueState.NOT_AVAILABLE)
    report(periods[1], target, schools["hoa"], state=ValueState.NOT_APPLICABLE)
    report(periods[1], target, schools["khanh"], status="returned", n=9, d=9)

    found: dict[str, list[tuple[str, ...]]] = {}
    for row in rows(periods[1]):
        found.setdefault(row["school"], []).append(told(row))

    assert found == {
        "an": [("1", "2", "", "Đã duyệt", "6 tháng", "both")],
        "binh": [
            ("1", "3", "", "Đã duyệt", "3 tháng", "official"),
            ("2", "3", "", "Chờ duyệt", "6 tháng", "provisional"),
        ],
        "chi": [("", "", "chưa báo cáo", "Nháp", "6 tháng", "none")],
        "dung": [("", "", "chưa nhập", "Đã duyệt", "6 tháng", "none")],
        "giang": [("", "", "chưa có số liệu", "Đã duyệt", "6 tháng", "none")],
        "hoa": [("", "", "không áp dụng", "Đã duyệt", "6 tháng", "both")],
        "khanh": [("", "", "chưa báo cáo", "Yêu cầu bổ sung", "6 tháng", "none")],
    }


@pytest.mark.parametrize("rule", [TimeRule.SUM, TimeRule.AVERAGE, TimeRule.MAXIMUM])
def test_rules_over_several_periods_have_a_row_for_each(plan: Any, periods: list[Any], rule: str) -> None:
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, time_rule=rule), value=4)
    school = SchoolFactory().organisation
    report(periods[0], target, school, value=Decimal("2.5"))
    report(periods[1], target, school, status="submitted", value=3)

    found = [(row["value"], row["period"], row["feeds"]) for row in rows(periods[1])]

    assert found == [("2.5", "3 tháng", "both"), ("3", "6 tháng", "provisional")]


def test_rows_of_what_nobody_types(plan: Any, periods: list[Any]) -> None:
    registry_target(plan, "B03")
    registry_target(plan, "B74")
    standard = NationalStandardFactory(school=SchoolFactory(name="Có chuẩn"), recognised_on="2016-01-01",
                                       recheck_due_on="2021-01-01")  # fmt: skip
    SubmissionFactory(period=periods[0], organisation=standard.school.organisation, accepted=True)
    SubmissionFactory(period=periods[0], organisation=SchoolFactory(name="Không có").organisation)

    found = [(row["indicator"], row["school"], *told(row)[:2], row["status"]) for row in rows(periods[0])]

    assert found == [
        ("B03", "Có chuẩn", "1", "1", "Tính từ danh mục"),
        ("B03", "Không có", "0", "1", "Tính từ danh mục"),
        ("B74", "Có chuẩn", "1", "1", "Đã duyệt"),
        ("B74", "Không có", "0", "1", "Chưa soạn"),
    ]


def test_what_communes_and_the_office_enter(plan: Any, periods: list[Any]) -> None:
    commune = CommuneFactory(short_name="Xã Thử")
    for enterer, unit in ((EnteredBy.COMMUNE, commune), (EnteredBy.OFFICE, plan.receiver)):
        target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, entered_by=enterer), value=4)
        report(periods[0], target, unit, value=1)

    found = [(row["school"], row["level"], row["commune"], row["value"]) for row in rows(periods[0])]

    assert found == [("Xã Thử", "", "Xã Thử", "1"), (plan.receiver.short_name, "", "", "1")]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_a_name_is_no_formula(plan: Any, periods: list[Any], name: str) -> None:
    report(periods[0], TargetFactory(plan=plan), SchoolFactory(name=name).organisation, n=1, d=2)

    assert [row["school"] for row in rows(periods[0])] == [f"'{name}"]


def test_the_header_is_what_programs_expect(periods: list[Any]) -> None:
    assert printed("export_values", periods[0]) == f"{HEADER}\n"


# -- what is refused


@pytest.mark.parametrize("command", ["figures", "export_values"])
def test_unknown_ids_are_refused_with_what_there_is(periods: list[Any], command: str) -> None:
    other, plan = ReportingPeriodFactory(), periods[0].plan_id
    known = f"{periods[0].pk} \\(3 tháng\\), {periods[1].pk} \\(6 tháng\\)"

    with pytest.raises(CommandError, match="Không có kế hoạch số 999"):
        call_command(command, "--plan=999", "--period=998")
    with pytest.raises(CommandError, match=f"Không có kỳ báo cáo số 999.*{known}"):
        call_command(command, f"--plan={plan}", "--period=999")
    with pytest.raises(CommandError, match=f"số {other.pk} thuộc kế hoạch số {other.plan_id}.*{known}"):
        call_command(command, f"--plan={plan}", f"--period={other.pk}")


def test_what_is_no_commune_is_refused(periods: list[Any]) -> None:
    school = SchoolFactory().organisation.pk

    with pytest.raises(CommandError, match=f"Không có đơn vị hành chính cấp xã số {school}"):
        call_command("figures", f"--plan={periods[0].plan_id}", f"--period={periods[0].pk}", f"--commune={school}")
