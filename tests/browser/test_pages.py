"""Every main page: light, from one origin, without overflow on laptop and phone, readable for everybody."""

import pytest

from tests.browser.surveying import PAGES, Surveyor
from tests.browser.visitor import LAPTOP, PHONE

LARGEST_HTML, LARGEST_STATIC, MOST_REQUESTS = 60_000, 80_000, 10

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_a_first_visit_is_light(surveyor: Surveyor, name: str) -> None:
    survey = surveyor.survey(name)

    assert survey.html_bytes <= LARGEST_HTML
    assert 0 < survey.static_bytes <= LARGEST_STATIC
    assert 0 < survey.static_requests <= MOST_REQUESTS


@every_page
def test_a_page_says_nothing_in_the_console_and_asks_nobody_else(surveyor: Surveyor, name: str) -> None:
    survey = surveyor.survey(name)

    assert survey.heading != ""
    assert survey.troubles == []


@every_page
@pytest.mark.parametrize("width", [LAPTOP[0], PHONE[0]])
def test_nothing_hangs_over_the_edge_of_the_window(surveyor: Surveyor, name: str, width: int) -> None:
    survey = surveyor.survey(name)

    assert survey.widths[width] <= width, f"too wide: {survey.wide_parts[width]}"


@every_page
def test_no_serious_barrier_for_people_with_disabilities(surveyor: Surveyor, name: str) -> None:
    assert surveyor.survey(name).violations == []


@every_page
def test_every_style_is_understood(surveyor: Surveyor, name: str) -> None:
    assert surveyor.survey(name).ignored_styles == []
