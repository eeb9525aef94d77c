"""A person at a browser: logs in, goes to pages, and notices everything a developer would see in the console."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, StorageState

from accounts.demo import DEMO_PASSWORD

LAPTOP, PHONE = (1366, 768), (360, 740)
PATIENCE = 30_000  # milliseconds
# Says in the console what the content security policy has refused.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI}`));
"""


@dataclass
class Witness:
    """What went wrong in the browser while the pages of a context were open, and every request they made."""

    origin: str
    troubles: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    _wanted: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _context: BrowserContext | None = None

    def watch(self, context: BrowserContext) -> None:
        """Listen to everything the pages of the context say."""
        self._context = context
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)

    def _note(self, trouble: str) -> None:
        wanted = [text for text in self._wanted if text in trouble]
        self._seen.update(wanted)
        if not wanted:
            self.troubles.append(trouble)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console {message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((self.origin, "data:")):
            self._note(f"foreign request: {request.url}")

    def _failed(self, request: Request) -> None:
        # Aborted is what the person left behind by going on: a background question, or the page in a download's place.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed request: {request.url}: {request.failure}")

    @contextmanager
    def expecting(self, text: str) -> Iterator[None]:
        """A trouble that contains the text comes while inside; fails when none does.

        The browser tells its troubles when it finds time, often after the page has answered, so the end waits for it,
        and later ones of the same text are no surprise any more.
        """
        self._wanted.append(text)
        yield
        patience = PATIENCE
        while text not in self._seen and self._open_pages and patience > 0:
            self._open_pages[0].wait_for_timeout(50)
            patience -= 50
        # A window that was closed meanwhile takes its last words along.
        assert text in self._seen or not self._open_pages, f"no trouble with “{text}” came"

    @property
    def _open_pages(self) -> list[Page]:
        return self._context.pages if self._context else []


@dataclass
class Visitor:
    """One person with one window."""

    page: Page
    origin: str
    witness: Witness

    @classmethod
    def arrive(
        cls,
        browser: Browser,
        origin: str,
        *,
        remembered: StorageState | None = None,
        screen: tuple[int, int] = LAPTOP,
        scripts: bool = True,
    ) -> "Visitor":
        """Open a fresh window: no cache, and no cookies but the remembered ones."""
        context = browser.new_context(
            base_url=origin,
            viewport={"width": screen[0], "height": screen[1]},
            has_touch=screen == PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=remembered,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        witness = Witness(origin)
        witness.watch(context)
        if scripts:
            context.add_init_script(TELL_VIOLATIONS)
        return cls(context.new_page(), origin, witness)

    def log_in(self, username: str, password: str = DEMO_PASSWORD) -> None:
        """Type name and password into the login page."""
        self.go("/login/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.press("Đăng nhập")

    def go(self, path: str) -> None:
        """Open a page of the portal."""
        self.page.goto(path)

    def press(self, name: str, *, inside: Locator | None = None) -> None:
        """Press the button whose name begins so."""
        (inside or self.page.locator("body")).get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()

    def follow(self, name: str, *, inside: Locator | None = None) -> None:
        """Follow the first link of that name."""
        (inside or self.page.locator("body")).get_by_role("link", name=name).first.click()

    @property
    def message(self) -> Locator:
        """What the portal says about the last action, at the top of the page."""
        return self.page.locator("main > .notice[role=status]")

    @property
    def path(self) -> str:
        """Path of the page with its query."""
        return self.page.url.removeprefix(self.origin)

    @property
    def heading(self) -> str:
        """The page's own heading."""
        return self.page.locator("h1").inner_text()

    def leave(self) -> None:
        """Close the window."""
        self.page.context.close()
