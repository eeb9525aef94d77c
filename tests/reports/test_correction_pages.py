"""The school's form of a returned report, and the addresses of comments."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from reports.corrections import REASON
from reports.enums import CommentState
from reports.models import Evidence, IndicatorValue, ReviewComment, SectionEntry
from reports.services.answering import mark_done
from tests.factories import EvidenceFactory, IndicatorFactory, PlanIndicatorFactory, ReviewCommentFactory
from tests.reports.commenting import comment, give_back, loaded, send
from tests.reports.conftest import Writing
from tests.reports.files import pdf

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]


@pytest.fixture
def returned(writing: Writing) -> Writing:
    """Returned with a comment on the count's cell; text, task, ratio and requests are shut."""
    send(writing, **{"rec-0-text": "Bổ sung phòng học"})
    give_back(writing, f"value-{writing.count.pk}-v")
    return writing


@pytest.fixture
def clerk(returned: Writing, login_as: Login) -> Client:
    return login_as(returned.people["clerk"])


def address(writing: Writing, section: str = "") -> str:
    url = reverse("submission_edit", args=[writing.submission.pk])
    return f"{url}?section={section}" if section else url


def show(client: Client, writing: Writing, section: str) -> html.HtmlElement:
    return html.fromstring(client.get(address(writing, section)).content.decode())


def named(page: html.HtmlElement, name: str) -> html.HtmlElement:
    [field] = page.xpath("//*[@name=$name]", name=name)
    return field


def identified(page: html.HtmlElement, name: str) -> html.HtmlElement:
    [element] = page.xpath("//*[@id=$name]", name=name)
    return element


def mark_of(page: html.HtmlElement, section: str) -> str:
    """What the outline says about a section."""
    [button] = page.xpath("//button[contains(@class, 'outline-item')][@value=$section]", section=section)
    return str(button.text_content())


def save(client: Client, writing: Writing, section: str, **changes: str) -> Any:
    digest = client.get(address(writing, section)).context["digest"]
    return client.post(address(writing), {"section": section, "digest": digest, "go": section} | changes)


def autosave(client: Client, writing: Writing, *cells: list[Any]) -> Any:
    url = reverse("submission_cells", args=[writing.submission.pk])
    return client.post(url, json.dumps({"cells": cells}), content_type="application/json")


def is_open(page: html.HtmlElement, name: str) -> bool:
    return not {"readonly", "disabled"} & set(named(page, name).attrib)


# -- what the form shows ------------------------------------------------------------------------------------------
def test_only_the_commented_row_is_open_and_the_rest_says_why(clerk: Client, returned: Writing) -> None:
    page = show(clerk, returned, "II.4")
    count, ratio = f"value-{returned.count.pk}", f"value-{returned.ratio.pk}"

    assert [is_open(page, f"{count}-{part}") for part in ("v", "note")] == [True, True]
    assert [is_open(page, f"{ratio}-{part}") for part in ("n", "d", "note")] == [False, False, False]
    assert named(page, f"{ratio}-n").get("title") == REASON
    assert "Chỉ sửa được chỗ có nhận xét" in identified(page, "corrections").text_content()
    assert not is_open(show(clerk, returned, "I"), f"section-{returned.text.pk}")
    tasks = show(clerk, returned, "II.1")
    assert not any(is_open(tasks, f"task-{returned.task.pk}-{part}") for part in ("status", "progress", "text"))
    requests = show(clerk, returned, "V")
    assert requests.xpath("//*[starts-with(@name, 'rec-')]") == []
    assert "Bổ sung phòng học" in requests.text_content()


def test_a_comment_stands_at_its_row_with_its_button(clerk: Client, returned: Writing) -> None:
    made = ReviewComment.objects.get()
    page = show(clerk, returned, "II.4")

    box = identified(page, f"comment-{made.pk}")
    assert box.getparent().getparent().getprevious().get("id") == f"value-{returned.count.pk}"
    assert "Nêu rõ nguyên nhân." in box.text_content()
    assert returned.people["officer"].full_name in box.text_content()
    assert box.xpath(".//button/@formaction") == [reverse("comment_done", args=[made.pk])]
    links = identified(page, "corrections").xpath(".//a/@href")
    assert links == [f"{address(returned, 'II.4')}#comment-{made.pk}"]
    assert "nhận xét chưa sửa" in mark_of(page, "II.4")
    assert "chỉ đọc" in mark_of(page, "I")


def test_a_report_opened_as_a_whole_has_no_shut_field(writing: Writing, login_as: Login) -> None:
    send(writing)
    give_back(writing, f"section-{writing.text.pk}", opens_all=True)
    client = login_as(writing.people["clerk"])

    for section in ("I", "II.1", "II.4", "V"):
        page = show(client, writing, section)
        assert page.xpath("//*[@readonly] | //select[@disabled]") == []
    assert is_open(page, "rec-0-text")


