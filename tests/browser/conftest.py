"""Fixtures of the browser tests: one portal and one browser for the session, fresh data and windows for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.browser.portal import EmbeddedPortal
from tests.browser.surveying import Surveyor
from tests.browser.visitor import LAPTOP, PATIENCE, Visitor

PORTAL = pytest.StashKey[EmbeddedPortal]()
ARGUMENTS = (
    "--no-sandbox",  # root in a container has no other way
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Those whose pages are visited without logging in again; every login costs a password hash.
REMEMBERED = ("hieutruong", "vanthu", "chuyenvien", "lanhdao", "quantri")

Arrive = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed test shows what web and worker have written."""
    report = yield
    portal = item.config.stash.get(PORTAL, None)
    if report.failed and portal is not None and item.path.is_relative_to(Path(__file__).parent):
        report.sections.append(("portal logs", portal.logs()))
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("The browser tests need Chromium: install the Debian package chromium.", pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPortal]:
    """The running portal with the demonstration loaded."""
    portal = EmbeddedPortal(tmp_path_factory.mktemp("portal"))
    portal.prepare()
    request.config.stash[PORTAL] = portal
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


@pytest.fixture(scope="session")
def remembered(portal: EmbeddedPortal, chromium: Browser) -> dict[str, StorageState]:
    """Cookies of people who have logged in. The data are kept at this point, so their sessions outlive every test."""
    states = {}
    for username in REMEMBERED:
        visitor = Visitor.arrive(chromium, portal.address)
        visitor.log_in(username)
        expect(visitor.page.locator(".topbar summary")).to_be_visible()
        states[username] = visitor.page.context.storage_state()
        visitor.leave()
    portal.keep()
    return states


@pytest.fixture
def arrive(chromium: Browser, portal: EmbeddedPortal, remembered: dict[str, StorageState]) -> Iterator[Arrive]:
    """`arrive("chuyenvien")`: a window with that person logged in; `arrive()` is a stranger.

    The data are fresh. The test fails when one of its windows met an error in the console or a failed request.
    """
    portal.restore()
    visitors: list[Visitor] = []

    def open_window(username: str | None = None, *, screen: tuple[int, int] = LAPTOP, scripts: bool = True) -> Visitor:
        state = remembered[username] if username else None
        visitor = Visitor.arrive(chromium, portal.address, remembered=state, screen=screen, scripts=scripts)
        visitors.append(visitor)
        return visitor

    yield open_window
    troubles = [trouble for visitor in visitors for trouble in visitor.witness.troubles]
    for visitor in visitors:
        visitor.leave()
    assert troubles == []


@pytest.fixture(scope="session")
def surveyor(chromium: Browser, portal: EmbeddedPortal, remembered: dict[str, StorageState]) -> Surveyor:
    """Looks at each main page once; several tests ask about what was seen. PORTAL_SHOTS names a folder for pictures."""
    shots = os.environ.get("PORTAL_SHOTS")
    return Surveyor(chromium, portal, remembered, Path(shots) if shots else None)
