"""A unit registers its own plan and targets; the office sees who has, and puts them together."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus, UnitRule
from plans.models import Plan, UnitPlan
from plans.own_indicators import asked_of
from plans.unit_plan_rows import sum_rows
from schools.enums import Role
from tests.factories import (
    PlanFactory,
    PlanIndicatorFactory,
    PlanReporterFactory,
    SchoolFactory,
    TargetFactory,
    UnitPlanFactory,
    UnitTargetFactory,
    member,
)
from tests.reports.files import pdf, picture

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
Login = Callable[[Any], Client]
PDF = pdf()


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def school(plan: Plan) -> Any:
    return PlanReporterFactory(plan=plan, organisation=SchoolFactory(name="MN Thử").organisation).organisation


@pytest.fixture
def client(school: Any) -> Client:
    """The school's principal."""
    client = Client()
    client.force_login(member(school, Role.PRINCIPAL), backend=BACKEND)
    return client


def send(client: Client, plan: Plan, **data: Any) -> Any:
    url = reverse("plan_own", args=[plan.pk])
    read_as = data.pop("read_as", None) or client.get(url).context["read_as"]
    values = {"number": "12/KH-MNT", "symbol": "", "issued_on": "20/02/2018", "subject": "", "read_as": read_as}
    return client.post(url, values | data)


def boxes(indicator: Any, **values: str) -> dict[str, str]:
    return {f"t{indicator.pk}-{name}": value for name, value in {"operator": ">=", **values}.items()}


def test_a_plan_is_registered_with_targets_in_either_separator(client: Client, plan: Plan, school: Any) -> None:
    rate = TargetFactory(plan=plan).indicator
    score = TargetFactory(plan=plan, indicator__count=True, indicator__decimals=1).indicator
    empty = TargetFactory(plan=plan).indicator
    typed = boxes(rate, numerator="45", denominator="50") | boxes(score, value="7.5") | boxes(empty)

    answer = send(client, plan, **typed)

    row = UnitPlan.objects.get()
    assert answer.status_code == 302
    assert (row.organisation, row.number, row.symbol, row.issued_on) == (school, "12", "KH-MNT", dt.date(2018, 2, 20))
    assert {(own.indicator, own.numerator, own.denominator, own.value) for own in row.targets.all()} == {
        (rate, Decimal(45), Decimal(50), None),
        (score, None, None, Decimal("7.5")),
    }


def test_saving_again_replaces_the_targets(client: Client, plan: Plan) -> None:
    first, second = TargetFactory(plan=plan).indicator, TargetFactory(plan=plan).indicator
    send(client, plan, **boxes(first, numerator="1", denominator="2"))

    send(client, plan, **boxes(first), **boxes(second, numerator="3", denominator="4"))

    assert [own.indicator for own in UnitPlan.objects.get().targets.all()] == [second]


@pytest.mark.parametrize(
    ("values", "box"),
    [
        ({"numerator": "45"}, "denominator"),
        ({"denominator": "45"}, "numerator"),
        ({"numerator": "1", "denominator": "0"}, "denominator"),
        ({"numerator": "51", "denominator": "50"}, "numerator"),
        ({"numerator": "bốn", "denominator": "50"}, "numerator"),
        ({"numerator": "-1", "denominator": "50"}, "numerator"),
    ],
)
def test_a_mistake_stands_at_its_box_and_nothing_is_lost(
    client: Client, plan: Plan, values: dict[str, str], box: str
) -> None:
    indicator = TargetFactory(plan=plan).indicator

    page = send(client, plan, issued_on="", **boxes(indicator, **values))

    assert page.status_code == 422
    assert list(page.context["rows"][0].errors) == [box]
    assert list(page.context["form"].errors) == ["issued_on"]
    assert all(f'value="{value}"' in page.content.decode() for value in values.values())
    assert not UnitPlan.objects.exists()


