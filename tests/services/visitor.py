"""A person with a browser without JavaScript: real HTTP, cookies, redirects, and forms sent as the page shows them."""

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.factories import PASSWORD


class QuickHasher(PBKDF2PasswordHasher):
    """Passwords that a web server with the settings of production can read, without the work of making them safe."""

    iterations = 1


@dataclass
class Form:
    """A form of a page: where it goes and what would be sent if nothing were changed. Buttons are not among it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._name = ""  # of the select or textarea we are in

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif not self.forms:
            return
        elif tag == "input":
            is_off = given.get("type") in ("checkbox", "radio", "submit") and "checked" not in given
            if "name" in given and not is_off:
                self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag in ("textarea", "select") and "name" in given:
            self._name = given["name"]
            self.forms[-1].fields[self._name] = ""
        elif tag == "option" and "selected" in given:
            self.forms[-1].fields[self._name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._name = ""

    def handle_data(self, data: str) -> None:
        if self._name and self.lasttag == "textarea":
            self.forms[-1].fields[self._name] += data


@dataclass(frozen=True)
class Answer:
    """What came back after all redirects."""

    status: int
    url: str
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def path(self) -> str:
        parts = urllib.parse.urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def text(self) -> str:
        """The words of the page without its tags, one space between them."""
        return " ".join(re.sub(r"<[^>]*>", " ", self.body.decode()).split())

    def form(self, action: str) -> Form:
        """The form of the page that goes to the address."""
        parser = _Forms()
        parser.feed(self.body.decode())
        found = [form for form in parser.forms if form.action == action]
        assert found, f"{self.url} has no form for {action}, only {[form.action for form in parser.forms]}"
        return found[0]


class Visitor:
    """A browser window of its own at the address of a running web server."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Answer:
        """Open a page; error pages are answers too."""
        return self._open(urllib.request.Request(self.address + path))

    def send(self, form: Form, **changes: str) -> Answer:
        """Send a form with some fields filled in; `field__name` stands for the name `field-name`."""
        fields = form.fields | {name.replace("__", "-"): value for name, value in changes.items()}
        data = urllib.parse.urlencode(fields).encode()
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address, form.action), data=data))

    def log_in(self, user: object) -> Answer:
        """Log in with the password of the factories; lands on the home page."""
        form = self.get("/login/").form("")
        home = self.send(Form("/login/", form.fields), username=user.username, password=PASSWORD)
        assert (home.status, home.path) == (200, "/"), home.text[:500]
        return home

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.url, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url or request.full_url, error.headers, error.read())
