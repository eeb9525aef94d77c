"""The page of versions: who sent what when, whether it is still what was sent, and what changed in between."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.differences import FIGURE_FIELDS, TASK_FIELDS, Kind, Segment
from reports.models import Evidence, Submission, SubmissionVersion
from reports.queries.frozen import content_of
from reports.queries.sheet import load_sheet
from reports.queries.versions import shortened
from reports.services import attaching, editing, reviewing, submitting
from tests.factories import IndicatorFactory, PlanIndicatorFactory, SubmissionVersionFactory, TaskFactory
from tests.reports import files
from tests.reports.conftest import Writing


def fresh(writing: Writing) -> Submission:
    return Submission.objects.select_related("organisation__school", "period__plan").get(pk=writing.submission.pk)


def send(writing: Writing, **changes: str) -> None:
    submission = fresh(writing)
    editing.save_report(submission=submission, by=writing.people["clerk"], changes={**writing.complete(), **changes})
    submitting.submit(submission=submission, by=writing.people["principal"])


def give_back(writing: Writing) -> None:
    reviewing.return_submission(
        submission=fresh(writing), by=writing.people["officer"], comment="Rà lại số liệu", due_on=dt.date(2099, 6, 1)
    )


def attach(writing: Writing, name: str) -> None:
    attaching.attach_files(
        submission=fresh(writing),
        by=writing.people["clerk"],
        section=writing.text,
        files=[files.upload(files.pdf(name), name)],
    )


def address(writing: Writing) -> str:
    return reverse("submission_versions", args=[writing.submission.pk])


@pytest.fixture
def twice(writing: Writing) -> Writing:
    """A report sent, given back, corrected in every part, and sent again."""
    attach(writing, "cũ.pdf")
    send(
        writing,
        **{
            f"section-{writing.text.pk}": "Trường đã họp. Tỉ lệ đạt 97%. Kết thúc.",
            "rec-0-addressee": "leaders",
            "rec-0-text": "Xin thêm phòng học",
        },
    )
    give_back(writing)
    attaching.remove_evidence(
        evidence=Evidence.objects.select_related("submission__period", "section").get(), by=writing.people["clerk"]
    )
    attach(writing, "mới.pdf")
    send(
        writing,
        **{
            f"section-{writing.text.pk}": "Trường đã họp. Tỉ lệ đạt 98%. Kết thúc.",
            f"task-{writing.task.pk}-status": "in_progress",
            f"task-{writing.task.pk}-progress": "40",
            f"value-{writing.ratio.pk}-n": "2",
            f"value-{writing.count.pk}-v": "k",
            f"value-{writing.count.pk}-note": "Trường không có <lớp> 1",
            "rec-0-text": "",
        },
    )
    return writing


def test_school_and_receiver_see_the_same_history(twice: Writing, login_as: Callable[[Any], Client]) -> None:
    pages = {}
    for role in ("principal", "clerk", "officer", "head"):
        page = login_as(twice.people[role]).get(address(twice))
        pages[role] = page.content.decode().split('<main id="content"')[1]

    assert len(set(pages.values())) == 1
    assert "Lần nộp 1" in pages["clerk"]
    assert pages["clerk"].count("nguyên vẹn") == 2
    assert pages["clerk"].count(str(twice.people["principal"])) == 2


def test_every_change_is_shown_in_words(twice: Writing, login_as: Callable[[Any], Client]) -> None:
    comparison = login_as(twice.people["officer"]).get(address(twice)).context["comparison"]

    ratio = f"{twice.ratio.indicator.code}. {twice.ratio.indicator.name}"
    count = f"{twice.count.indicator.code}. {twice.count.indicator.name}"
    task = f"II.1.1. {twice.task.title}"
    assert {(row.name, row.label, row.old, row.new) for row in comparison.cells} == {
        (ratio, "Tử số", "1", "2"),
        (count, "Tình trạng số liệu", "Đã nhập", "Không áp dụng"),
        (count, "Giá trị", "1.234", ""),
        (count, "Ghi chú", "", "Trường không có <lớp> 1"),
        (task, "Tình trạng", "Hoàn thành", "Đang thực hiện"),
        (task, "Tiến độ (%)", "100", "40"),
    }
    assert [(row.name, row.segments) for row in comparison.texts] == [
        (
            f"Mục {twice.text.label}. {twice.text.title}",
            (
                Segment(Kind.EQUAL, "Trường đã họp. "),
                Segment(Kind.DELETED, "Tỉ lệ đạt 97%. "),
                Segment(Kind.INSERTED, "Tỉ lệ đạt 98%. "),
                Segment(Kind.EQUAL, "Kết thúc."),
            ),
        )
    ]
    assert [(row.kind, row.text) for row in comparison.entries] == [
        (Kind.DELETED, "Xin thêm phòng học"),
        (Kind.DELETED, "cũ.pdf (1 KB)"),
        (Kind.INSERTED, "mới.pdf (1 KB)"),
    ]


def test_what_came_and_went_is_marked_by_words_and_typed_markup_is_text(
    twice: Writing, login_as: Callable[[Any], Client]
) -> None:
    page = login_as(twice.people["clerk"]).get(address(twice)).content.decode()

    assert "<del><b>− Bỏ:</b> Tỉ lệ đạt 97%. </del>" in page
    assert "<ins><b>+ Thêm:</b> Tỉ lệ đạt 98%. </ins>" in page
    assert "<ins>Trường không có &lt;lớp&gt; 1</ins>" in page


def test_files_of_an_old_version_can_still_be_opened(twice: Writing, login_as: Callable[[Any], Client]) -> None:
    officer = login_as(twice.people["officer"])
    gone = officer.get(address(twice)).context["comparison"].entries[1]

    answer = officer.get(reverse("evidence_file", args=[gone.file_id]))

    assert answer.getvalue() == files.pdf("cũ.pdf")


def test_any_two_versions_can_be_compared(twice: Writing, login_as: Callable[[Any], Client]) -> None:
    give_back(twice)
    editing.save_report(submission=fresh(twice), by=twice.people["clerk"], changes={f"value-{twice.ratio.pk}-n": "3"})
    clerk = login_as(twice.people["clerk"])

    def ratio(**query: str) -> tuple[str, str]:
        rows = clerk.get(address(twice), query).context["comparison"].cells
        return next((row.old, row.new) for row in rows if row.label == "Tử số")

    assert ratio() == ("2", "3"), "without a choice: the last version against what is being written"
    assert ratio(**{"from": "1", "to": "2"}) == ("1", "2")
    assert ratio(**{"from": "2", "to": "1"}) == ("2", "1")
    assert ratio(**{"from": "1", "to": "draft"}) == ("1", "3")
    for rubbish in ("", "0", "99", "<b>", "a" * 3000, "٢"):
        assert ratio(**{"from": rubbish, "to": "2"}) == ("2", "3")
    same = clerk.get(address(twice), {"from": "1", "to": "1"}).content.decode()
    assert "giống hệt nhau" in same


def test_changed_version_is_named(twice: Writing, login_as: Callable[[Any], Client]) -> None:
    version = SubmissionVersion.objects.get(revision=1)
    version.content["figures"][0]["numerator"] = "50"
    version.save()

    page = login_as(twice.people["officer"]).get(address(twice))

    assert [row.is_intact for row in page.context["rows"]] == [False, True]
    assert "bị thay đổi" in page.content.decode()


def test_versions_from_before_evidence_was_kept_are_read(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    send(writing)
    version = SubmissionVersion.objects.get()
    del version.content["evidence"]
    version.save()
    give_back(writing)

    comparison = login_as(writing.people["clerk"]).get(address(writing)).context["comparison"]

    assert comparison.is_empty


@pytest.mark.parametrize(("sent", "words"), [(False, "chưa nộp lần nào"), (True, "Mới có một lần nộp")])
def test_fewer_than_two_versions_say_so(
    writing: Writing, login_as: Callable[[Any], Client], sent: bool, words: str
) -> None:
    if sent:
        send(writing)

    assert words in login_as(writing.people["clerk"]).get(address(writing)).content.decode()


def test_receiver_does_not_see_a_draft(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    send(writing)
    submitting.withdraw(submission=fresh(writing), by=writing.people["principal"])

    assert login_as(writing.people["officer"]).get(address(writing)).status_code == 403
    assert login_as(writing.people["clerk"]).get(address(writing)).status_code == 200


def test_report_links_to_its_versions_after_the_second_sending(
    twice: Writing, login_as: Callable[[Any], Client]
) -> None:
    school = login_as(twice.people["clerk"]).get(reverse("submission_detail", args=[twice.submission.pk]))
    office = login_as(twice.people["officer"]).get(reverse("submission_review", args=[twice.submission.pk]))

    assert f'<a href="{address(twice)}">Xem thay đổi giữa các lần nộp</a>' in school.content.decode()
    assert f'<a href="{address(twice)}">Các lần nộp</a>' in office.content.decode()


def test_page_takes_the_same_queries_for_any_history(twice: Writing, login_as: Callable[[Any], Client]) -> None:
    plan = twice.submission.period.plan
    clerk = login_as(twice.people["clerk"])
    clerk.get(address(twice))
    counts = []
    for number in (3, 4, 5):
        with CaptureQueriesContext(connection) as queries:
            page = clerk.get(address(twice), {"from": "1", "to": "2"})
        counts.append(len(queries))
        assert len(page.context["rows"]) == number - 1
        PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory())
        TaskFactory(plan=plan)
        SubmissionVersionFactory(submission=fresh(twice), revision=number)

    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_every_frozen_cell_is_compared(writing: Writing) -> None:
    """What freezing adds later must not be forgotten here."""
    content = content_of(load_sheet(fresh(writing)))

    assert set(content["figures"][0]) == {"code", *FIGURE_FIELDS}
    assert set(content["tasks"][0]) == {"code", "text", *TASK_FIELDS}
    assert set(content["sections"][0]) == {"code", "text"}
    assert set(content) - {"organisation", "plan", "year", "period"} == {
        "nil_reason", "sections", "tasks", "figures", "recommendations", "evidence",
    }  # fmt: skip


def test_long_unchanged_runs_are_shortened_beside_the_change_only() -> None:
    equal = "".join(f"Câu {number} giữ nguyên. " for number in range(10))

    head, change, tail = shortened((Segment(Kind.EQUAL, equal), Segment(Kind.DELETED, "x"), Segment(Kind.EQUAL, equal)))

    assert head.text.startswith(" […] ")
    assert head.text.endswith("Câu 9 giữ nguyên. ")
    assert change == Segment(Kind.DELETED, "x")
    assert tail.text.startswith("Câu 0 giữ nguyên. ")
    assert tail.text.endswith(" […] ")
