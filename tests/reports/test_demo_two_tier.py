"""The portal of a commune that succeeded a district: new periods speak of the commune, old documents stay as they were.

The demonstration of the profile brings both: the plan of 2018 with its accepted reports, and the plan of the running
year of the commune's office. Every page and file is visited by everybody who may see it (tests/test_routes.py).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from plans.models import CitedDocument, Plan, ReportingPeriod
from reports.demo.loading import load_demo
from reports.documents.letter import build_letter
from reports.documents.paper import build_paper
from reports.documents.pdf import render_html, render_pdf
from reports.documents.summary import build_summary
from reports.enums import SubmissionStatus as S
from reports.models import Notification, Submission
from reports.services import rendering
from reports.services.delivering import deliver_pending
from reports.services.digesting import send_digests
from reports.services.lettering import create_letter, late_submissions
from reports.services.reminding import send_due_reminders
from schools.models import Organisation
from tests.reports.texts import one_line, text_of, words_in
from tests.reports.two_tier import objects_by_kind
from tests.test_routes import ROUTES

# Also what makes pytest-django create the test database for the fixture of the module.
pytestmark = pytest.mark.django_db

HANOI = dt.timezone(dt.timedelta(hours=7))
NOW = dt.datetime(2026, 11, 23, 8, tzinfo=HANOI)
DEMO_MODE = {
    "DEMO": True,
    "PRODUCTION": False,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}
# Who of the demonstration sits where a role of the routes does.
USERS = {
    "principal": "hieutruong",
    "clerk": "vanthu",
    "officer": "chuyenvien",
    "head": "truongphong",
    "leader": "lanhdao",
    "observer": "tuyengiao",
    "administrator": "quantri",
}
OLD_COMMUNES = ("Cẩm Hưng", "Ngọc Liên", "Lương Điền", "Lai Cách", "Cẩm Hoàng", "Cẩm Văn", "Thạch Lỗi", "Cẩm Vũ",
                "Đức Chính", "Cẩm Sơn", "Cẩm Định", "Kim Giang", "Cao An", "Tân Trường", "Cẩm Phúc", "Cẩm Điền",
                "Cẩm Đông", "Cẩm Đoài")  # fmt: skip
OLD_WORDS = re.compile(
    r"\bhuyện|phòng giáo dục|phòng gd|gd&đt cẩm giàng|pgdđt|hải dương|thị trấn|\btt cẩm giàng|"
    + "|".join(OLD_COMMUNES),
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def _module_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One transaction for all tests of the file."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(_module_db: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The commune's portal on a morning of the running period, with what pages show: objects by kind."""
    media = str(tmp_path_factory.mktemp("media"))
    with override_settings(**DEMO_MODE, MEDIA_ROOT=media), time_machine.travel(NOW, tick=False):
        load_demo(profile="xa-2025")
        return objects_by_kind(NOW) | {"media": media}


@pytest.fixture
def at_work(world: dict[str, Any]) -> Iterator[None]:
    """The moment and the settings in which the world was made."""
    with override_settings(**DEMO_MODE, MEDIA_ROOT=world["media"]), time_machine.travel(NOW, tick=False):
        yield


# Lists that also name the plan of 2018 for those who may see it, and what narrows them to the new one.
SHOW_OLD = {
    "document_detail": "",
    "extension_requests": "plan",
    "plan_list": "",
    "plan_relations": "",
    "programme_list": "plan",
    "programme_list_export": "plan",
    "request_list": "plan",
    "request_list_export": "plan",
    "work_edit": "",
    "work_new": "",
    "submission_list": "plan",
    "submission_list_export": "plan",
    "summary_list": "plan",
    "summary_list_export": "plan",
}
# The registry as it is edited says since when and until when each school lay where. In tables of a PDF the lines of
# cells stand between one another, and with them the names of schools: TestDocuments reads the summary as a page.
UNREADABLE = {"registry_export", "summary_pdf"}
HEADERS = {"summary_progress": {"HX-Request": "true"}}
# Short answers: a state of the server, an upload as it came, parts of pages.
WORDLESS = {
    "evidence_file",
    "health",
    "period_buildings",
    "period_money",
    "period_unreachable",
    "photo",
    "photo_thumb",
    "plan_import_source",
    "plan_progress",
    "search_suggestions",
    "summary_progress",
    "task_file",
    "unit_plan_file",
}


