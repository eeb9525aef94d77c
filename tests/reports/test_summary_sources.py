"""Every sentence of the demonstration's summary leads to pages that the officer may open and that say its figures."""

import html
import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from plans.models import ReportingPeriod
from reports.documents import sources
from reports.documents.content import Item, Paragraph, Source
from reports.documents.sections import sections_of
from reports.documents.summary import build_summary
from reports.models import SummaryReport
from reports.views.source_links import LINKS, source_url
from tests.factories import ReportingPeriodFactory
from tests.reports.demonstration import DEMO_MODE, TODAY, _module_db, demo  # noqa: F401  # fixtures

# A number as it is printed; dates are none, and the two sides of `14/19` are two.
NUMBER = re.compile(r"(?<![\d.,/-])\d[\d.]*(?:,\d+)?%?(?![\d]*/\d+/)")
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
# What a sentence works out from the page: differences, shares of counts, and how many it names or leaves over.
DERIVED = re.compile(
    r"\((?:tăng|giảm|đạt) [^)]*\)|, (?:tăng|giảm) [^;.]*|mức kế hoạch \d+/\d+ chỉ tiêu|\(\d+ nhiệm vụ\)"
    r"|\d+ (?:nhiệm vụ )?chưa có thông tin"
)
# Sections whose counts are of the words of reports, which nobody but the reader of all of them can count.
WORDS = ("results.facilities", "results.rooms", "results.measures", "review.causes", "requests")


def test_every_kind_of_source_has_a_page() -> None:
    assert set(LINKS) == set(sources.KINDS)


@pytest.mark.django_db
def test_a_kind_that_is_gone_leads_nowhere() -> None:
    assert source_url(ReportingPeriodFactory(), Source("gone", "Trang cũ")) == ""


@pytest.mark.usefixtures("demo")
def test_sentences_lead_to_pages_that_say_their_figures(client: Client) -> None:
    told, pages = _read(client, username="chuyenvien", year=2026, label="năm")

    assert len(told) > 60
    silent = [
        (key, number, block.text)
        for key, block in told
        if not key.startswith(WORDS)
        for number in _numbers(block.text)
        if not _is_said(number, [pages[source] for source in block.sources])
    ]
    assert silent == []


@pytest.mark.usefixtures("demo")
def test_sentences_about_a_party_plan_lead_to_pages_its_board_may_open(client: Client) -> None:
    told, pages = _read(client, username="tuyengiao", year=2019, label="năm 2026")

    assert {key for key, _ in told} >= {"opening", "direction.reporting", "results.tasks", "review.causes", "next"}
    assert all(pages.values())


def _read(
    client: Client, *, username: str, year: int, label: str
) -> tuple[list[tuple[str, Paragraph | Item]], dict[Source, str]]:
    """The sentences of a summary with the key of their section, and the words of each source's page."""
    with time_machine.travel(TODAY.isoformat(), tick=False), override_settings(**DEMO_MODE):
        period = ReportingPeriod.objects.get(plan__year=year, label=label)
        document = build_summary(SummaryReport(period=period))
        client.force_login(get_user_model().objects.get(username=username))
        told = [
            (section.key, block)
            for section in sections_of(document)
            for block in section.blocks
            if isinstance(block, Paragraph | Item) and block.sources
        ]
        addresses = {source: source_url(period, source) for _, block in told for source in block.sources}
        words = {address: _words(client, address) for address in sorted(set(addresses.values()))}
    return told, {source: words[address] for source, address in addresses.items()}


def _words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(text.split())


def _numbers(text: str) -> list[str]:
    plain = DERIVED.sub("", DATE.sub("", text.replace("\u00a0", " ")))
    return [number.rstrip(".") for number in NUMBER.findall(plain)]


def _is_said(number: str, pages: list[str]) -> bool:
    return any(re.search(rf"(?<![\d,]){re.escape(number)}(?!\d)", page) for page in pages)
