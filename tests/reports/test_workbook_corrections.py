"""Excel for a report that was returned place by place: what is shut is shown and never taken."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import IndicatorValue, SectionEntry
from tests.reports.commenting import give_back, loaded, send
from tests.reports.conftest import Writing
from tests.reports.workbook_files import FIGURES, TEXTS, dry_run, edited, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(writing: Writing) -> Writing:
    """Returned with a comment on the count; the ratio and the text are shut."""
    send(writing)
    give_back(writing, f"value-{writing.count.pk}")
    return writing


def workbook(writing: Writing) -> bytes:
    """Somebody has typed over the open count, the shut ratio and the shut text."""
    return edited(made(writing.submission), (FIGURES, "F10", 1300), (FIGURES, "F9", 77), (TEXTS, "E9", "Lời văn khác"))


def test_the_dry_run_sorts_out_what_is_shut(returned: Writing) -> None:
    comparison = dry_run(returned.submission, workbook(returned))

    assert [change.name for change in comparison.changes] == [f"value-{returned.count.pk}-v"]
    assert {change.name: change.new for change in comparison.locked} == {
        f"value-{returned.ratio.pk}-n": "77",
        f"section-{returned.text.pk}": "Lời văn khác",
    }
    assert comparison.conflicts == []


def test_the_preview_shows_it_and_the_import_leaves_it(returned: Writing, login_as: Callable[[Any], Client]) -> None:
    client = login_as(returned.people["clerk"])
    file = io.BytesIO(workbook(returned))
    file.name = "bieu.xlsx"
    page = client.post(reverse("submission_upload", args=[returned.submission.pk]), {"workbook": file})
    shown = page.content.decode()
    assert "2 ô không thuộc chỗ phải sửa nên không nhập" in shown
    assert "Lời văn khác" in shown

    client.post(
        reverse("submission_upload_confirm", args=[returned.submission.pk]),
        {"confirmation": page.context["confirmation"], "take": [f"value-{returned.ratio.pk}-n"]},
    )

    assert IndicatorValue.objects.get(plan_indicator=returned.count).value == 1300
    assert IndicatorValue.objects.get(plan_indicator=returned.ratio).numerator == 1
    assert SectionEntry.objects.get(section=returned.text).text != "Lời văn khác"


def test_a_file_with_nothing_but_shut_places_cannot_be_confirmed(returned: Writing) -> None:
    comparison = dry_run(returned.submission, edited(made(returned.submission), (FIGURES, "F9", 77)))

    assert not comparison.can_confirm
    assert len(comparison.locked) == 1


def test_a_report_open_as_a_whole_takes_everything(writing: Writing) -> None:
    send(writing)
    give_back(writing, f"value-{writing.count.pk}", opens_all=True)

    comparison = dry_run(loaded(writing), workbook(writing))

    assert (len(comparison.changes), comparison.locked) == (3, [])
