"""A person's visits over HTTP: logging in, opening pages and sending forms, with the time of each."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from statistics import median, quantiles

WARM_UP = 10
Clock = Callable[[], float]


@dataclass(frozen=True)
class Answer:
    """One answer and the milliseconds from opening the connection to its last byte."""

    status: int
    headers: HTTPMessage
    body: bytes
    milliseconds: float


@dataclass(frozen=True)
class Figures:
    """Many visits to one address: milliseconds, bytes of the answer, queries of one of them.

    `processor` is the median time the web workers themselves spent on a visit, the database's work not included.
    """

    p50: float
    p95: float
    processor: float
    size: int
    queries: int


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Redirects are answers: what they lead to is measured on its own."""

    def redirect_request(self, *_: object) -> None:
        return None


class Visitor:
    """One person with cookies. The web server closes each connection, so every visit opens one, as behind a proxy."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), _StayHere(), urllib.request.HTTPCookieProcessor(self._cookies)
        )

    def log_in(self, username: str, password: str) -> None:
        """Log in with the login page's form."""
        self.get("/login/")
        answer = self.post("/login/", username=username, password=password)
        assert answer.status == 302, f"{username} cannot log in: {answer.status}"

    def get(self, path: str, **headers: str) -> Answer:
        """Open an address."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._open(urllib.request.Request(self.address + path, headers=names))

    def post(self, path: str, count: bool = False, **fields: str) -> Answer:
        """Send a form to an address."""
        token = next(cookie.value for cookie in self._cookies if cookie.name == "csrftoken") or ""
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        headers = {"X-Count-Queries": "1"} if count else {}
        return self._open(urllib.request.Request(self.address + path, data=data, headers=headers))

    def _open(self, request: urllib.request.Request) -> Answer:
        began = time.perf_counter()
        try:
            with self._opener.open(request, timeout=60) as answer:
                body = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                answer, body = error, error.read()
        return Answer(answer.status, answer.headers, body, (time.perf_counter() - began) * 1000)


def measure_page(visitor: Visitor, path: str, visits: int, clock: Clock) -> Figures:
    """Open a page again and again, one visit after the other. `clock` tells the web workers' seconds so far."""
    counted = visitor.get(path, X_Count_Queries="1")
    assert counted.status == 200, f"{path}: {counted.status}"
    return _figures(lambda: visitor.get(path), visits, counted, clock)


def measure_submit(visitor: Visitor, pk: int, visits: int, clock: Clock) -> Figures:
    """Send a report again and again; it is taken back in between, which is not measured."""

    def withdraw() -> None:
        answer = visitor.post(f"/submissions/{pk}/withdraw/")
        assert answer.headers["Location"].endswith("/edit/"), f"not withdrawn: {answer.status}"

    def submit(count: bool = False) -> Answer:
        answer = visitor.post(f"/submissions/{pk}/submit/", count=count)
        assert answer.status == 302, f"not submitted: {answer.status}"
        return answer

    withdraw()
    return _figures(submit, visits, submit(count=True), clock, before=withdraw)


def _figures(
    visit: Callable[[], Answer],
    visits: int,
    counted: Answer,
    clock: Clock,
    before: Callable[[], None] = lambda: None,
) -> Figures:
    times, processor = [], []
    for number in range(WARM_UP + visits):  # both workers have compiled the page's templates after the first ones
        before()
        began = clock()
        answer = visit()
        if number >= WARM_UP:
            processor.append((clock() - began) * 1000)
            times.append(answer.milliseconds)
    p95 = quantiles(times, n=20)[-1]
    return Figures(median(times), p95, median(processor), len(counted.body), int(counted.headers["X-Queries"]))


def first_visit(visitor: Visitor, path: str) -> tuple[int, int]:
    """Number and compressed bytes of the static files that a page asks for, as a browser without cache fetches them."""
    page = visitor.get(path).body.decode()
    found = dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    sheets = [url for url in found if url.endswith(".css")]
    for url in sheets:  # fonts and pictures of the style sheets
        content = visitor.get(url).body.decode()
        found |= dict.fromkeys(
            urllib.parse.urljoin(url, part)
            for part in re.findall(r"url\([\"']?([^\"')]+)[\"']?\)", content)
            if not part.startswith(("data:", "#"))
        )
    sizes = [len(visitor.get(url, Accept_Encoding="br, gzip").body) for url in found]
    return len(sizes), sum(sizes)
