"""A visit from its beginning to its end: the checklist of the day, saving cells, the checks, what ending does."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from facilities.enums import FindingResult, InspectionKind, InspectionState, WorkState
from facilities.models import Finding, Inspection, InspectionTopic
from facilities.services.ending_inspections import VisitChanged, VisitIncomplete, end_inspection
from facilities.services.inspecting import VisitCell, drop_inspection, save_cells, start_inspection
from facilities.services.mending import tell_mended
from facilities.services.topics import load_topics, move_topic, retire_topic, save_topic
from facilities.visit_checks import issues_of
from reports.enums import NotificationKind
from reports.models import Notification
from schools.enums import Levels, Role
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    InspectionTopicFactory,
    OfficeFactory,
    SchoolFactory,
    UserFactory,
    WorkFactory,
    WorkUpdateFactory,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = (TODAY + dt.timedelta(days=20)).isoformat()


def begin(**changes: Any) -> Inspection:
    known: dict[str, Any] = {"kind": InspectionKind.MONTHLY, "visited_on": TODAY, "by": UserFactory()}
    school = changes.pop("school", None) or SchoolFactory(levels=Levels.MN)
    return start_inspection(school=school, office=changes.pop("office", None) or OfficeFactory(), **known | changes)


def line_of(visit: Inspection, **changes: Any) -> Finding:
    return FindingFactory(inspection=visit, position=visit.findings.count() + 1, **changes)


def save(visit: Inspection, *cells: tuple[str, str, str | None], **options: Any) -> Any:
    return save_cells(inspection_id=visit.pk, cells=[VisitCell(*cell) for cell in cells], by=UserFactory(), **options)


def ready(**changes: Any) -> Inspection:
    """A visit that can end: one good line, and one issue with note and day."""
    visit = InspectionFactory(members="Nguyễn Văn An", conclusion="Tốt", **changes)
    line_of(visit, result=FindingResult.GOOD)
    line_of(visit, result=FindingResult.ISSUE, note="Hỏng", mend_by=TODAY + dt.timedelta(days=9), text="Vòi nước")
    return visit


# -- the checklist ------------------------------------------------------------------------------------------------
def test_loading_again_keeps_what_the_office_has_changed() -> None:
    first = load_topics()
    topic = InspectionTopic.objects.get(code="fire")
    topic.text, topic.is_active = "Phòng cháy, chữa cháy", False
    save_topic(topic=topic, by=UserFactory())

    again = load_topics()

    assert first.added == again.known == InspectionTopic.objects.count() >= 25
    assert again.added == 0
    assert list(InspectionTopic.objects.filter(code="fire").values_list("text", "is_active")) == [
        ("Phòng cháy, chữa cháy", False)
    ]


def test_new_line_stands_at_the_end_of_its_group_and_moves() -> None:
    first, other = InspectionTopicFactory(group="Bếp", position=1), InspectionTopicFactory(group="Sổ", position=2)

    added = save_topic(topic=InspectionTopicFactory.build(group="Bếp", text="Sổ lưu mẫu"), by=UserFactory())

    assert list(InspectionTopic.objects.order_by("position")) == [first, added, other]
    assert move_topic(topic=added, up=True, by=UserFactory())
    assert not move_topic(topic=added, up=True, by=UserFactory())
    assert list(InspectionTopic.objects.order_by("position")) == [added, first, other]


# -- beginning ----------------------------------------------------------------------------------------------------
def test_visit_copies_the_lines_of_its_kind_and_level_and_the_running_works() -> None:
    InspectionTopicFactory(text="Bếp ăn", position=1)
    InspectionTopicFactory(text="Chỉ hằng quý", kinds=InspectionKind.QUARTERLY)
    InspectionTopicFactory(text="Chỉ THCS", levels=Levels.THCS)
    retire_topic(topic=InspectionTopicFactory(text="Thôi dùng"), retired=True, by=UserFactory())
    school = SchoolFactory(levels=Levels.MN)
    WorkFactory(school=school, name="Nhà lớp học", state=WorkState.RUNNING)
    WorkFactory(school=school, name="Chưa làm", state=WorkState.PLANNED)

    visit = begin(school=school)

    texts = list(visit.findings.order_by("position").values_list("text", flat=True))
    assert texts == ["Bếp ăn", "Công trình: Nhà lớp học"]


def test_visit_keeps_the_words_of_its_day() -> None:
    topic = InspectionTopicFactory(text="Bếp ăn")
    visit = begin()
    topic.text = "Bếp ăn, nhà ăn"
    save_topic(topic=topic, by=UserFactory())
    topic.delete()

    assert [line.text for line in visit.findings.all()] == ["Bếp ăn"]


def test_form_sent_twice_begins_one_visit() -> None:
    token, school, office = uuid.uuid4(), SchoolFactory(), OfficeFactory()
    InspectionTopicFactory()

    visits = [begin(token=token, school=school, office=office) for _ in range(2)]

    assert visits[0] == visits[1]
    assert (Inspection.objects.count(), Finding.objects.count()) == (1, 1)


# -- saving -------------------------------------------------------------------------------------------------------
def test_cells_are_saved_and_raise_the_version() -> None:
    visit = InspectionFactory()
    line = line_of(visit)
    name = f"finding-{line.pk}"

    saved = save(
        visit,
        (f"{name}-mend_by", SOON, ""),
        (f"{name}-result", "issue", "not_looked"),
        (f"{name}-note", "Mái dột", ""),
        ("visit-members", "Nguyễn Văn An", ""),
    )

    line.refresh_from_db()
    assert (line.result, line.note, line.mend_by and line.mend_by.isoformat()) == ("issue", "Mái dột", SOON)
    assert Inspection.objects.values_list("members", "version").get() == ("Nguyễn Văn An", 1)
    assert (saved.conflicts, saved.refused) == ({}, {})


def test_what_somebody_else_wrote_meanwhile_is_told_and_not_overwritten() -> None:
    visit = InspectionFactory()
    line = line_of(visit, note="Của người kia")

    saved = save(visit, (f"finding-{line.pk}-note", "Của tôi", "Trước đó"), ("visit-demands", "Sửa", ""))

    assert saved.conflicts == {f"finding-{line.pk}-note": "Của người kia"}
    assert Finding.objects.get(pk=line.pk).note == "Của người kia"
    assert Inspection.objects.get(pk=visit.pk).demands == "Sửa"


@pytest.mark.parametrize(
    ("part", "typed"), [("mend_by", "hôm nào"), ("seen_percent", "120"), ("seen_percent", "x"), ("result", "tốt")]
)
def test_what_cannot_be_read_is_told_and_not_written(part: str, typed: str) -> None:
    visit = InspectionFactory()
    line = line_of(visit, result=FindingResult.ISSUE)

    saved = save(visit, (f"finding-{line.pk}-{part}", typed, None))

    assert list(saved.refused) == [f"finding-{line.pk}-{part}"]
    assert (Finding.objects.get(pk=line.pk).mend_by, Finding.objects.get(pk=line.pk).seen_percent) == (None, None)


def test_line_that_is_no_issue_any_more_loses_its_day() -> None:
    visit = InspectionFactory()
    line = line_of(visit, result=FindingResult.ISSUE, mend_by=TODAY)

    save(visit, (f"finding-{line.pk}-result", "good", "issue"))

    assert Finding.objects.values_list("result", "mend_by").get() == ("good", None)


def test_lines_of_another_visit_are_out_of_reach() -> None:
    other = line_of(InspectionFactory())

    saved = save(InspectionFactory(), (f"finding-{other.pk}-note", "Chen vào", None), ("visit-state", "done", None))

    assert saved.saved == []
    assert Finding.objects.get(pk=other.pk).note == ""


def test_nothing_is_saved_once_the_visit_has_ended_or_moved_on() -> None:
    assert save(InspectionFactory(done=True), ("visit-demands", "Muộn", None)) is None
    assert save(InspectionFactory(version=4), ("visit-demands", "Cũ", None), version=3) is None


# -- ending -------------------------------------------------------------------------------------------------------
def test_everything_that_is_missing_is_told_at_once() -> None:
    visit = InspectionFactory(visited_on=TODAY)
    good = line_of(visit, result=FindingResult.GOOD)
    line_of(visit, text="Bếp")
    line_of(visit, text="Mái", result=FindingResult.ISSUE)
    line_of(visit, text="Rào", result=FindingResult.ISSUE, note="Đổ", mend_by=TODAY - dt.timedelta(days=1))

    said = [
        (issue.finding and issue.finding.text, issue.message)
        for issue in issues_of(visit, visit.findings.all(), leave_out=False, today=TODAY)
    ]

    assert good.text not in [text for text, _ in said]
    assert said == [
        (None, "Chưa ghi thành phần đoàn kiểm tra."),
        (None, "Chưa ghi kết luận."),
        ("Bếp", "Chưa kiểm tra, cũng chưa bỏ lại."),
        ("Mái", "Cần khắc phục nhưng chưa ghi nhận xét."),
        ("Mái", "Cần khắc phục nhưng chưa có thời hạn."),
        ("Rào", "Thời hạn khắc phục ở trước ngày kiểm tra."),
    ]


def test_lines_nobody_looked_at_are_left_out_only_knowingly() -> None:
    visit = ready()
    line_of(visit, text="Bếp")

    with pytest.raises(VisitIncomplete):
        end_inspection(inspection=visit, version=0, by=UserFactory())
    assert Inspection.objects.get(pk=visit.pk).state == InspectionState.DRAFT
    ended = end_inspection(inspection=visit, version=0, by=UserFactory(), leave_out=True)

    assert ended.state == InspectionState.DONE


def test_visit_that_changed_meanwhile_does_not_end() -> None:
    visit = ready()
    save(visit, ("visit-demands", "Vừa thêm", None))

    with pytest.raises(VisitChanged):
        end_inspection(inspection=visit, version=0, by=UserFactory())
    with pytest.raises(VisitChanged):
        end_inspection(inspection=InspectionFactory(done=True), version=0, by=UserFactory())


def test_what_was_seen_of_a_work_becomes_its_progress() -> None:
    visit = ready()
    work = WorkFactory(school=visit.school, state=WorkState.RUNNING, percent=20)
    newer = WorkFactory(school=visit.school, state=WorkState.RUNNING, percent=70)
    WorkUpdateFactory(work=newer, seen_on=visit.visited_on + dt.timedelta(days=1), percent=70)
    for one in (work, newer):
        line_of(visit, work=one, result=FindingResult.GOOD, seen_percent=45, note="Đang lợp mái")

    end_inspection(inspection=visit, version=0, by=UserFactory())

    work.refresh_from_db()
    newer.refresh_from_db()
    assert (work.percent, newer.percent) == (45, 70)
    assert list(work.updates.values_list("seen_on", "percent", "note")) == [(visit.visited_on, 45, "Đang lợp mái")]
    assert newer.updates.count() == 1


def test_people_of_the_school_are_told_once_and_by_name_of_what_is_to_be_mended() -> None:
    visit = ready()
    principal = member(visit.school.organisation, Role.PRINCIPAL)
    member(SchoolFactory().organisation, Role.PRINCIPAL)

    end_inspection(inspection=visit, version=0, by=UserFactory())

    told = Notification.objects.get(kind=NotificationKind.INSPECTED)
    assert told.recipient == principal
    assert told.link_path == f"/facilities/inspections/{visit.pk}/"
    assert "1 việc phải khắc phục" in told.subject
    assert "- Vòi nước: Hỏng (xong chậm nhất ngày" in told.body


def test_only_a_visit_that_has_not_ended_can_be_dropped() -> None:
    draft, done = InspectionFactory(), InspectionFactory(done=True)

    assert drop_inspection(inspection=draft, by=UserFactory())
    assert not drop_inspection(inspection=done, by=UserFactory())
    assert list(Inspection.objects.all()) == [done]


# -- mending ------------------------------------------------------------------------------------------------------
def test_two_people_of_the_school_do_not_overwrite_each_other() -> None:
    line = line_of(InspectionFactory(done=True), result=FindingResult.ISSUE, mend_by=TODAY)

    assert tell_mended(finding=line, mended_on=TODAY, note="Đã thay", by=UserFactory())
    assert not tell_mended(finding=line, mended_on=TODAY, note="Đã vá", by=UserFactory())
    assert tell_mended(finding=line, mended_on=TODAY, note="Đã thay mới", by=UserFactory(), seen=TODAY)
    assert Finding.objects.get().mended_note == "Đã thay mới"


def test_nothing_is_mended_before_the_visit_has_ended() -> None:
    line = line_of(InspectionFactory(), result=FindingResult.ISSUE, mend_by=TODAY)

    assert not tell_mended(finding=line, mended_on=TODAY, note="Đã thay", by=UserFactory())
