"""The results as an Excel file: the rows of the page, and formulas that give its figures from the rows behind them."""

import datetime as dt
import io
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from plans.enums import TimeRule, UnitRule
from reports.models import IndicatorValue
from reports.queries.figures import period_figures
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    NationalStandardFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    TargetFactory,
    UnitTargetFactory,
    member,
)
from tests.reports.kit import registry_target, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_deadline():
    with time_machine.travel(dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def periods(plan):
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2)]


@pytest.fixture
def head(login_as, plan):
    return login_as(member(plan.receiver, Role.HEAD))


def download(client, period, **query):
    response = client.get(reverse("period_results_export", args=[period.pk], query=query))
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return {sheet.title: records(sheet) for sheet in book}


def records(sheet):
    """The rows below the heading, by the names of the columns."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "Mã")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def recompute(indicator, sources):
    """The figure from the second sheet by hand, as its formula says."""
    fed = [row for row in sources if row["Mã"] == indicator.code and row["Tính vào (hệ số)"]]
    if not fed:
        return None
    if indicator.unit_rule == UnitRule.RATIO:
        n, d = (sum(Fraction(str(row[name])) for row in fed) for name in ("Tử số", "Mẫu số"))
        return indicator.ratio_factor * n / d
    parts = [Fraction(str(row["Giá trị"])) * Fraction(str(row["Tính vào (hệ số)"])) for row in fed]
    return max(parts) if indicator.unit_rule == UnitRule.MAXIMUM else sum(parts)


RULES = [
    *((UnitRule.RATIO, rule) for rule in TimeRule.values),
    *((UnitRule.SUM, rule) for rule in TimeRule.values),
    *((UnitRule.MAXIMUM, rule) for rule in (TimeRule.LATEST, TimeRule.CUMULATIVE, TimeRule.MAXIMUM)),
]


@pytest.mark.parametrize("provisional", [False, True])
@pytest.mark.parametrize(("unit_rule", "time_rule"), RULES)
def test_figures_follow_from_the_rows_behind_them(head, plan, periods, unit_rule, time_rule, provisional):
    count = {"count": True} if unit_rule != UnitRule.RATIO else {}
    indicator = IndicatorFactory(**count, unit_rule=unit_rule, time_rule=time_rule)
    target = TargetFactory(plan=plan, indicator=indicator)
    numbers = [(3, 8), (5, 9), (4, 7), (2, 6)]
    organisations = [SchoolFactory().organisation for _ in range(3)]
    for (n, d), period, organisation, status in zip(
        numbers, [*periods, *periods], [*organisations[:1] * 2, *organisations[1:]],
        ["accepted", "accepted", "accepted", "submitted"], strict=True,
    ):  # fmt: skip
        given = {"n": n, "d": d} if unit_rule == UnitRule.RATIO else {"value": n * d, "n": None, "d": None}
        report(period, target, organisation, status=status, **given)
    (figure,) = period_figures(periods[1], provisional=provisional).targets

    book = download(head, periods[1], **({"provisional": 1} if provisional else {}))

    [row] = book["Kết quả"]
    assert row["Thực hiện"].startswith("=IF(")
    assert recompute(indicator, book["Số liệu nguồn"]) == figure.actual
    assert (row["Đã báo cáo"], row["Phải báo cáo"]) == (figure.reporting, figure.due)


def test_formulas_name_the_rows_and_the_parts(head, plan, periods):
    target = TargetFactory(plan=plan, baseline=70)
    report(periods[0], target, n=1, d=2)

    [row] = download(head, periods[0])["Kết quả"]

    rows = "'Số liệu nguồn'!$A$2:$A$2,A{0},'Số liệu nguồn'!$M$2:$M$2,\">0\")"
    at = int(row["Thực hiện"].split("G")[1].split("/")[0])
    assert row["Tử số"] == f"=SUMIFS('Số liệu nguồn'!$G$2:$G$2,{rows.format(at)}"
    assert row["Mẫu số"] == f"=SUMIFS('Số liệu nguồn'!$H$2:$H$2,{rows.format(at)}"
    assert row["Thực hiện"] == f'=IF(H{at}=0,"",100*G{at}/H{at})'
    assert row["Tiến độ (%)"] == f'=IF(I{at}="","",100*(I{at}-F{at})/(E{at}-F{at}))'


def test_computed_figures_follow_from_their_parts(head, plan, periods):
    registry_target(plan, "B03")
    NationalStandardFactory(recognised_on=dt.date(2015, 1, 1), recheck_due_on=dt.date(2020, 1, 1))
    SchoolFactory()
    (figure,) = period_figures(periods[0]).targets

    sources = download(head, periods[0])["Số liệu nguồn"]

    assert [(row["Tử số"], row["Mẫu số"]) for row in sources] == [(1, 1), (0, 1)]
    assert recompute(figure.indicator, sources) == figure.actual == 50


def test_missing_is_a_row_with_a_reason_and_no_weight(head, plan, periods):
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=1, d=2)
    report(periods[0], target, status="draft", n=77, d=99)

    missing = download(head, periods[0])["Số liệu nguồn"][1]

    assert [missing[name] for name in ("Tử số", "Mẫu số", "Giá trị", "Tính vào (hệ số)")] == [None, None, None, 0]
    assert missing["Tình trạng"] == "Chưa có (nháp)"


def test_same_rows_and_filters_as_the_page(head, plan, periods):
    for level in ("TH", "MN"):
        target = TargetFactory(plan=plan, indicator=IndicatorFactory(levels=level, short_name=f"Của {level}"))
        report(periods[0], target, SchoolFactory(levels=level).organisation, n=1, d=2)
    query = {"level": "MN", "q": "cua"}
    page = head.get(reverse("period_results", args=[periods[0].pk], query=query))
    shown = [row.figure for _, _, rows in page.context["groups"] for row in rows]

    book = download(head, periods[0], **query)

    assert [row["Mã"] for row in book["Kết quả"]] == [figure.code for figure in shown]
    assert [row["Đã báo cáo"] for row in book["Kết quả"]] == [0, 1]
    assert [row["Cấp học"] for row in book["Số liệu nguồn"]] == ["MN"]


def test_units_in_the_order_of_the_page(head, plan, periods):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(code="B90"))
    TargetFactory(plan=plan)
    for name, n in (("A", 3), ("B", 9), ("C", 5)):
        report(periods[0], target, SchoolFactory(name=name).organisation, n=n, d=10)

    book = download(head, periods[0], indicator="B90", sort="-value")
    found = download(head, periods[0], indicator="B90", q="A")

    assert [row["Đơn vị"] for row in book["Số liệu nguồn"]] == ["B", "C", "A"]
    assert [row["Mã"] for row in book["Kết quả"]] == ["B90"]
    # The one school found does not make the figure, so that it is written as a number.
    assert [row["Đơn vị"] for row in found["Số liệu nguồn"]] == ["A"]
    assert Decimal(str(found["Kết quả"][0]["Thực hiện"])).quantize(Decimal("0.01")) == Decimal("56.67")


def test_own_targets_stand_beside_the_plan(head, plan, periods):
    target = TargetFactory(plan=plan)
    organisation = report(periods[0], target, n=1, d=2).organisation
    UnitTargetFactory(unit_plan__plan=plan, unit_plan__organisation=organisation, indicator=target.indicator)

    [row] = download(head, periods[0])["Kết quả"]

    assert (row["Các đơn vị đăng ký"], row["Số đơn vị đăng ký"]) == (90, 1)


def test_what_people_wrote_never_becomes_a_formula(head, plan, periods):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(short_name="=1+1"))
    report(periods[0], target, SchoolFactory(name="=cmd|' /C calc'!A0").organisation, n=1, d=2)
    IndicatorValue.objects.update(note="+SUM(A1)")
    url = reverse("period_results_export", args=[periods[0].pk])

    book = openpyxl.load_workbook(io.BytesIO(head.get(url).content))

    typed = defaultdict(list)
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.value.startswith(("=1", "=cmd", "+SUM")):
                    typed[cell.data_type].append(bool(cell.quotePrefix))
    assert typed == {"s": [True] * 4}


@pytest.mark.parametrize("size", [1, 3])
def test_as_many_queries_for_three_as_for_one(head, plan, periods, size, django_assert_num_queries):
    registry_target(plan, "B03")
    for _ in range(size):
        target = TargetFactory(plan=plan)
        for _ in range(size):
            report(periods[0], target, n=1, d=2)
    url = reverse("period_results_export", args=[periods[0].pk])
    head.get(url)

    with django_assert_num_queries(12):
        assert head.get(url).status_code == 200