def school_names() -> re.Pattern[str]:
    """Schools keep their names, in which those of old communes live on."""
    rows = Organisation.objects.filter(school__isnull=False).values_list(
        "name", "short_name", "profiles__name", "profiles__header_name"
    )
    names = sorted({name for row in rows for name in row if name}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)), re.IGNORECASE)


def old_words(text: str, names: re.Pattern[str]) -> list[str]:
    """The words of the old organisation, each with what stands around it."""
    rest = names.sub("…", text)
    return [rest[max(found.start() - 60, 0) : found.end() + 30] for found in OLD_WORDS.finditer(rest)]


def without_plan_of_2018(text: str) -> str:
    """What a list says to name the old plan and the documents of its time: citation, title, who issued them."""
    old = Plan.objects.get(year=2018)
    cited = CitedDocument.objects.values_list("issuer_name", "subject").filter(referring_relations__plan=old)
    words = {
        old.full_citation,
        old.short_citation,
        old.subject,
        old.title,
        old.full_number,
        old.issuer.name,
        old.issuer.short_name,
    }
    words |= {word for row in cited for word in row if word}
    return re.sub("|".join(map(re.escape, sorted(words, key=len, reverse=True))), "…", text)


def without_messages_of_2018(text: str) -> str:
    """Messages stay what they were when they were sent."""
    old = Notification.objects.filter(submission__period__plan__year=2018)
    words = {one_line(part) for row in old for part in (row.subject, row.body) if part}
    return re.sub("|".join(map(re.escape, sorted(words, key=len, reverse=True))), "…", text)


def addresses(name: str, world: dict[str, Any]) -> list[str]:
    """Where the route shows something of a new period."""
    query = f"?{SHOW_OLD[name]}={world['plan'][0]['pk']}" if SHOW_OLD.get(name) else ""
    if name == "plan_tasks_assign":
        query = f"?ids={world['task'][0]['pk']}"
    return [reverse(name, kwargs=kwargs) + query for kwargs in world[ROUTES[name].kwargs]]


def pages_of(role: str) -> set[str]:
    """The routes the role may look at."""
    names = {name for name, route in ROUTES.items() if "GET" in route.methods and role in route.allowed}
    # They only lead on: the first who is logged in (strangers visit it below), the others to pages of their own here.
    return names - {"login", "school_of", "unit_figures"}


@pytest.mark.usefixtures("at_work")
@pytest.mark.parametrize("role", USERS)
def test_pages_of_a_new_period_say_nothing_of_the_old_organisation(
    role: str, world: dict[str, Any], login_as: Callable[[Any], Client]
) -> None:
    client, names = login_as(get_user_model().objects.get(username=USERS[role])), school_names()
    leaks: dict[str, list[str]] = {}
    seen: dict[str, int] = {}

    for name in sorted(pages_of(role)):
        for address in addresses(name, world):
            response = client.get(address, headers=HEADERS.get(name, {}))
            if response.status_code // 100 != 2:
                continue
            text = text_of(response)
            if name in SHOW_OLD:
                text = without_plan_of_2018(text)
            if name == "notification_list":
                text = without_messages_of_2018(text)
            seen[name] = max(seen.get(name, 0), len(text))
            if name not in UNREADABLE and (found := old_words(text, names)):
                leaks[address] = found

    assert leaks == {}
    assert pages_of(role) - seen.keys() == set(), "pages that were not seen"
    assert [name for name, length in seen.items() if length < 200 and name not in WORDLESS] == []


@pytest.mark.usefixtures("at_work")
def test_strangers_read_nothing_of_the_old_organisation(world: dict[str, Any], client: Client) -> None:
    names, seen = school_names(), set()

    for name, route in ROUTES.items():
        if route.public and "GET" in route.methods:
            for address in addresses(name, world):
                response = client.get(address)
                assert (response.status_code, old_words(text_of(response), names)) == (200, []), address
                seen.add(name)

    assert {"login", "password_reset", "calendar_feed"} <= seen


