"""Correcting beside the source, what two people do to each other, and how much a page may weigh."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import ImportState
from plans.imports.parts import Part
from plans.models import Plan, PlanImport
from schools.models import Organisation
from tests.factories import (
    IndicatorFactory,
    PlanFactory,
    PlanImportFactory,
)
from tests.plans.imports.documents import STATE_PLAN, body, correct, key_of, page_data, part_url, review_of, shown_lines

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000


# -- correcting ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", list(Part))
def test_a_page_shows_fields_with_their_lines_beside_the_source(officer: Client, row: PlanImport, part: Part) -> None:
    response = officer.get(part_url(row, part))

    html = response.content.decode()
    linked = {int(number) for number in re.findall(r'href="#L(\d+)"', html)}
    assert linked
    assert linked <= set(shown_lines(html)), "every line a field names stands on the page"
    assert len(response.content) < MOST_BYTES


def test_how_sure_a_field_is_stands_in_words(officer: Client, row: PlanImport) -> None:
    page = body(officer.get(part_url(row, "header")))

    assert re.search(r'>Số</label> <span class="lv sure">chắc chắn</span> <a href="#L3"', page)
    assert re.search(r'>Năm kế hoạch</label> <span class="lv check">cần xem</span>', page)
    correct(officer, row, "header", header__number="08")
    assert '<span class="lv added">đã sửa</span>' in (page := body(officer.get(part_url(row, "header"))))
    assert "Máy đọc: 07" in page


def test_saving_leads_on_through_every_page_to_the_last_look(officer: Client, row: PlanImport) -> None:
    place, seen = part_url(row, "header").partition("?")[0], []
    while "/save/" not in place:
        part, number = place.rstrip("/").split("/")[-1] if "?" not in place else place.split("/")[-2], 1
        if "?page=" in place:
            number = int(place.split("=")[1])
        seen.append(part)
        place = officer.post(place, page_data(row, part, number))["Location"]
        row.refresh_from_db()

    assert list(dict.fromkeys(seen)) == list(Part)
    assert row.corrections == {}, "pages that nobody has touched change nothing"


def test_what_is_typed_is_kept_even_when_it_is_wrong(officer: Client, row: PlanImport) -> None:
    response = correct(
        officer, row, "header", header__issued_on="31/2/2018", header__year="hai nghìn", header__issuer="Không có"
    )

    assert response["Location"] == part_url(row, "header")
    response = officer.get(response["Location"])
    page = body(response)
    assert "Đã lưu. Còn 3 chỗ chưa hợp lệ trên trang này." in page
    for raw in ("31/2/2018", "hai nghìn", "Không có"):
        assert f'value="{raw}"' in page
    assert "Không có ngày 31" in page
    assert "Không có đơn vị nào tên “Không có”" in page
    saving = body(officer.get(reverse("plan_import_save", args=[row.pk])))
    assert "3 chỗ phải sửa trước" in saving
    assert officer.post(reverse("plan_import_save", args=[row.pk])).status_code == 422
    assert Plan.objects.count() == 0


def test_a_row_can_be_added_by_hand(officer: Client, row: PlanImport) -> None:
    data = page_data(row, "recipients")

    response = officer.post(part_url(row, "recipients"), {**data, "add": "1"})

    assert response["Location"].endswith("#recipients-n0")
    row.refresh_from_db()
    correct(officer, row, "recipients", **{"recipients-n0-name": "Hội khuyến học", "recipients-n0-role": "coordinate"})
    assert review_of(row).form(review_of(row).rows(Part.RECIPIENTS)[-1]).cleaned_data["name"] == "Hội khuyến học"
    assert 'id="recipients-n0"' in body(officer.get(part_url(row, "recipients")))


def test_a_suggested_indicator_waits_to_be_taken(officer: Client, row: PlanImport) -> None:
    IndicatorFactory(code="B35", name="Tỷ lệ trẻ ăn bán trú", short_name="Ăn bán trú")
    IndicatorFactory(code="B06", name="Tỷ lệ trẻ thấp còi", short_name="Thấp còi")
    key = key_of(row, "targets", "80%")

    page = body(officer.get(part_url(row, "targets")))
    assert re.search(
        r'<option value="" selected>Chưa gắn – không đưa vào kế hoạch</option><option value="B35">Gợi ý: B35', page
    )
    assert page.count("Cổng gợi ý B35 – Ăn bán trú") == 1
    correct(officer, row, "targets", **{f"{key}-indicator": "B35"})

    assert "Cổng gợi ý B35" not in body(officer.get(part_url(row, "targets")))
    assert '<option value="B35" selected>' in body(officer.get(part_url(row, "targets")))


def test_an_indicator_is_attached_once(officer: Client, row: PlanImport) -> None:
    IndicatorFactory(code="B35", name="Tỷ lệ trẻ ăn bán trú", short_name="Ăn bán trú")
    first, second = key_of(row, "targets", "80%"), key_of(row, "targets", "1,02%")

    correct(officer, row, "targets", **{f"{first}-other": "B35", f"{second}-other": "B35"})

    page = body(officer.get(part_url(row, "targets")))
    assert page.count("Chỉ tiêu này đã gắn với “Nâng tỷ lệ trẻ ăn bán trú đạt 80%”") == 1


def test_a_preset_says_what_it_comes_to(officer: Client, row: PlanImport) -> None:
    correct(officer, row, "periods", **{key_of(row, "periods", "6 tháng") + "-preset": "new_year"})

    assert "Hiểu là: số liệu 01/01/2018 – 31/05/2018, mở từ 01/06/2018." in body(officer.get(part_url(row, "periods")))


def test_warnings_stand_at_the_task_they_speak_of(officer: Client, row: PlanImport) -> None:
    page = body(officer.get(part_url(row, "tasks")))

    assert page.count("“học nhò” nghi do nhận dạng sai") == 1
    overview = body(officer.get(reverse("plan_import", args=[row.pk])))
    assert re.search(r'/text/\?page=1#L\d+">Dòng \d+</a>: “học nhò”', overview)


# -- two browsers -------------------------------------------------------------------------------------------------
def test_two_people_in_different_fields_lose_nothing(officer: Client, colleague: Client, row: PlanImport) -> None:
    mine = page_data(row, "header") | {"header-number": "08"}
    theirs = page_data(row, "header") | {"header-place": "Đông Hà"}

    assert colleague.post(part_url(row, "header"), theirs).status_code == 302
    assert officer.post(part_url(row, "header"), mine).status_code == 302

    head = review_of(row).form(review_of(row).rows(Part.HEADER)[0]).texts
    assert (head["number"], head["place"]) == ("08", "Đông Hà")


def test_two_texts_for_one_field_are_both_shown_and_one_is_chosen(
    officer: Client, colleague: Client, row: PlanImport
) -> None:
    mine = page_data(row, "header") | {"header-number": "08", "header-place": "Đông Hà"}
    colleague.post(part_url(row, "header"), page_data(row, "header") | {"header-number": "09"})

    clash = officer.post(part_url(row, "header"), mine)

    page = body(clash)
    assert clash.status_code == 409
    assert 'value="08"' in page
    assert "Lấy bản của Vũ Bình: “09”" in page
    row.refresh_from_db()
    head = review_of(row).rows(Part.HEADER)[0]
    assert (review_of(row).text(head, "number"), review_of(row).text(head, "place")) == ("09", "Đông Hà")

    again = page_data(row, "header") | {"header-number": "08", "conflict": "header-number"}
    assert officer.post(part_url(row, "header"), again).status_code == 409, "no choice is no decision"
    assert officer.post(part_url(row, "header"), again | {"choose-header-number": "mine-1"}).status_code == 302
    assert review_of(row).text(head, "number") == "08"


def test_a_page_of_a_saved_import_changes_nothing(officer: Client, row: PlanImport) -> None:
    data = page_data(row, "header") | {"header-number": "08"}
    PlanImport.objects.filter(pk=row.pk).update(state=ImportState.SAVED, plan=PlanFactory())

    assert officer.post(part_url(row, "header"), data)["Location"] == reverse("plan_import", args=[row.pk])

    row.refresh_from_db()
    assert row.corrections == {}
    assert "đã được lưu thành kế hoạch" in body(officer.get(reverse("plan_import", args=[row.pk])))


# -- size ---------------------------------------------------------------------------------------------------------
def long_plan(sections: int) -> str:
    task = "Tăng cường công tác kiểm tra, đôn đốc việc thực hiện nhiệm vụ ở các nhà trường trên địa bàn " * 6
    tasks = "\n".join(f"{at}. {task}\n- Nâng tỷ lệ mục {at} đạt {at % 90}%." for at in range(1, sections + 1))
    return STATE_PLAN.replace("II- NỘI DUNG\n", f"II- NỘI DUNG\n{tasks}\n")


def test_a_plan_of_forty_pages_stays_usable(officer: Client, office: Organisation) -> None:
    row = PlanImportFactory(ready=True, text=long_plan(150), organisation=office)
    review = review_of(row)

    sizes = {
        f"{part} {page}": len(officer.get(part_url(row, part, page)).content)
        for part in Part
        for page in range(1, len(review.pages(part)) + 1, 5)
    }
    for name in ("plan_import", "plan_import_save", "plan_import_text"):
        sizes[name] = len(officer.get(reverse(name, args=[row.pk])).content)

    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert max(sizes.values()) > 30_000, "pages are not so small that there are too many of them"


@pytest.mark.parametrize(
    ("part", "count"),
    [("header", 7), ("relations", 5), ("tasks", 5), ("targets", 6), ("periods", 5), ("recipients", 6)],
)
@pytest.mark.parametrize("sections", [1, 3])
def test_pages_ask_the_same_number_of_questions_whatever_they_show(
    officer: Client, office: Organisation, django_assert_num_queries: Any, part: str, count: int, sections: int
) -> None:
    row = PlanImportFactory(ready=True, text=long_plan(sections), organisation=office)
    IndicatorFactory.create_batch(sections)

    with django_assert_num_queries(count):
        officer.get(part_url(row, part))


def test_every_page_works_without_a_script_of_its_own() -> None:
    pages = Path("templates/plans/import").glob("*.html")

    assert [page.name for page in pages if "hx-post" in page.read_text("utf-8")] == []
