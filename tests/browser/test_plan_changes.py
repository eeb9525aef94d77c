"""The head changes a target of a plan in force: the school's sent report keeps the old one, its draft shows the new."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.reporting import open_grid, open_owed_report
from tests.browser.visitor import Visitor

CODE, NAME = "B04", "Tỷ lệ suy dinh dưỡng thể nhẹ cân ở trẻ nhà trẻ"
OLD, NEW, REASON = "< 1,02%", "< 0,95%", "Chỉ tiêu năm điều chỉnh theo quyết định mới."
PLACES = """
import json
from accounts.models import User
from reports.models import Submission
body = User.objects.get(username="hieutruong").memberships.first().organisation
rows = Submission.objects.filter(organisation=body, period__plan__status="in_force").order_by("period__position")
sent = rows.filter(status="accepted").first()
print(json.dumps({"plan": sent.period.plan_id, "sent": sent.pk}))
"""


def test_a_changed_target_leaves_what_was_sent_alone(arrive: Arrive, portal: EmbeddedPortal) -> None:
    places = json.loads(portal.arrange(PLACES))
    principal = arrive("hieutruong")
    _report_says(principal, places["sent"], OLD)

    head = arrive()
    head.log_in("truongphong")
    head.go(f"/plans/{places['plan']}/edit/targets/")
    row = head.page.locator("fieldset").filter(has_text=CODE).first
    row.get_by_label("Giá trị", exact=True).fill("0.95")
    head.press("Xem trước thay đổi")

    preview = head.page.locator("#preview")
    expect(preview).to_contain_text(f"mục tiêu {OLD} → {NEW}")
    expect(preview).to_contain_text("Báo cáo đã nộp và kết quả các kỳ đã qua giữ nguyên")
    expect(row).to_contain_text("giá trị 0,95")
    head.page.get_by_label("Lý do thay đổi").fill(REASON)
    head.press("Thay đổi kế hoạch")
    expect(head.message).to_contain_text("Đã lưu mục tiêu.")

    _report_says(principal, places["sent"], OLD)
    open_owed_report(principal)
    drafted = open_grid(principal).locator("tr[data-row]").filter(has_text=NAME)
    expect(drafted).to_contain_text(NEW)

    principal.go(f"/plans/{places['plan']}/changes/")
    expect(principal.page.locator("main")).to_contain_text(REASON)
    expect(principal.page.locator("main")).to_contain_text(f"mục tiêu {OLD} → {NEW}")
    principal.go("/notifications/")
    expect(principal.page.locator("main")).to_contain_text("Kế hoạch thay đổi")


def _report_says(visitor: Visitor, report: int, target: str) -> None:
    visitor.go(f"/submissions/{report}/")
    row = visitor.page.locator("tr").filter(has_text=NAME).first
    expect(row).to_contain_text(target)
