"""Telling how a task stands: what is written, what the person is asked, which files are kept, and who may."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from plans.enums import PlanStatus, TaskStatus
from plans.models import Task, TaskFile, TaskUpdate
from plans.permissions import acting_unit, can_view_plan, may_update_task, noting_unit
from plans.services.errors import Conflict
from plans.services.progressing import NothingNew, add_note, update_task, warnings_about
from schools.enums import Role
from tests.factories import OfficeFactory, OrganisationFactory, PlanFactory, TaskFactory, UserFactory, member
from tests.reports import files

pytestmark = pytest.mark.django_db
S = TaskStatus


@pytest.fixture
def task() -> Task:
    """A task half done, led by the office of its plan."""
    plan = PlanFactory()
    return TaskFactory(plan=plan, lead=plan.issuer, status=S.IN_PROGRESS, progress=50)


def tell(task: Task, status: str = S.IN_PROGRESS, progress: int | None = 60, text: str = "", **more: object):
    unit = more.pop("organisation", None) or task.lead
    return update_task(
        task=task, by=UserFactory(), organisation=unit, status=status, progress=progress, text=text, **more
    )


# -- what is written


def test_an_update_is_a_line_of_history_and_the_state_of_the_task(task: Task) -> None:
    outcome = tell(task, S.HINDERED, 55, "Thiếu kinh phí.")

    stored = Task.objects.get(pk=task.pk)
    assert (stored.status, stored.progress) == (S.HINDERED, 55)
    assert (task.status, task.progress) == (S.HINDERED, 55)
    assert list(task.updates.all()) == [outcome.update]
    line = outcome.update
    assert (line.status, line.progress, line.text, line.organisation) == (S.HINDERED, 55, "Thiếu kinh phí.", task.lead)


def test_done_without_a_figure_is_a_hundred(task: Task) -> None:
    assert tell(task, S.DONE, None).update.progress == 100
    assert Task.objects.get(pk=task.pk).progress == 100


def test_done_with_a_figure_keeps_it_and_is_asked_about(task: Task) -> None:
    outcome = tell(task, S.DONE, 90)

    assert outcome.update.progress == 90
    assert outcome.warnings == ["Tình trạng là “Hoàn thành” nhưng tiến độ mới 90%. Đề nghị xem lại."]


def test_a_hundred_asks_whether_it_is_done_and_writes_what_was_said(task: Task) -> None:
    outcome = tell(task, S.IN_PROGRESS, 100)

    assert outcome.update.status == S.IN_PROGRESS
    assert [warning.startswith("Tiến độ đã 100%") for warning in outcome.warnings] == [True]


def test_a_falling_progress_asks_for_a_reason_and_never_blocks(task: Task) -> None:
    silent = tell(task, S.IN_PROGRESS, 30)
    explained = tell(task, S.IN_PROGRESS, 20, "Giáo viên xin thôi.")

    assert silent.warnings == ["Tiến độ giảm từ 50% xuống 30% mà chưa ghi lý do. Đề nghị cập nhật thêm lý do."]
    assert explained.warnings == []
    assert Task.objects.get(pk=task.pk).progress == 20


def test_nothing_to_warn_of_when_progress_is_unknown_on_one_side() -> None:
    assert warnings_about((S.IN_PROGRESS, None), (S.IN_PROGRESS, 10), "") == []
    assert warnings_about((S.IN_PROGRESS, 40), (S.HINDERED, None), "") == []


def test_an_update_that_says_nothing_is_refused(task: Task) -> None:
    with pytest.raises(NothingNew):
        tell(task, S.IN_PROGRESS, 50, "   ")
    assert TaskUpdate.objects.count() == 0


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.CLOSED])
def test_only_plans_in_force_are_carried_out(task: Task, status: str) -> None:
    type(task.plan).objects.update(status=status)  # somebody closes it while the form is open

    with pytest.raises(Conflict):
        tell(task)
    assert TaskUpdate.objects.count() == 0
    assert Task.objects.get(pk=task.pk).progress == 50


def test_a_note_leaves_status_and_progress_as_they_are_now(task: Task) -> None:
    partner = OrganisationFactory()
    Task.objects.filter(pk=task.pk).update(progress=70)  # the lead unit was faster

    note = add_note(task=task, by=UserFactory(), organisation=partner, text="Đã gửi số liệu.").update

    assert (note.status, note.progress, note.organisation) == (S.IN_PROGRESS, 70, partner)
    assert Task.objects.get(pk=task.pk).progress == 70


# -- files


def test_good_files_are_kept_and_bad_ones_named(task: Task) -> None:
    outcome = tell(
        task,
        files=[
            files.upload(files.pdf(), "Quyết định.pdf"),
            files.upload(b"MZ\0", "bien-ban.pdf"),
            files.upload(files.pdf(), "Bản chép.pdf"),
            files.upload(files.picture(), "Ảnh.jpg"),
        ],
    )

    assert [row.name for row in outcome.update.files.order_by("pk")] == ["Quyết định.pdf", "Ảnh.jpg"]
    assert [refusal.name for refusal in outcome.refused] == ["bien-ban.pdf", "Bản chép.pdf"]
    assert "chương trình máy tính" in outcome.refused[0].message
    assert "Quyết định.pdf" in outcome.refused[1].message
    stored = outcome.update.files.order_by("pk")[0]
    assert "quyet" not in stored.file.name.lower()
    with stored.file.open("rb") as content:
        assert content.read() == files.pdf()


def test_no_more_files_than_allowed(task: Task, settings) -> None:
    settings.EVIDENCE_MAX_FILES = 1

    outcome = tell(task, files=[files.upload(files.pdf("a"), "a.pdf"), files.upload(files.pdf("b"), "b.pdf")])

    assert [refusal.message for refusal in outcome.refused] == ["Mỗi lần cập nhật kèm tối đa 1 tệp."]
    assert outcome.update.files.count() == 1


def test_only_bad_files_say_nothing_and_are_named_all_the_same(task: Task) -> None:
    with pytest.raises(NothingNew) as nothing:
        tell(task, S.IN_PROGRESS, 50, files=[files.upload(b"", "rỗng.pdf")])

    assert [(refusal.name, refusal.message) for refusal in nothing.value.refused] == [("rỗng.pdf", "Tệp rỗng.")]


def test_a_write_that_fails_leaves_no_file_behind(task: Task, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(TaskFile, "save", full)  # after the bytes were written, before the row was

    with pytest.raises(OSError, match="disk full"):
        tell(task, files=[files.upload(files.pdf(), "a.pdf")])

    assert TaskUpdate.objects.count() == 0
    assert [path for path in Path(default_storage.location).rglob("*") if path.is_file()] == []


# -- who may


def _people(task: Task) -> dict[str, object]:
    partner, other = OrganisationFactory(), OfficeFactory()
    task.coordinating.add(partner)
    unled = {name: member(task.plan.receiver, name) for name in (Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)}
    return {
        **{f"lead_{role}": member(task.lead or other, role) for role in Role.values},
        **{f"receiver_{role}": user for role, user in unled.items()},
        "partner": member(partner, Role.OFFICER),
        "other": member(other, Role.HEAD),
        "nobody": UserFactory(),
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"lead_principal", "lead_clerk", "lead_officer", "lead_head"}),
        ({"lead": None}, {"receiver_officer", "receiver_head"}),
        ({"status": S.DONE}, {"lead_principal", "lead_clerk", "lead_officer", "lead_head"}),
    ],
)
def test_who_may_update_and_the_list_twin_agrees(fields: dict[str, object], expected: set[str]) -> None:
    task = TaskFactory(**{"lead": OrganisationFactory(), **fields})
    people = _people(task)

    assert {name for name, user in people.items() if may_update_task(user, task)} == expected
    for name, user in people.items():
        assert (task in Task.objects.updatable_by(user)) == may_update_task(user, task), name


@pytest.mark.parametrize("change", ["closed", "draft", "parent", "repeats"])
def test_nobody_updates_what_is_closed_computed_or_told_elsewhere(change: str) -> None:
    plan = PlanFactory(status={"closed": PlanStatus.CLOSED, "draft": PlanStatus.DRAFT}.get(change, PlanStatus.IN_FORCE))
    task = TaskFactory(plan=plan, lead=plan.issuer, same_as=TaskFactory(plan=plan) if change == "repeats" else None)
    if change == "parent":
        TaskFactory(plan=plan, parent=task)
    head = member(plan.issuer, Role.HEAD)

    assert not may_update_task(head, task)
    assert task not in Task.objects.updatable_by(head)


def test_a_coordinating_unit_adds_notes_and_nothing_more(task: Task) -> None:
    people = _people(task)

    assert {name for name, user in people.items() if noting_unit(user, task)} == {"partner"}
    assert not may_update_task(people["partner"], task)
    task.plan.status = PlanStatus.CLOSED
    assert noting_unit(people["partner"], task) is None


def test_who_speaks_for_two_units_speaks_for_the_one_that_leads() -> None:
    plan = PlanFactory()
    task = TaskFactory(plan=plan, lead=OrganisationFactory())
    user = member(plan.receiver, Role.HEAD)

    assert acting_unit(user, task) is None
    task.lead = None
    assert acting_unit(user, task) == plan.receiver_id


@pytest.mark.parametrize(("status", "sees"), [(PlanStatus.DRAFT, False), (PlanStatus.IN_FORCE, True)])
@pytest.mark.parametrize("part", ["lead", "partner"])
def test_whose_tasks_stand_in_a_plan_reads_it_once_it_is_in_force(part: str, status: str, sees: bool) -> None:
    unit = OrganisationFactory()
    task = TaskFactory(plan__status=status, lead=unit if part == "lead" else None)
    if part == "partner":
        task.coordinating.add(unit)
    user = member(unit, Role.OFFICER)

    assert can_view_plan(user, task.plan) == sees
    assert (task.plan in type(task.plan).objects.visible_to(user)) == sees