@pytest.mark.parametrize(
    ("numerator", "words", "met"),
    [("41", "Cao hơn mức kế hoạch", True), ("40", "Bằng mức kế hoạch", True), ("39", "Thấp hơn mức kế hoạch", False)],
)
def test_below_the_plan_is_said_and_saved(client: Client, plan: Plan, numerator: str, words: str, met: bool) -> None:
    indicator = TargetFactory(plan=plan).indicator

    send(client, plan, **boxes(indicator, numerator=numerator, denominator="50"))
    page = client.get(reverse("plan_own", args=[plan.pk]))

    assert words in page.content.decode()
    assert page.context["rows"][0].comparison.met is met


def test_the_page_can_compare_while_the_unit_types(client: Client, plan: Plan) -> None:
    target = TargetFactory(plan=plan)
    summed = TargetFactory(plan=plan, indicator__count=True)
    target.refresh_from_db()

    page = client.get(reverse("plan_own", args=[plan.pk]))

    rules = {row.indicator: row.rule for row in page.context["rows"]}
    assert rules == {target.indicator: (target.operator, str(target.value)), summed.indicator: None}
    text = page.content.decode()
    assert f'data-operator="&gt;=" data-wanted="{target.value}"' in text
    assert text.count("data-operator") == 1
    assert "js/grid" in text


def test_a_sum_of_the_whole_area_says_nothing_about_one_school(client: Client, plan: Plan) -> None:
    indicator = TargetFactory(plan=plan, indicator__count=True).indicator

    send(client, plan, **boxes(indicator, value="3"))
    page = client.get(reverse("plan_own", args=[plan.pk]))

    assert page.context["rows"][0].comparison.side is None


def test_the_second_of_two_browsers_is_asked(client: Client, plan: Plan) -> None:
    seen = client.get(reverse("plan_own", args=[plan.pk])).context["read_as"]
    send(client, plan, number="1")

    page = send(client, plan, number="2", read_as=seen)

    assert (page.status_code, UnitPlan.objects.get().number) == (409, "1")


def test_a_file_is_kept_replaced_and_taken_off(
    client: Client, plan: Plan, django_capture_on_commit_callbacks: Any
) -> None:
    send(client, plan, upload=SimpleUploadedFile("Kế hoạch.pdf", PDF))
    first = UnitPlan.objects.get()
    url = reverse("unit_plan_file", args=[first.pk])
    answer = client.get(url)
    assert (answer.getvalue(), answer["X-Content-Type-Options"], answer["Content-Type"]) == (
        PDF,
        "nosniff",
        "application/pdf",
    )
    assert answer["Content-Disposition"].startswith("attachment")

    with django_capture_on_commit_callbacks(execute=True):
        send(client, plan, drop_file="on")

    assert UnitPlan.objects.get().file.name == ""
    assert not first.file.storage.exists(first.file.name)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ke-hoach.pdf", b"<html><script>alert(1)</script></html>"),
        ("ke-hoach.pdf", b"MZ\x90\x00"),
        ("ke-hoach.docx", b"PK\x03\x04 broken"),
        ("anh.pdf", picture()),
        ("trong.pdf", b""),
    ],
)
def test_a_hostile_file_is_refused_whatever_its_name(client: Client, plan: Plan, name: str, data: bytes) -> None:
    page = send(client, plan, upload=SimpleUploadedFile(name, data, content_type="application/pdf"))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["upload"])
    assert not UnitPlan.objects.exists()


def test_other_schools_neither_see_nor_read_it(plan: Plan, login_as: Login) -> None:
    row = UnitPlanFactory(plan=plan, filed=True)
    stranger = login_as(member(SchoolFactory().organisation, Role.PRINCIPAL))
    url = reverse("unit_plan_file", args=[row.pk])

    assert stranger.get(url).status_code == 404
    other = login_as(member(PlanReporterFactory(plan=plan).organisation, Role.PRINCIPAL))
    assert other.get(url).status_code == 403
    assert other.get(reverse("plan_own", args=[plan.pk])).context["stored"] is None


def test_a_closed_plan_is_only_read(client: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)
    url = reverse("plan_own", args=[plan.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"number": "1"}).status_code == 403


