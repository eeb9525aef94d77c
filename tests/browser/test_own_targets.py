"""A unit's own targets are put beside the plan's while they are typed, in the words the page uses after saving."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal

FIND = """
import json
from plans.models import Plan
from plans.unit_plan_access import with_own_duty
from accounts.models import User
plans = with_own_duty(Plan.objects.filter(status="in_force"), User.objects.get(username="hieutruong"))
print(json.dumps([plan.pk for plan in plans.filter(is_own=True)]))
"""


def test_the_comparison_follows_the_typing(arrive: Arrive, portal: EmbeddedPortal) -> None:
    (plan, *_) = json.loads(portal.arrange(FIND))
    principal = arrive("hieutruong")
    principal.go(f"/plans/{plan}/own/")
    row = principal.page.locator('tr[data-operator=">="]').filter(has=principal.page.locator("input.cell + span")).first
    wanted = float(row.get_attribute("data-wanted") or "")
    above, below = row.locator("input.cell").all()
    equal = wanted / float(row.get_attribute("data-factor") or "") * 100_000
    words = row.locator("[data-compared]")

    below.fill("100.000")
    above.fill(f"{equal:.0f}")
    expect(words).to_have_text("● Bằng mức kế hoạch")
    above.fill(f"{equal - 1:.0f}")
    expect(words).to_contain_text("Thấp hơn mức kế hoạch")
    typed = words.inner_text()
    above.fill("")
    expect(words).to_have_text("")

    above.fill(f"{equal - 1:.0f}")
    below.press("Enter")  # the next row, as in a sheet: nothing is sent before the button
    expect(words).to_have_text(typed)