def test_unsent_comments_are_not_shown_to_the_school(writing: Writing, login_as: Login) -> None:
    send(writing)
    comment(writing, "", "Chưa gửi cho trường.")
    url = reverse("submission_detail", args=[writing.submission.pk])

    assert "Chưa gửi cho trường." not in login_as(writing.people["clerk"]).get(url).content.decode()
    assert "Chưa gửi cho trường." in login_as(writing.people["officer"]).get(url).content.decode()


def test_check_page_lists_what_is_not_ticked_off(clerk: Client, returned: Writing) -> None:
    made = ReviewComment.objects.get()
    page = clerk.get(reverse("submission_check", args=[returned.submission.pk])).content.decode()

    assert f"{address(returned, 'II.4')}#comment-{made.pk}" in page
    assert "Nhận xét chưa đánh dấu đã sửa" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_comments(
    rows: int, writing: Writing, login_as: Login, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        PlanIndicatorFactory(plan=writing.submission.period.plan, indicator=IndicatorFactory(), is_required=False)
    send(writing)
    give_back(
        writing, *(f"value-{pk}" for pk in writing.submission.period.plan.plan_indicators.values_list("pk", flat=True))
    )
    client = login_as(writing.people["clerk"])
    client.get(address(writing))

    with django_assert_num_queries(12):
        client.get(address(writing, "II.4"))
    with django_assert_num_queries(12):
        client.get(reverse("submission_detail", args=[writing.submission.pk]))


# -- ticking off --------------------------------------------------------------------------------------------------
def test_ticking_off_saves_what_was_typed_first(clerk: Client, returned: Writing) -> None:
    made = ReviewComment.objects.get()
    data = {"section": "II.4", f"value-{returned.count.pk}-v": "1.300", f"answer-{made.pk}": "Đã đếm lại."}

    answer = clerk.post(reverse("comment_done", args=[made.pk]), data)

    assert answer.url == f"{address(returned, 'II.4')}#comment-{made.pk}"
    made.refresh_from_db()
    assert (made.state, made.answer) == (CommentState.DONE, "Đã đếm lại.")
    assert IndicatorValue.objects.get(plan_indicator=returned.count).value == 1300
    assert "đã sửa" in mark_of(show(clerk, returned, "II.4"), "II.4")

    clerk.post(reverse("comment_undone", args=[made.pk]), {"section": "II.4"})
    made.refresh_from_db()
    assert made.state == CommentState.SENT


def test_ticking_off_tells_what_was_refused(clerk: Client, returned: Writing) -> None:
    made = ReviewComment.objects.get()

    page = clerk.post(
        reverse("comment_done", args=[made.pk]), {f"value-{returned.ratio.pk}-n": "77"}, follow=True
    ).content.decode()

    assert "Nội dung vừa nhập chưa được lưu: “77”" in page


def test_an_unsent_comment_does_not_exist_for_the_school(clerk: Client, returned: Writing) -> None:
    draft = ReviewCommentFactory(submission=returned.submission, draft=True)

    assert clerk.post(reverse("comment_done", args=[draft.pk])).status_code == 404


# -- what is refused ----------------------------------------------------------------------------------------------
def test_a_shut_field_is_refused_at_its_place_and_the_open_one_saved(clerk: Client, returned: Writing) -> None:
    changes = {f"value-{returned.ratio.pk}-n": "77", f"value-{returned.count.pk}-v": "1300"}

    answer = save(clerk, returned, "II.4", **changes)

    assert answer.status_code == 422
    cell = identified(html.fromstring(answer.content.decode()), f"value-{returned.ratio.pk}-n")
    assert cell.get("value") == "1"
    assert "Nội dung vừa nhập chưa được lưu: “77”" in cell.getparent().text_content()
    assert IndicatorValue.objects.get(plan_indicator=returned.count).value == 1300


@pytest.mark.parametrize(
    ("section", "name"), [("I", "section-{text}"), ("II.1", "task-{task}-text"), ("V", "rec-0-text")]
)
def test_other_shut_places_say_it_too(clerk: Client, returned: Writing, section: str, name: str) -> None:
    name = name.format(text=returned.text.pk, task=returned.task.pk)

    answer = save(clerk, returned, section, **{name: "Lời văn khác"})

    assert answer.status_code == 422
    assert "Nội dung vừa nhập chưa được lưu: “Lời văn khác”" in answer.content.decode()


def test_single_cells_are_refused_with_a_sentence(clerk: Client, returned: Writing) -> None:
    shut, opened = f"value-{returned.ratio.pk}-n", f"value-{returned.count.pk}-v"

    answer = autosave(clerk, returned, [shut, "77", "1"], [opened, "1300", "1.234"], ["rec-0-text", "x", ""]).json()
    assert set(answer["locked"]) == {shut, "rec-0-text"}
    assert "“77”" in answer["locked"][shut]

    answer = autosave(clerk, returned, [shut, "77", "1"], [opened, "1400", "1300"]).json()
    assert set(answer["locked"]) == {shut}
    assert IndicatorValue.objects.get(plan_indicator=returned.count).value == 1400
    assert IndicatorValue.objects.get(plan_indicator=returned.ratio).numerator == 1
    assert "locked" not in autosave(clerk, returned, [shut, "1", "1"]).json()


def test_a_commented_cell_costs_two_queries_more(clerk: Client, returned: Writing) -> None:
    name = f"value-{returned.count.pk}-v"
    autosave(clerk, returned, [name, "5", "1.234"])

    with CaptureQueriesContext(connection) as queries:
        autosave(clerk, returned, [name, "6", "5"])

    statements = [query["sql"].split(maxsplit=1)[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert statements == ["SELECT", "SELECT", "SELECT", "UPDATE", "UPDATE", "SELECT", "SELECT", "INSERT"]


def test_answers_are_saved_while_typing(clerk: Client, returned: Writing) -> None:
    made = ReviewComment.objects.get()

    assert autosave(clerk, returned, [f"answer-{made.pk}", "Đang đếm lại", ""]).status_code == 200

    made.refresh_from_db()
    assert made.answer == "Đang đếm lại"


def test_nothing_is_carried_into_a_shut_place(clerk: Client, returned: Writing) -> None:
    SectionEntry.objects.filter(section=returned.text).update(text="")
    url = reverse("submission_carry", args=[returned.submission.pk])

    page = clerk.post(url, {"section": "I", f"task-{returned.task.pk}-text": "Chép"}, follow=True)

    assert "Nội dung vừa nhập chưa được lưu: “Chép”" in page.content.decode()
    assert SectionEntry.objects.get(section=returned.text).text == ""


def test_files_of_a_shut_section_stay(clerk: Client, returned: Writing) -> None:
    file = EvidenceFactory(submission=returned.submission, section=returned.text)
    add = reverse("evidence_add", args=[returned.submission.pk])
    remove = reverse("evidence_remove", args=[file.pk])
    data = {"section": returned.text.pk, "files": SimpleUploadedFile("Biên bản.pdf", pdf())}

    answer = clerk.post(add, data, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["taken"]) == (422, [])
    assert "Người duyệt không yêu cầu bổ sung" in answer.json()["refused"][0]["message"]
    answer = clerk.post(remove, headers={"accept": "application/json"})
    assert "Người duyệt không yêu cầu bổ sung" in answer.json()["refused"][0]["message"]
    assert "Chưa gỡ tệp" in clerk.post(remove, follow=True).content.decode()

    assert Evidence.objects.attached().get() == file
    page = show(clerk, returned, "I")
    assert page.xpath("//*[@id='evidence-files'] | //*[@form='evidence-remove-form']") == []
    assert file.name in page.text_content()


def test_files_of_a_commented_section_come_and_go(writing: Writing, login_as: Login) -> None:
    send(writing)
    give_back(writing, f"section-{writing.text.pk}")
    client = login_as(writing.people["clerk"])
    data = {"section": writing.text.pk, "files": SimpleUploadedFile("Biên bản.pdf", pdf())}

    client.post(reverse("evidence_add", args=[writing.submission.pk]), data)
    client.post(reverse("evidence_remove", args=[Evidence.objects.attached().get().pk]))

    assert not Evidence.objects.attached().exists()


# -- the reviewer's addresses -------------------------------------------------------------------------------------
def test_the_reviewer_writes_removes_confirms_and_asks_again(returned: Writing, login_as: Login) -> None:
    made = ReviewComment.objects.get()
    mark_done(comment=made, by=returned.people["clerk"])
    login_as(returned.people["principal"]).post(reverse("submission_submit", args=[returned.submission.pk]))
    officer = login_as(returned.people["officer"])
    review = reverse("submission_review", args=[returned.submission.pk])

    answer = officer.post(
        reverse("comment_add", args=[returned.submission.pk]),
        {"anchor": f"task-{returned.task.pk}", "text": "Ghi ngày làm xong."},
    )
    new = ReviewComment.objects.latest("pk")
    assert (answer.url, new.text) == (f"{review}#comment-{new.pk}", "Ghi ngày làm xong.")
    officer.post(reverse("comment_remove", args=[new.pk]))
    assert not ReviewComment.objects.filter(pk=new.pk).exists()
    officer.post(reverse("comment_reject", args=[made.pk]), {"text": "Chưa đúng."})
    officer.post(reverse("comment_remove", args=[made.pk]))
    officer.post(reverse("comment_confirm", args=[made.pk]))
    made.refresh_from_db()
    assert (made.state, made.text) == (CommentState.CONFIRMED, "Chưa đúng.")


def test_a_comment_that_comes_too_late_is_given_back(returned: Writing, login_as: Login) -> None:
    officer = login_as(returned.people["officer"])

    page = officer.post(
        reverse("comment_add", args=[returned.submission.pk]), {"text": "Ghi ngày làm xong."}, follow=True
    ).content.decode()

    assert "Nhận xét chưa được lưu: “Ghi ngày làm xong.”" in page
    assert loaded(returned).comments.count() == 1
