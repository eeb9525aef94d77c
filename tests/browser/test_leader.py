"""The leader's page: seen without scrolling, printed on one sheet in black and white."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import Visitor

SMALLEST = 8.5  # points
ROUNDING = 0.05

# As bad as it gets: many owe and have owed for months, twelve targets, requests and late tasks by the dozen.
HEAVY = """
import datetime as dt
from django.utils import timezone
from plans.enums import Operator
from plans.models import PlanIndicator, ReportingPeriod, Target, Task
from reports.models import Recommendation, Submission
from reports.views.leader import default_period, readable_periods
from django.contrib.auth import get_user_model

leader = get_user_model().objects.get(username="lanhdao")
today = timezone.localdate()
period = default_period(readable_periods(leader, today), today)
plan = period.plan
have = Target.objects.whole().filter(plan=plan).exclude(is_norm=True).count()
rows = PlanIndicator.objects.filter(plan=plan, indicator__targets=None, indicator__entered_by="school")
for row in rows.order_by("pk")[: 12 - have]:
    level = {"operator": Operator.AT_LEAST, "value": 50, "baseline": 10, "position": 90}
    Target.objects.create(plan=plan, indicator=row.indicator, **level)
reports = Submission.objects.reports().filter(period=period)
for row in reports.exclude(status="accepted").order_by("pk"):
    Submission.objects.filter(pk=row.pk).update(
        status="not_started", first_submitted_at=None, submitted_at=None, accepted_at=None, returned_due_on=None
    )
    row.extensions.all().delete()
long = "bố trí kinh phí sửa chữa, nâng cấp phòng học, bếp ăn, công trình vệ sinh và tường rào của nhà trường, "
for row in Recommendation.objects.filter(addressee="leaders", submission__period__plan=plan):
    Recommendation.objects.filter(pk=row.pk).update(text=f"Đề nghị cũ {row.pk} {long * 3}")
for number, row in enumerate(reports.filter(status="accepted").order_by("pk")):
    Recommendation.objects.create(submission=row, addressee="leaders", text=f"Đề nghị số {number} {long * 3}")
late = Task.objects.leaves().filter(plan=plan, same_as=None, lead__isnull=False).order_by("pk")[:15]
then = today - dt.timedelta(days=60)
Task.objects.filter(pk__in=[task.pk for task in late]).update(starts_on=None, due_on=then, status="not_started")
ReportingPeriod.objects.filter(pk=period.pk).update(
    opens_on=today - dt.timedelta(days=150),
    deadline_on=today - dt.timedelta(days=120),
    last_day=today - dt.timedelta(days=121),
)
print(reports.exclude(status="accepted").count())
"""


def said(visitor: Visitor) -> list[str]:
    return [item.inner_text().split("\n")[-1].strip() for item in visitor.page.locator(".standing li").all()]


@contextmanager
def printed(visitor: Visitor) -> Iterator[pdfplumber.PDF]:
    """The page as the person's printer gets it."""
    visitor.page.wait_for_load_state("networkidle")  # amounts come after the page
    data = visitor.page.pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(data)) as document:
        yield document


def words_of(document: pdfplumber.PDF) -> str:
    """The text of the only page, with single spaces."""
    (sheet,) = document.pages
    return " ".join(sheet.extract_text().split())


def assert_all_words(words: str, found: str) -> None:
    """The words are there; what runs over two lines has those of other columns in between."""
    assert set(words.split()) <= set(found.split())


def assert_sheet(document: pdfplumber.PDF) -> None:
    """One A4 page that every printer and every eye can read."""
    (sheet,) = document.pages
    assert (round(sheet.width), round(sheet.height)) == (595, 842)
    assert min(char["size"] for char in sheet.chars) >= SMALLEST - ROUNDING
    assert max(char["bottom"] for char in sheet.chars) <= sheet.height
    assert {_grey(char["non_stroking_color"]) for char in sheet.chars} == {True}, "text in colour"


def _grey(colour: object) -> bool:
    parts = colour if isinstance(colour, tuple) else (colour,)
    return max(parts) - min(parts) < 0.01


def inside(part: Locator, height: int) -> bool:
    box = part.bounding_box()
    return box is not None and box["y"] + box["height"] <= height


def test_a_laptop_shows_the_essential_without_scrolling(arrive: Arrive) -> None:
    visitor = arrive("lanhdao")
    visitor.go("/")
    page = visitor.page

    assert inside(page.locator(".standing"), 300)
    assert inside(page.locator(".at-targets table"), 768)
    assert inside(page.locator(".at-matters .lines > li").first, 768)


def test_the_demonstration_prints_on_one_sheet(arrive: Arrive) -> None:
    visitor = arrive("lanhdao")
    visitor.go("/")
    targets = visitor.page.locator(".at-targets tbody tr")
    names = [row.locator("td.name").inner_text() for row in targets.all()]
    actual = [row.locator("td b").inner_text() for row in targets.all()]
    as_of = visitor.page.locator("main h1 + div").inner_text().strip()

    with printed(visitor) as document:
        assert_sheet(document)
        found = words_of(document)

    assert as_of in found
    for words in (*said(visitor), *names, *actual):
        assert_all_words(words, found)
    assert "lập từ cổng lúc" in found
    assert "số liệu và họ tên là dữ liệu minh họa" in found
    assert "Kinh phí" in found
    assert "Tải báo cáo tổng hợp" not in found


def test_a_heavy_period_still_prints_on_one_sheet_and_says_what_is_left_out(
    arrive: Arrive, portal: EmbeddedPortal
) -> None:
    late = int(portal.arrange(HEAVY).strip())
    visitor = arrive("lanhdao")
    visitor.go("/")
    rows = visitor.page.locator(".at-targets tbody tr").count()
    rest = visitor.page.locator(".at-matters details").last.locator("summary").inner_text()
    with printed(visitor) as document:
        assert_sheet(document)
        found = words_of(document)

    assert rows == 12
    assert late > 10
    assert f"và {late - 5} trường khác" in found
    assert f"{rest}, xem trên cổng" in found
    assert "công trình khác, xem trên cổng" in found
    assert "(còn nữa, xem trên cổng)" in found
    for words in said(visitor):
        assert_all_words(words, found)


def test_a_plan_without_targets_prints_on_one_sheet(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.log_in("thuongtruc")
    visitor.go("/")
    options = visitor.page.locator("optgroup").filter(has_text="6 tháng đầu năm").locator("option")
    visitor.page.get_by_label("Kỳ báo cáo").select_option(options.first.get_attribute("value"))
    visitor.press("Xem")

    with printed(visitor) as document:
        assert_sheet(document)
        found = words_of(document)

    assert "Nhiệm vụ theo nhóm" in found
    assert "Chỉ tiêu" not in found
    for words in said(visitor):
        assert_all_words(words, found)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_cut_opens_with_a_click(arrive: Arrive, portal: EmbeddedPortal, scripts: bool) -> None:
    portal.arrange(HEAVY)
    visitor = arrive("lanhdao", scripts=scripts)
    visitor.go("/")
    more = visitor.page.locator(".at-matters > .card-body > details")

    more.locator("> summary").click()

    assert more.locator(".lines > li").first.is_visible()