@pytest.mark.usefixtures("at_work")
def test_mails_of_a_new_period_say_nothing_of_the_old_organisation(mailoutbox: list[Any]) -> None:
    for day in (3, 7, 9, 10, 14):
        with time_machine.travel(dt.datetime(2026, 12, day, 9, tzinfo=HANOI), tick=False):
            send_due_reminders()
            send_digests()
            deliver_pending()

    texts, names = [one_line(f"{row.subject} {row.body}") for row in mailoutbox], school_names()
    assert len(texts) >= 20
    assert len([text for text in texts if "Phòng Văn hóa - Xã hội" in text]) >= 10
    assert [found for text in texts for found in old_words(text, names)] == []


@pytest.mark.usefixtures("at_work")
class TestDocuments:
    """Each is drawn up anew, long after the district has ended, in the words of its own day."""

    def old_report(self) -> Submission:
        reports = Submission.objects.filter(period__plan__year=2018, status=S.ACCEPTED)
        return reports.get(organisation__short_name="MN Ngọc Liên", period__position=2)

    def test_report_of_2018_keeps_its_head_and_its_commune(self) -> None:
        text = words_in(render_pdf(build_paper(self.old_report())))

        assert "PHÒNG GD&ĐT CẨM GIÀNG" in text
        assert "Kính gửi: Phòng Giáo dục và Đào tạo" in text
        assert "Ngọc Liên, ngày" in text
        assert "UBND XÃ" not in text

    def test_report_of_today_has_the_new_ones(self, world: dict[str, Any]) -> None:
        report = Submission.objects.get(pk=world["submission"][1]["pk"])

        document = build_paper(report)
        text = words_in(render_pdf(document))

        assert "UBND XÃ CẨM GIÀNG" in text
        assert "Kính gửi: Phòng Văn hóa - Xã hội" in text
        assert "Cẩm Giàng, ngày" in text
        # In the PDF the lines of the two heads stand between one another, and with them the names of schools.
        assert old_words(one_line(strip_tags(render_html(document))), school_names()) == []

    def test_summary_of_2018_goes_from_the_old_office_to_the_old_committee(self) -> None:
        period = ReportingPeriod.objects.get(plan__year=2018, position=2)

        text = words_in(render_pdf(build_summary(rendering.summary_of(period))))

        assert "UBND HUYỆN CẨM GIÀNG" in text
        assert "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO" in text
        assert "Kính gửi: Ủy ban nhân dân huyện Cẩm Giàng" in text
        assert "Xã, thị trấn" in text
        assert "Lai Cách" in text
        assert "VĂN HÓA - XÃ HỘI" not in text

    def test_summary_of_today_speaks_of_the_commune(self, world: dict[str, Any]) -> None:
        said = one_line(strip_tags(render_html(build_summary(rendering.summary_of(self.period(world))))))

        assert "Kính gửi: Ủy ban nhân dân xã Cẩm Giàng" in said
        assert old_words(said, school_names()) == []

    def period(self, world: dict[str, Any]) -> ReportingPeriod:
        return ReportingPeriod.objects.get(pk=world["period"][0]["pk"])

    def test_letter_of_2018_names_the_communes_of_then(self) -> None:
        period = ReportingPeriod.objects.get(plan__year=2018, position=4)
        by = get_user_model().objects.get(username="truongphong.truoc")
        with time_machine.travel(dt.datetime(2018, 11, 20, 9, tzinfo=HANOI), tick=False):
            late = late_submissions(period, dt.date(2018, 11, 20))
            deadline = dt.datetime(2018, 11, 23, 17, tzinfo=HANOI)
            letter = create_letter(period=period, submissions=late, by=by, respond_by=deadline)

        text = words_in(render_pdf(build_letter(letter)))

        communes = [row.organisation.school.commune_on(period.data_to).name for row in late]
        assert communes
        assert [name for name in communes if name not in text] == []
        assert "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO" in text
        assert "UBND HUYỆN CẨM GIÀNG" in text
