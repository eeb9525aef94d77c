"""Looking at every main page once, as a first visit, on a laptop and on a phone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import LAPTOP, PHONE, Visitor

# Name of the page → who looks at it, and how they get there from their home: addresses, or parts of a link's address.
PAGES: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "login": (None, ("/login/",)),
    "password-reset": (None, ("/password/reset/",)),
    "verify": (None, ("/verify/",)),
    "home-school": ("hieutruong", ()),
    "edit-text": ("hieutruong", ("a[href$='/edit/']", "?section=I")),
    "edit-tasks": ("hieutruong", ("a[href$='/edit/']", "?section=II.1")),
    "edit-figures": ("hieutruong", ("a[href$='/edit/']", "?section=II.4")),
    "edit-requests": ("hieutruong", ("a[href$='/edit/']", "?section=V")),
    "check": ("hieutruong", ("a[href$='/edit/']", "../check/")),
    "detail": ("hieutruong", ("main td a[href^='/submissions/']",)),
    "submissions": ("hieutruong", ("/submissions/",)),
    "notifications": ("hieutruong", ("/notifications/",)),
    "profile": ("hieutruong", ("/profile/",)),
    "school-figures": ("hieutruong", ("main a[href$='/figures/']",)),
    "home-office": ("chuyenvien", ()),
    "overview": ("chuyenvien", ("/board/",)),
    "board": ("chuyenvien", ("main a[href$='/board/']",)),
    "review": ("chuyenvien", ("main td a[href$='/review/']",)),
    "review-queue": ("chuyenvien", ("/review/",)),
    "review-bulk": ("chuyenvien", ("/review/bulk/",)),
    "assignments": ("chuyenvien", ("/assignments/",)),
    "results": ("chuyenvien", ("a[href$='/results/']",)),
    "results-tracked": ("chuyenvien", ("a[href$='/results/']", "?view=tracked&provisional=1")),
    "results-cut": ("chuyenvien", ("a[href$='/results/']", "?level=MN&commune=x")),
    "results-computed": ("chuyenvien", ("a[href$='/results/']", "?indicator=B03")),
    "results-units": ("chuyenvien", ("a[href$='/results/']", "main td a[href*='indicator=']")),
    "matrix": ("chuyenvien", ("a[href$='/results/']", "../matrix/")),
    "matrix-lights": ("chuyenvien", ("a[href$='/results/']", "../matrix/?show=light&provisional=1")),
    "cell": ("chuyenvien", ("a[href$='/results/']", "../matrix/", ".matrix td a[href$='/']")),
    "summary": ("chuyenvien", ("a[href$='/summary/']",)),
    "plans": ("chuyenvien", ("/plans/",)),
    "plan": ("chuyenvien", ("/plans/", "main a[href^='/plans/']")),
    "schools": ("chuyenvien", ("/schools/",)),
    "school": ("chuyenvien", ("/schools/", "main td a[href^='/schools/']")),
    "search": ("chuyenvien", ("/search/?q=cam+vu",)),
    "search-kind": ("chuyenvien", ("/search/?q=truong&kind=reports",)),
    "search-nothing": ("hieutruong", ("/search/?q=zzzz",)),
    "home-leader": ("lanhdao", ()),
}

IGNORED_STYLES = """[...document.querySelectorAll("[style]")]
    .filter((part) => part.style.length < part.getAttribute("style").split(";").filter((rule) => rule.trim()).length)
    .map((part) => part.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Survey:
    """What was seen on one page."""

    heading: str
    troubles: list[str]
    html_bytes: int
    static_bytes: int  # as they came over the wire, compressed
    static_requests: int
    widths: dict[int, int]  # width of the window → width of the document
    wide_parts: dict[int, list[str]]
    ignored_styles: list[str]  # style attributes the browser could not read, a decimal comma for instance
    violations: list[str]  # of accessibility rules, serious and critical ones


class Surveyor:
    """Visits pages on demand and remembers what it saw."""

    def __init__(
        self, browser: Browser, portal: EmbeddedPortal, remembered: dict[str, StorageState], shots: Path | None
    ) -> None:
        self._browser, self._portal, self._remembered, self._shots = browser, portal, remembered, shots
        self._scouts: dict[str | None, Visitor] = {}
        self._addresses: dict[str, str] = {}
        self._surveys: dict[str, Survey] = {}

    def survey(self, name: str) -> Survey:
        """What there is to see on a page of PAGES; looked at once a session."""
        if name not in self._surveys:
            self._surveys[name] = self._look(name)
        return self._surveys[name]

    def address(self, name: str) -> str:
        """Path of a page, found by following links as its reader would."""
        if name not in self._addresses:
            username, steps = PAGES[name]
            scout = self._scouts.get(username) or self._scouts.setdefault(username, self._arrive(username))
            scout.go("/")
            for step in steps:
                link = scout.page.locator(step).first.get_attribute("href") if "[href" in step else step
                scout.go(scout.page.evaluate("link => new URL(link, location.href).href", link))
            self._addresses[name] = scout.path
        return self._addresses[name]

    def _arrive(self, username: str | None) -> Visitor:
        state = self._remembered[username] if username else None
        return Visitor.arrive(self._browser, self._portal.address, remembered=state)

    def _look(self, name: str) -> Survey:
        self._portal.restore()  # a test before may have changed what there is to see
        path = self.address(name)
        visitor = self._arrive(PAGES[name][0])
        page = visitor.page
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        if page.locator("[hx-get]").count():  # parts of the page come after it
            page.wait_for_load_state("networkidle")
        static = [request for request in visitor.witness.requests if "/static/" in request.url]
        widths, wide_parts = {}, {}
        for width, height in (PHONE, LAPTOP):
            page.set_viewport_size({"width": width, "height": height})
            widths[width] = page.evaluate("document.documentElement.scrollWidth")
            wide_parts[width] = _wide_parts(page, width)
            self._picture(page, f"{name}-{width}")
        survey = Survey(
            heading=visitor.heading,
            troubles=visitor.witness.troubles,
            html_bytes=len(answer.body()),
            static_bytes=sum(request.sizes()["responseBodySize"] for request in static),
            static_requests=len(static),
            widths=widths,
            wide_parts=wide_parts,
            ignored_styles=page.evaluate(IGNORED_STYLES),
            violations=violations(page),
        )
        visitor.leave()
        return survey

    def _picture(self, page: Page, name: str) -> None:
        if self._shots is not None:
            self._shots.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self._shots / f"{name}.png", full_page=True)


def _wide_parts(page: Page, width: int) -> list[str]:
    """Elements that reach beyond the window, to tell where an overflow comes from."""
    script = """width => [...document.querySelectorAll("main *, header *")]
        .filter((part) => part.getBoundingClientRect().right > width + 1)
        .map((part) => `${part.tagName.toLowerCase()}.${part.className}`).slice(0, 8)"""
    parts: list[str] = page.evaluate(script, width)
    return parts


def violations(page: Page) -> list[str]:
    """Violations of accessibility rules, also minor ones, with the first elements that have them."""
    found: list[dict[str, Any]] = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + " | ".join(node["html"][:120] for node in rule["nodes"][:3])
        for rule in found
    ]
