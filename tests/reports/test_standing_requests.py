"""Requests that come back in the next report by themselves: form, autosave, lock, freezing, what the school says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import SectionKind
from plans.models import ReportingPeriod
from reports.enums import CorrectionScope, RecommendationEventKind, RecommendationStatus, RequestVerdict
from reports.models import Recommendation, RequestMark, Submission, SubmissionVersion
from reports.queries.frozen import content_of
from reports.queries.sheet import load_sheet
from reports.services import request_answering
from reports.services.autosaving import Cell, save_cells
from reports.services.editing import save_report
from tests.factories import OutlineSectionFactory, RecommendationFactory, ReportingPeriodFactory, SubmissionFactory
from tests.reports.conftest import Writing
from tests.reports.request_lives import ROOMS, Asking, load, surround

pytestmark = pytest.mark.django_db
S, K, V = RecommendationStatus, RecommendationEventKind, RequestVerdict


@pytest.fixture
def asking(writing: Writing) -> Asking:
    """The report of a second period; the first was accepted and asked for rooms."""
    asking = surround(writing)
    plan = asking.submission.period.plan
    ReportingPeriod.objects.filter(pk=asking.submission.period_id).update(position=3, label="9 tháng")
    first = ReportingPeriodFactory(plan=plan, position=1)
    report = SubmissionFactory(period=first, organisation=asking.submission.organisation, accepted=True)
    RecommendationFactory(submission=report, text=ROOMS, addressee="commune", owner=asking.commune)
    return asking


def standing(asking: Asking) -> list[tuple[str, str, str]]:
    return [(row.text, row.status, row.verdict) for row in load_sheet(asking.fresh()).standing]


def mark(asking: Asking, verdict: str, word: str = "") -> None:
    name = f"still-{asking.asked().pk}"
    asking.write({f"{name}-verdict": verdict, f"{name}-word": word})


def kinds(request: Recommendation) -> list[str]:
    return list(request.events.order_by("at", "pk").values_list("kind", flat=True))


def test_only_the_own_open_requests_of_earlier_reports_come_back(asking: Asking) -> None:
    plan, unit = asking.submission.period.plan, asking.submission.organisation
    first = Submission.objects.get(period__position=1)
    RecommendationFactory(submission=first, text="xong", status=S.CLOSED, closed_at=first.submitted_at)
    RecommendationFactory(submission=first, text="chưa nêu", raised_at=None)
    RecommendationFactory(submission=SubmissionFactory(period=first.period, accepted=True), text="trường khác")
    later = ReportingPeriodFactory(plan=plan, position=4)
    RecommendationFactory(submission=SubmissionFactory(period=later, organisation=unit, accepted=True), text="kỳ sau")
    last_year = ReportingPeriodFactory(
        plan__issuer=plan.issuer, plan__document_type=plan.document_type, plan__year=plan.year - 1
    )
    before = SubmissionFactory(period=last_year, organisation=unit, accepted=True)
    RecommendationFactory(submission=before, text="năm trước")

    assert {text for text, _, _ in standing(asking)} == {ROOMS, "năm trước"}
    assert Recommendation.objects.filter(text=ROOMS).count() == 1


def test_sending_repeats_what_nobody_spoke_of(asking: Asking) -> None:
    asking.write()
    asking.send()

    asked = asking.asked()
    assert (asked.status, kinds(asked)) == (S.OPEN, [K.REPEATED])
    frozen = SubmissionVersion.objects.get().content["standing"]
    assert [(row["text"], row["status"], row["verdict"]) for row in frozen] == [(ROOMS, "open", "")]


def test_what_is_marked_solved_is_closed_by_the_sending_only(asking: Asking) -> None:
    mark(asking, V.SOLVED, "Đã xây xong.")
    assert asking.asked().status == S.OPEN

    asking.send()

    asked = asking.asked()
    assert (asked.status, kinds(asked)) == (S.CLOSED, [K.CLOSED])
    assert asked.events.get().text == "Đã xây xong."
    assert standing(asking) == [(ROOMS, S.OPEN, V.SOLVED)]  # the report keeps what was known when it was sent


def test_what_is_marked_unsolved_after_an_answer_opens_again(asking: Asking) -> None:
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Đã xong.")
    mark(asking, V.STANDING, "Chưa thấy gì.")

    asking.send()

    asked = asking.asked()
    assert (asked.status, kinds(asked)) == (S.OPEN, [K.ANSWERED, K.UNSOLVED])


def test_an_answer_the_school_had_not_seen_is_not_rejected(asking: Asking) -> None:
    mark(asking, V.STANDING, "Vẫn thiếu.")
    sheet = load_sheet(asking.fresh())
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Vừa duyệt vốn.")

    from reports.services.raising import carry_standing

    carry_standing(sheet=sheet, by=asking.people["principal"], at=load(asked.pk).answered_at)

    assert asking.asked().status == S.ANSWERED


def test_the_frozen_version_says_what_the_sheet_says_later(asking: Asking) -> None:
    mark(asking, V.STANDING, "Vẫn thiếu.")
    asking.send()
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Sau khi nộp.")

    assert content_of(load_sheet(asking.fresh())) == SubmissionVersion.objects.get().content


def test_sending_again_says_it_once(asking: Asking) -> None:
    from reports.services import submitting

    asking.write()
    asking.send()
    submitting.withdraw(submission=asking.fresh(), by=asking.people["principal"])
    asking.send()

    assert kinds(asking.asked()) == [K.REPEATED]
    assert RequestMark.objects.count() == 1


# -- the form


def page(asking: Asking) -> str:
    return f"{reverse('submission_edit', args=[asking.submission.pk])}?section=V"


def test_the_form_lists_them_above_the_new_ones(asking: Asking, login_as: Callable[[Any], Client]) -> None:
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Chờ vốn.")

    html = login_as(asking.people["clerk"]).get(page(asking)).content.decode()

    assert "Kiến nghị kỳ trước còn mở (1)" in html
    assert "Chờ vốn." in html
    assert html.index(ROOMS) < html.index('name="rec-0-text"')


def save(asking: Asking, part: str, value: str, base: str | None) -> Any:
    cell = Cell(f"still-{asking.asked().pk}-{part}", value, base)
    return save_cells(submission_id=asking.submission.pk, user=asking.people["clerk"], cells=[cell])


def test_marks_are_saved_by_themselves_and_never_over_another_s(asking: Asking) -> None:
    asking.write()

    assert save(asking, "word", "Thiếu 2 phòng.", "").saved == [f"still-{asking.asked().pk}-word"]
    second = save(asking, "word", "Thiếu 3 phòng.", "")

    assert second.conflicts == {f"still-{asking.asked().pk}-word": "Thiếu 2 phòng."}
    assert RequestMark.objects.get().word == "Thiếu 2 phòng."


@pytest.mark.parametrize("value", ["lost", "SOLVED"])
def test_an_unknown_verdict_is_not_stored(asking: Asking, value: str) -> None:
    asking.write()

    assert save(asking, "verdict", value, "").saved == []
    assert not RequestMark.objects.exists()


def test_a_request_of_another_school_cannot_be_marked(asking: Asking) -> None:
    asking.write()
    foreign = RecommendationFactory()

    cell = Cell(f"still-{foreign.pk}-verdict", "solved", "")
    save_cells(submission_id=asking.submission.pk, user=asking.people["clerk"], cells=[cell])
    save_report(submission=asking.fresh(), by=asking.people["clerk"], changes={f"still-{foreign.pk}-verdict": "solved"})

    assert not RequestMark.objects.exists()


def test_a_report_that_was_sent_takes_no_marks(asking: Asking, login_as: Callable[[Any], Client]) -> None:
    asking.write()
    asking.send()
    body = json.dumps({"cells": [[f"still-{asking.asked().pk}-verdict", "solved", ""]]})

    url = reverse("submission_cells", args=[asking.submission.pk])
    answer = login_as(asking.people["clerk"]).post(url, body, content_type="application/json")

    assert answer.status_code == 409
    assert RequestMark.objects.get().verdict == ""


def test_what_the_reviewer_left_shut_stays_shut(asking: Asking) -> None:
    asking.write()
    asking.send()
    Submission.objects.filter(pk=asking.submission.pk).update(
        status="returned", returned_due_on=asking.submission.period.last_day, correction_scope=CorrectionScope.COMMENTED
    )

    name = f"still-{asking.asked().pk}-verdict"
    sheet = save_report(submission=asking.fresh(), by=asking.people["clerk"], changes={name: "solved"})

    assert sheet.refused == {name: "solved"}
    assert RequestMark.objects.get().verdict == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_for_any_number(asking: Asking, count: int, django_assert_num_queries: Any) -> None:
    OutlineSectionFactory(plan=asking.submission.period.plan, kind=SectionKind.TEXT, code="IX")
    first = Submission.objects.get(period__position=1)
    for number in range(1, count):
        RecommendationFactory(submission=first, text=f"{ROOMS} {number}")
    submission = asking.fresh()

    with django_assert_num_queries(5):
        sheet = load_sheet(submission)

    assert len(sheet.standing) == count