def test_the_closest_target_is_the_one_compared_with(plan: Plan, school: Any) -> None:
    whole = TargetFactory(plan=plan)
    asked = TargetFactory(plan=plan, indicator=whole.indicator, level="MN", value=Decimal(85))
    TargetFactory(plan=plan, indicator=whole.indicator, level="TH", value=Decimal(86))
    TargetFactory(plan=plan, indicator=whole.indicator, organisation=SchoolFactory().organisation)
    PlanIndicatorFactory(plan=plan, indicator__levels="THCS")

    assert asked_of(plan, school) == [(whole.indicator, asked)]
    own = TargetFactory(plan=plan, indicator=whole.indicator, organisation=school, value=Decimal(90))
    assert asked_of(plan, school) == [(whole.indicator, own)]


def test_what_the_schools_want_is_put_beside_the_plan(plan: Plan) -> None:
    rate = TargetFactory(plan=plan).indicator
    count = TargetFactory(plan=plan, indicator__count=True, value=Decimal(5)).indicator
    for numerator, denominator, value in ((1, 2, 1), (99, 100, 2)):
        row = UnitPlanFactory(plan=plan, organisation=PlanReporterFactory(plan=plan).organisation)
        UnitTargetFactory(unit_plan=row, indicator=rate, numerator=numerator, denominator=denominator)
        UnitTargetFactory(unit_plan=row, indicator=count, numerator=None, denominator=None, value=value)
    PlanReporterFactory(plan=plan)
    UnitTargetFactory(indicator=rate)

    first, second = sum_rows(plan, ["MN"] * plan.reporters.count())

    assert (first.parts_text, second.parts_text) == ("100/102", "")
    assert (first.sum_text, first.sum.units, first.asked, first.comparison.met) == ("98,04%", 2, 3, True)
    assert (second.sum_text, second.missing_text) == ("3 trường", "2 trường (40% mức kế hoạch)")
    assert second.indicator.unit_rule == UnitRule.SUM


class TestOffice:
    @pytest.fixture
    def office(self, plan: Plan, login_as: Login) -> Client:
        return login_as(member(plan.receiver, Role.OFFICER))

    def test_sees_who_has_registered_and_who_has_not(self, plan: Plan, school: Any, office: Client) -> None:
        row = UnitPlanFactory(plan=plan, organisation=PlanReporterFactory(plan=plan).organisation)
        url = reverse("plan_units", args=[plan.pk])

        page = office.get(url)
        missing = office.get(url, {"state": "no"})
        found = office.get(url, {"q": "mn thu", "level": "MN"})
        nothing = office.get(url, {"q": "khong co don vi nay"})

        assert (page.context["registered"], page.context["total"], page.context["waiting"]) == (1, 2, ["MN Thử"])
        assert {r.organisation: r.plan for r in page.context["rows"]} == {school: None, row.organisation: row}
        assert [r.organisation for r in missing.context["rows"]] == [school]
        assert [r.organisation for r in found.context["rows"]] == [school]
        assert "Không có đơn vị nào khớp" in nothing.content.decode()

    def test_takes_the_list_along_as_it_is_filtered(self, plan: Plan, school: Any, office: Client) -> None:
        row = UnitPlanFactory(plan=plan, organisation=PlanReporterFactory(plan=plan).organisation, subject="=1+1")

        answer = office.get(reverse("plan_units_export", args=[plan.pk]), {"state": "yes"})

        lines = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert lines[-1][:4] == (row.organisation.short_name, "Mầm non", "Có", "12/KH-TN")
        assert lines[-1][5] == "=1+1"
        assert all(school.short_name not in line for line in lines)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_page_costs_the_same_for_every_size(
        self, plan: Plan, office: Client, rows: int, django_assert_num_queries: Any
    ) -> None:
        target = TargetFactory(plan=plan)
        for _ in range(rows):
            row = UnitPlanFactory(plan=plan, organisation=PlanReporterFactory(plan=plan).organisation)
            UnitTargetFactory(unit_plan=row, indicator=target.indicator)
        url = reverse("plan_units", args=[plan.pk])
        office.get(url)

        with django_assert_num_queries(12):
            office.get(url)

    def test_the_home_page_of_a_school_asks_for_the_plan(self, plan: Plan, client: Client) -> None:
        asked = client.get(reverse("home")).content.decode()
        send(client, plan)
        done = client.get(reverse("home")).content.decode()

        link = reverse("plan_own", args=[plan.pk])
        assert (link in asked, link in done) == (True, False)
