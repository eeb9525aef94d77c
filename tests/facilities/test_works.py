"""Writing works down and telling how far they are; what a list says of them on a day."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from facilities.models import FundSource, Photo, Work, WorkUpdate
from facilities.queries.works import lines_on, lines_today, sums_of
from facilities.services.fund_sources import load_fund_sources
from facilities.services.works import ProgressRefused, delete_work, save_work, tell_progress
from plans.services.errors import Conflict
from tests.factories import (
    FundSourceFactory,
    PlanFactory,
    SchoolFactory,
    UserFactory,
    WorkFactory,
    WorkFundingFactory,
    WorkUpdateFactory,
)
from tests.reports import files

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def tell(work: Work, **changes: Any) -> Any:
    """Half done today, unless said otherwise; by whoever has seen the work as it is."""
    work.refresh_from_db()
    wanted = {
        "seen_on": TODAY,
        "percent": 50,
        "state": "running",
        "token": uuid.uuid4(),
        "version": work.version,
        "by": UserFactory(),
    }
    told = tell_progress(work=work, **(wanted | changes))
    work.refresh_from_db()
    return told


def problems(work: Work, **changes: Any) -> dict[str, str]:
    with pytest.raises(ProgressRefused) as refused:
        tell(work, **changes)
    return refused.value.problems


# -- progress -----------------------------------------------------------------------------------------------------
def test_the_first_progress_begins_a_work_and_finishing_fills_it() -> None:
    work = WorkFactory()

    tell(work, seen_on=ago(9), percent=20, note=" Xong phần móng ")
    assert (work.percent, work.state, work.actual_start, work.actual_end) == (20, "running", ago(9), None)
    tell(work, percent=95, state="finished")

    assert (work.percent, work.state, work.actual_start, work.actual_end) == (100, "finished", ago(9), TODAY)
    assert [(row.percent, row.note) for row in work.updates.order_by("pk")] == [(20, "Xong phần móng"), (100, "")]


def test_a_work_that_is_not_finished_after_all_loses_the_day() -> None:
    work = WorkFactory()
    tell(work, seen_on=ago(5), state="finished")

    told = problems(work, percent=90)
    tell(work, percent=90, note="Còn sân trường")

    assert told == {"note": "Khối lượng giảm từ 100% xuống 90%. Ghi rõ lý do."}
    assert (work.percent, work.state, work.actual_start, work.actual_end) == (90, "running", ago(5), None)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"percent": 20}, "note", "Khối lượng giảm từ 40% xuống 20%"),
        ({"seen_on": ago(9)}, "seen_on", "Lần ghi gần nhất là ngày"),
        ({"state": "planned", "note": "Nhầm"}, "percent", "chưa khởi công thì khối lượng là 0"),
        ({"percent": 100}, "state", "đã đủ 100%"),
    ],
)
def test_what_cannot_be_so_is_told_and_nothing_is_written(said: dict[str, Any], field: str, words: str) -> None:
    work = WorkFactory()
    tell(work, seen_on=ago(3), percent=40)

    found = problems(work, **said)

    assert list(found) == [field]
    assert words in found[field]
    assert (work.percent, WorkUpdate.objects.count()) == (40, 1)


def test_a_form_sent_twice_writes_once() -> None:
    work, token, photo = WorkFactory(), uuid.uuid4(), files.picture()

    first = tell(work, token=token, photos=[files.upload(photo, "a.jpg")])
    again = tell(work, token=token, version=0, photos=[files.upload(photo, "a.jpg")])

    assert (first.is_new, again.is_new, again.update) == (True, False, first.update)
    assert (WorkUpdate.objects.count(), Photo.objects.count()) == (1, 1)


def test_who_saw_an_older_state_is_told_and_overwrites_nothing() -> None:
    work = WorkFactory()
    tell(work, percent=40)

    with pytest.raises(Conflict) as conflict:
        tell(work, version=0, percent=60, photos=[files.upload(files.picture(), "a.jpg")])

    assert conflict.value.message.startswith("Người khác vừa sửa công trình này.")
    assert (Work.objects.get().percent, WorkUpdate.objects.count(), Photo.objects.count()) == (40, 1, 0)
    assert not default_storage.exists("photos")


def test_photos_that_cannot_be_taken_are_named_and_the_rest_is_kept() -> None:
    work = WorkFactory()
    photos = [files.upload(files.picture(), "a.jpg"), files.upload(files.pdf(), "Bản vẽ.pdf")]

    told = tell(work, photos=photos)

    assert told.refused == [("Bản vẽ.pdf", "Tệp không phải ảnh. Chỉ nhận ảnh JPEG hoặc PNG.")]
    assert told.update.photos.count() == 1


# -- writing ------------------------------------------------------------------------------------------------------
def test_a_work_is_kept_with_its_sources_and_a_source_left_empty_goes() -> None:
    school, by = SchoolFactory(), UserFactory()
    one, two = FundSourceFactory(), FundSourceFactory()
    values = {"school": school, "name": "Nhà lớp học", "kind": "new", "value_million": Decimal("900.5")}

    work = save_work(work=None, values=values, funding={one.pk: Decimal(500), two.pk: None}, by=by)
    save_work(work=work, values={"rooms": 4}, funding={one.pk: None, two.pk: Decimal("400.5")}, by=by, version=0)

    work.refresh_from_db()
    assert (work.rooms, work.version, work.value_million) == (4, 1, Decimal("900.500"))
    assert [(row.source, row.amount_million) for row in work.funding.all()] == [(two, Decimal("400.500"))]


def test_two_who_change_a_work_at_once_do_not_overwrite_each_other() -> None:
    work, by = WorkFactory(rooms=2), UserFactory()
    WorkFundingFactory(work=work)
    save_work(work=work, values={"rooms": 4}, funding={}, by=by, version=0)

    with pytest.raises(Conflict):
        save_work(work=work, values={"rooms": 9}, funding={FundSourceFactory().pk: Decimal(1)}, by=by, version=0)

    work.refresh_from_db()
    assert (work.rooms, work.funding.count()) == (4, 0)


def test_a_name_that_was_taken_meanwhile_is_told() -> None:
    work = WorkFactory()

    with pytest.raises(Conflict) as conflict:
        save_work(work=None, values={"school": work.school, "name": work.name}, funding={}, by=UserFactory())

    assert "tên này" in conflict.value.message


def test_a_work_goes_with_its_progress() -> None:
    update = WorkUpdateFactory()

    delete_work(work=update.work, by=UserFactory())

    assert not WorkUpdate.objects.exists()


# -- what lists say -----------------------------------------------------------------------------------------------
def test_sums_do_not_read_a_missing_value_as_nothing() -> None:
    WorkFactory(value_million=Decimal("0.1"), rooms=3, planned_end=ago(1))
    WorkFactory(value_million=Decimal("0.2"), rooms=2)
    WorkFactory(
        value_million=None, percent=100, state="finished", actual_start=ago(9), actual_end=ago(2), planned_end=ago(8)
    )

    sums = sums_of(lines_today(Work.objects.all(), TODAY))

    assert sums.value_million == Decimal("0.3")
    assert (sums.works, sums.finished, sums.late, sums.rooms, sums.unvalued) == (3, 1, 1, 5, 1)


def test_a_plan_looks_back_at_its_works_as_they_stood() -> None:
    plan = PlanFactory()
    told = WorkFactory(plan=plan, name="Nhà A", percent=80, state="running", planned_end=ago(20))
    WorkUpdateFactory(work=told, seen_on=ago(30), percent=30)
    WorkUpdateFactory(work=told, seen_on=ago(10), percent=80)
    silent = WorkFactory(plan=plan, name="Nhà B", percent=15, state="running")
    WorkFactory(name="Nhà của kế hoạch khác")

    def on(day: dt.date) -> dict[str, tuple[int, str, bool]]:
        return {line.work.name: (line.percent, line.state.value, line.is_late) for line in lines_on(plan, day)}

    assert on(ago(40)) == {told.name: (0, "planned", False), silent.name: (15, "running", False)}
    assert on(ago(25)) == {told.name: (30, "running", False), silent.name: (15, "running", False)}
    assert on(ago(9)) == {told.name: (80, "running", True), silent.name: (15, "running", False)}


# -- sources of money ---------------------------------------------------------------------------------------------
def test_sources_are_loaded_once_and_renamed_by_code(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    call_command("load_fund_sources")
    loaded = FundSource.objects.count()
    assert load_fund_sources() == (0, 0)
    community = FundSource.objects.get(is_community=True)
    path = tmp_path / "nguon.yaml"
    path.write_text(f"- {{code: {community.code}, name: Nhân dân đóng góp, community: true}}", encoding="utf-8")

    assert load_fund_sources(path) == (0, 1)

    community.refresh_from_db()
    assert community.name == "Nhân dân đóng góp"
    assert FundSource.objects.count() == loaded
    assert capsys.readouterr().out == f"Nguồn kinh phí: thêm {loaded}, sửa 0.\n"
