"""Single cells saved while typing: few queries, raw text kept, conflicts told."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.enums import SubmissionStatus, ValueState
from reports.models import EditingPresence, IndicatorValue, Submission, TaskEntry
from reports.services.autosaving import Cell, save_cells
from reports.services.editing import save_report
from reports.services.submitting import submit
from tests.factories import IndicatorFactory, PlanIndicatorFactory, member
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(writing: Writing) -> Writing:
    """The report started, nothing in it."""
    save_report(submission=writing.submission, by=writing.people["clerk"], changes={})
    return writing


@pytest.fixture
def clerk(draft: Writing, login_as: Callable[[Any], Client]) -> Client:
    return login_as(draft.people["clerk"])


def send(client: Client, writing: Writing, *cells: list[Any]) -> Any:
    return client.post(
        reverse("submission_cells", args=[writing.submission.pk]),
        json.dumps({"cells": cells}),
        content_type="application/json",
    )


def save(writing: Writing, *cells: Cell, who: str = "clerk") -> Any:
    return save_cells(submission_id=writing.submission.pk, user=writing.people[who], cells=cells)


def test_each_kind_of_cell_is_saved(draft: Writing) -> None:
    ratio = f"value-{draft.ratio.pk}"
    result = save(
        draft,
        Cell(f"section-{draft.text.pk}", "Đã triển khai"),
        Cell(f"task-{draft.task.pk}-status", "in_progress"),
        Cell(f"task-{draft.task.pk}-progress", "70%"),
        Cell(f"{ratio}-n", "1"),
        Cell(f"{ratio}-d", "98"),
        Cell(f"{ratio}-note", "một trẻ"),
    )

    value, task = IndicatorValue.objects.get(), TaskEntry.objects.get()
    assert (value.numerator, value.denominator, value.state, value.note) == (1, 98, ValueState.GIVEN, "một trẻ")
    assert (task.status, task.progress) == ("in_progress", 70)
    assert draft.text.entries.get().text == "Đã triển khai"
    assert len(result.saved) == 6
    assert (result.problems, result.conflicts) == ({}, {})


def test_justification_of_a_text_is_saved_beside_it(draft: Writing) -> None:
    name = f"section-{draft.text.pk}"
    save(draft, Cell(name, "Kết quả"), Cell(f"{name}-why", "Chưa có gì mới"))
    save(draft, Cell(f"{name}-why", "Làm cả năm", "Chưa có gì mới"))

    entry = draft.text.entries.get()
    assert (entry.text, entry.justification) == ("Kết quả", "Làm cả năm")


def test_other_cells_of_the_row_stay(draft: Writing) -> None:
    save(draft, Cell(f"value-{draft.ratio.pk}-d", "98"), Cell(f"value-{draft.ratio.pk}-note", "ghi chú"))
    save(draft, Cell(f"value-{draft.ratio.pk}-n", "1"))

    value = IndicatorValue.objects.get()
    assert (value.numerator, value.denominator, value.note) == (1, 98, "ghi chú")


def test_unreadable_text_is_kept_and_named(clerk: Client, draft: Writing) -> None:
    name = f"value-{draft.count.pk}-v"
    answer = send(clerk, draft, [name, "khoảng 12", ""]).json()

    assert name in answer["problems"]
    assert IndicatorValue.objects.get().raw_value == "khoảng 12"


def test_stale_write_is_told_and_nothing_is_overwritten(draft: Writing) -> None:
    name = f"section-{draft.text.pk}"
    save(draft, Cell(name, "Bản của hiệu trưởng", ""), who="principal")

    result = save(draft, Cell(name, "Bản của văn thư", ""))

    assert result.conflicts == {name: "Bản của hiệu trưởng"}
    assert draft.text.entries.get().text == "Bản của hiệu trưởng"
    assert save(draft, Cell(name, "Bản của văn thư", "Bản của hiệu trưởng")).conflicts == {}
    assert draft.text.entries.get().text == "Bản của văn thư"


def test_conflict_in_one_cell_saves_the_others(draft: Writing) -> None:
    ratio = f"value-{draft.ratio.pk}"
    save(draft, Cell(f"{ratio}-n", "1", ""), who="principal")

    result = save(draft, Cell(f"{ratio}-n", "2", ""), Cell(f"{ratio}-d", "98", ""))

    value = IndicatorValue.objects.get()
    assert result.conflicts == {f"{ratio}-n": "1"}
    assert (value.raw_numerator, value.raw_denominator) == ("1", "98")


def test_same_text_twice_is_no_conflict(draft: Writing) -> None:
    name = f"value-{draft.count.pk}-v"
    save(draft, Cell(name, "5", ""), who="principal")

    assert save(draft, Cell(name, "5", "")).conflicts == {}


def test_first_cell_starts_the_report(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    answer = send(login_as(writing.people["clerk"]), writing, [f"value-{writing.count.pk}-v", "5", ""])

    assert answer.status_code == 200
    assert Submission.objects.get().status == SubmissionStatus.DRAFT
    assert list(writing.submission.events.values_list("action", flat=True)) == ["save"]


def test_filled_share_follows(clerk: Client, draft: Writing) -> None:
    answer = send(clerk, draft, [f"value-{draft.count.pk}-v", "5", ""]).json()

    assert answer["filled"] == Submission.objects.get().filled_percent == 25
    assert "filled" not in send(clerk, draft, [f"value-{draft.count.pk}-v", "6", "5"]).json()


def test_indicator_of_another_level_is_not_written(clerk: Client, draft: Writing) -> None:
    other = PlanIndicatorFactory(plan=draft.submission.period.plan, indicator=IndicatorFactory(levels="THCS"))
    foreign = PlanIndicatorFactory()

    send(clerk, draft, [f"value-{other.pk}-n", "5", ""], [f"value-{foreign.pk}-n", "5", ""])

    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"cells": 5}', '{"cells": [5]}', '{"cells": [["a"]]}', '{"cells": [["a", 5, null]]}',
     '{"cells": [["section-1", "a\\u0000", null]]}', '{"cells": [[["a"], "b", "c"]]}', "\xff"],
)  # fmt: skip
def test_rubbish_is_refused(clerk: Client, draft: Writing, body: str) -> None:
    url = reverse("submission_cells", args=[draft.submission.pk])

    assert clerk.post(url, body, content_type="application/json").status_code == 400


def test_sent_report_answers_what_happened(clerk: Client, draft: Writing) -> None:
    save_report(submission=draft.submission, by=draft.people["clerk"], changes=draft.complete())
    draft.submission.refresh_from_db()
    submit(submission=draft.submission, by=draft.people["principal"])

    answer = send(clerk, draft, [f"value-{draft.count.pk}-v", "5", ""])

    assert answer.status_code == 409
    assert "Chờ duyệt" in answer.json()["message"]
    assert IndicatorValue.objects.get(plan_indicator=draft.count).raw_value == "1.234"


def test_former_member_cannot_save(draft: Writing) -> None:
    former = member(draft.submission.organisation, "clerk")
    former.memberships.update(starts_on="2010-01-01", ends_on="2017-12-31")

    assert save_cells(submission_id=draft.submission.pk, user=former, cells=[]) is None


def test_saving_one_field_is_three_queries_and_under_a_kilobyte(clerk: Client, draft: Writing) -> None:
    name = f"value-{draft.count.pk}-v"
    send(clerk, draft, [name, "5", ""])

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = send(clerk, draft, [name, "6", "5"])

    statements = [query["sql"].split(maxsplit=1)[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    # The first three tell who is asking: session, user, seats.
    assert statements == ["SELECT", "SELECT", "SELECT", "UPDATE", "SELECT", "INSERT"]
    assert len(answer.content) < 1024
    assert len(json.dumps({"cells": [[name, "6", "5"]]})) < 1024


def test_each_sees_who_else_is_writing(draft: Writing, login_as: Callable[[Any], Client]) -> None:
    url = reverse("submission_presence", args=[draft.submission.pk])
    assert login_as(draft.people["principal"]).post(url).json() == {"others": [], "editable": True}

    others = login_as(draft.people["clerk"]).post(url).json()["others"]

    assert others == [draft.people["principal"].full_name]
    EditingPresence.objects.update(seen_at="2018-01-01T00:00Z")
    assert login_as(draft.people["clerk"]).post(url).json()["others"] == []
