"""Figures no school has, from the first cell to the results: the officer enters and sends, the head confirms."""

import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal

# The office's sheet and that of one commune of the plan in force, as on the day they were opened.
UNTOUCHED = """
import json
from plans.enums import PlanStatus
from reports.models import Submission, SubmissionVersion
plans = Submission.objects.figures().filter(period__plan__status=PlanStatus.IN_FORCE)
office = plans.filter(organisation__kind="education_office").order_by("-period__position").first()
commune = plans.exclude(pk=office.pk).filter(period=office.period).order_by("pk").first()
for sheet in (office, commune):
    sheet.indicator_values.all().delete()
    sheet.events.all().delete()
    SubmissionVersion.objects.filter(submission=sheet).delete()
    Submission.objects.filter(pk=sheet.pk).update(
        status="not_started", revision=0, accepted_at=None, submitted_at=None, first_submitted_at=None, opened_at=None,
        receipt_code="", filled_percent=0, edit_version=0,
    )
print(json.dumps([office.period_id, commune.organisation.short_name, office.organisation.short_name]))
"""
OFFICIAL = """
import json
from plans.models import ReportingPeriod
from reports.queries.figures import period_figures
figures = period_figures(ReportingPeriod.objects.get(pk={period}), tracked=True)
rows = {{row.indicator.code: row for row in (*figures.targets, *figures.tracked)}}
print(json.dumps(int(rows["B64"].total.actual)))
"""
INSPECTIONS = "Số cuộc kiểm tra đã tiến hành"


def test_the_officer_enters_and_the_head_confirms(arrive: Arrive, portal: EmbeddedPortal) -> None:
    period, commune, office = json.loads(portal.arrange(UNTOUCHED))
    officer = arrive("chuyenvien")
    officer.go(f"/periods/{period}/sheets/")
    officer.page.get_by_role("row").filter(has_text=office).get_by_role("link", name=re.compile("^Nhập")).click()
    rows = officer.page.locator("table.grid tr[data-row]")
    for row in rows.all():
        cells = row.locator("input.cell:not(.wide)").all()
        numbers = ("321",) if INSPECTIONS in row.inner_text() else ("1", "1")
        for cell, number in zip(cells, numbers, strict=False):
            cell.fill(number)
    officer.press("Kiểm tra và gửi")
    expect(officer.page.locator("h1")).to_have_text("Kiểm tra và gửi")
    officer.press("Gửi số liệu")
    expect(officer.page.locator("main")).to_contain_text("Chờ xác nhận")

    officer.go(f"/periods/{period}/sheets/communes/")
    line = officer.page.get_by_role("row").filter(has_text=commune)
    for answer in line.locator("select").all():
        answer.select_option("1")
    line.get_by_role("checkbox").check()
    officer.press("Gửi địa bàn đã chọn")
    expect(officer.message.last).to_contain_text("Đã gửi số liệu của 1 địa bàn.")

    head = arrive()
    head.log_in("truongphong")
    head.go(f"/periods/{period}/sheets/")
    head.page.get_by_role("row").filter(has_text=office).get_by_role("link", name=re.compile("^Xác nhận")).click()
    head.press("Xác nhận số liệu")
    head.go(f"/periods/{period}/sheets/?status=submitted")
    head.page.get_by_role("link", name="Xác nhận nhiều phiếu").click()
    expect(head.page.locator("main")).to_contain_text(commune)

    assert json.loads(portal.arrange(OFFICIAL.format(period=period))) == 321
    head.go(f"/periods/{period}/results/?view=tracked&indicator=B64")
    expect(head.page.locator("main")).to_contain_text("321")
