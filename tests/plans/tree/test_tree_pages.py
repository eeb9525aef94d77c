"""The task editor: moving, numbering and deleting rows; who may, and what a second browser is told."""

import datetime as dt

import pytest
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import Plan, Task
from tests.factories import (
    OrganisationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    TaskEntryFactory,
    TaskFactory,
    TaskUpdateFactory,
    member,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(status=PlanStatus.DRAFT)


@pytest.fixture
def officer(plan, login_as):
    return login_as(member(plan.issuer, "officer"))


@pytest.fixture
def tasks(plan) -> dict[str, Task]:
    """I (I.1 (I.1.a), I.2), II."""
    found: dict[str, Task] = {}
    for position, code in enumerate(("I", "I.1", "I.1.a", "I.2", "II"), 1):
        parent = found.get(code.rpartition(".")[0])
        label = code.rpartition(".")[2]
        found[code] = TaskFactory(plan=plan, code=code, label=label, parent=parent, position=position)
    return found


def url(name: str, plan: Plan, *args: int) -> str:
    return reverse(name, args=[plan.pk, *args])


def seen(client, plan) -> str:
    return client.get(url("plan_tasks_edit", plan)).context["read_as"]


def move(client, plan, task, way, *, read_as=None, **options):
    data = {way: task.pk, "read_as": seen(client, plan) if read_as is None else read_as}
    return client.post(url("plan_tasks_move", plan), data, **options)


def tree(plan) -> list[tuple[str, str]]:
    return list(plan.tasks.order_by("position").values_list("code", "title"))


def codes(plan) -> list[str]:
    return [code for code, _ in tree(plan)]


class TestMoving:
    def test_a_row_goes_up_with_its_subtree_and_keeps_its_code_and_label(self, officer, plan, tasks):
        response = move(officer, plan, tasks["I.2"], "up")

        assert response["Location"] == f"{url('plan_tasks_edit', plan)}?at={tasks['I.2'].pk}#t{tasks['I.2'].pk}"
        assert codes(plan) == ["I", "I.2", "I.1", "I.1.a", "II"]
        assert list(plan.tasks.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]

    def test_indenting_gives_a_code_below_the_new_parent_and_leaves_the_label(self, officer, plan, tasks):
        move(officer, plan, tasks["I.2"], "in")

        moved = Task.objects.get(pk=tasks["I.2"].pk)
        assert (moved.parent, moved.code, moved.label) == (tasks["I.1"], "I.1.b", "2")
        assert moved.search_key.startswith("i 1 b ")

    def test_outdenting_takes_the_children_along(self, officer, plan, tasks):
        move(officer, plan, tasks["I.1"], "out")

        assert codes(plan) == ["I", "I.2", "III", "III.a", "II"]

    def test_what_cannot_move_says_why_and_nothing_changes(self, officer, plan, tasks):
        response = move(officer, plan, tasks["I"], "up")

        assert response.status_code == 409
        assert "đứng đầu" in response.content.decode()
        assert codes(plan) == ["I", "I.1", "I.1.a", "I.2", "II"]

    def test_htmx_gets_the_tree_alone_with_the_row_in_focus(self, officer, plan, tasks):
        response = move(officer, plan, tasks["I.2"], "up", headers=HTMX)

        page = response.content.decode()
        assert page.lstrip().startswith('<div id="tree"')
        row = page[page.index(f'<tr id="t{tasks["I.2"].pk}"') :]
        assert 'tabindex="0" autofocus' in row[: row.index(">")]

    def test_another_browser_s_tree_is_not_overwritten(self, officer, plan, tasks):
        old = seen(officer, plan)
        move(officer, plan, tasks["II"], "up")

        response = move(officer, plan, tasks["I.2"], "in", read_as=old)

        assert response.status_code == 409
        assert "Người khác vừa thay đổi cây nhiệm vụ" in response.content.decode()
        assert codes(plan) == ["II", "I", "I.1", "I.1.a", "I.2"]

    @pytest.mark.parametrize(("way", "status"), [("up", 302), ("in", 409), ("out", 409)])
    def test_codes_stand_once_the_plan_is_in_force(self, officer, plan, tasks, way, status):
        Plan.objects.update(status=PlanStatus.IN_FORCE)

        response = move(officer, plan, tasks["I.2"], way)

        assert response.status_code == status
        assert sorted(codes(plan)) == ["I", "I.1", "I.1.a", "I.2", "II"]

    @pytest.mark.parametrize("data", [{}, {"up": "x"}, {"up": "1", "down": "1"}, {"sideways": "1"}])
    def test_nonsense_is_not_found(self, officer, plan, tasks, data):
        assert officer.post(url("plan_tasks_move", plan), data).status_code == 404

    def test_a_deleted_row_is_said_to_be_gone(self, officer, plan, tasks):
        other = TaskFactory()

        response = move(officer, plan, other, "up")

        assert response.status_code == 409
        assert "vừa bị xóa" in response.content.decode()

    def test_a_path_that_gets_too_long_is_refused(self, officer, plan):
        parent = TaskFactory(plan=plan, code="I.10.10.10.10.10.aa", position=1)
        last = TaskFactory(plan=plan, code="II", position=2)

        response = move(officer, plan, last, "in")

        assert response.status_code == 409
        assert "sâu quá" in response.content.decode()
        assert Task.objects.get(pk=last.pk).parent is None
        assert parent.children.count() == 0

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_move_costs_the_same_whatever_the_size(self, officer, plan, tasks, rows, django_assert_num_queries):
        for number in range(rows):
            TaskFactory(plan=plan, parent=tasks["II"], code=f"II.{number}", position=10 + number)
        read_as = seen(officer, plan)

        with django_assert_num_queries(11):
            move(officer, plan, tasks["I.1"], "out", read_as=read_as)


class TestRenumbering:
    def test_codes_change_hands_and_labels_follow_the_style(self, officer, plan, tasks):
        move(officer, plan, tasks["I.2"], "up")

        response = officer.post(
            url("plan_tasks_renumber", plan), {"style": "OLDER", "read_as": seen(officer, plan)}, follow=True
        )

        assert "Đã đánh số lại 3 mục." in response.content.decode()
        assert tree(plan)[1][1] == tasks["I.2"].title
        assert list(plan.tasks.order_by("position").values_list("code", "label")) == [
            ("I", "I"), ("I.1", "1"), ("I.2", "2"), ("I.2.1", "2.1"), ("II", "II"),
        ]  # fmt: skip

    def test_a_plan_in_force_is_not_numbered_anew(self, officer, plan, tasks):
        Plan.objects.update(status=PlanStatus.IN_FORCE)

        response = officer.post(url("plan_tasks_renumber", plan), {"style": "STATE", "read_as": seen(officer, plan)})

        assert response.status_code == 409
        assert "Đánh số lại theo thứ tự" not in officer.get(url("plan_tasks_edit", plan)).content.decode()

    def test_a_style_that_does_not_exist_is_not_found(self, officer, plan):
        assert officer.post(url("plan_tasks_renumber", plan), {"style": "__class__"}).status_code == 404


class TestDeleting:
    def delete(self, client, plan, task, read_as=None):
        return client.post(
            url("plan_task_delete", plan, task.pk), {"read_as": read_as or seen(client, plan)}, follow=True
        )

    def test_the_sentence_counts_what_goes_and_what_others_lose(self, officer, plan, tasks):
        PlanIndicatorFactory(plan=plan, task=tasks["I.1.a"])
        TaskFactory(carries_out=tasks["I.1"])
        TaskFactory(plan=plan, same_as=tasks["I.1"], code="IX")

        page = officer.get(url("plan_task_delete", plan, tasks["I.1"].pk)).content.decode()

        assert "Mục này và 1 mục bên dưới mất hẳn" in page
        assert "1 chỉ tiêu trong biểu số liệu không còn gắn" in page
        assert "1 nhiệm vụ của kế hoạch khác không còn nối" in page
        assert "1 mục trùng lại được tính riêng" in page

    def test_a_task_goes_with_everything_below_it(self, officer, plan, tasks):
        response = self.delete(officer, plan, tasks["I.1"])

        assert "Đã xóa 2 mục." in response.content.decode()
        assert list(plan.tasks.order_by("position").values_list("code", "position")) == [
            ("I", 1), ("I.2", 2), ("II", 3),
        ]  # fmt: skip

    def test_what_reports_and_updates_rest_on_stays(self, officer, plan, tasks):
        TaskEntryFactory(task=tasks["I.1.a"])
        TaskUpdateFactory(task=tasks["I.1"])
        page = officer.get(url("plan_task_delete", plan, tasks["I.1"].pk)).content.decode()
        assert "Không xóa được: đã có 1 cập nhật nhiệm vụ, 1 kết quả nhiệm vụ dựa vào" in page

        response = self.delete(officer, plan, tasks["I.1"])

        assert response.status_code == 409
        assert Task.objects.filter(pk=tasks["I.1.a"].pk).exists()

    def test_a_tree_that_changed_meanwhile_is_looked_at_again(self, officer, plan, tasks):
        old = seen(officer, plan)
        TaskFactory(plan=plan, parent=tasks["I.1"], code="I.1.b")

        response = self.delete(officer, plan, tasks["I.1"], old)

        assert response.status_code == 409
        assert plan.tasks.count() == 6


class TestPage:
    def test_the_tree_tells_assistive_technology_where_each_row_stands(self, officer, plan, tasks):
        page = officer.get(url("plan_tasks_edit", plan), {"at": tasks["I.2"].pk}).content.decode()

        start = page.index(f'<tr id="t{tasks["I.1"].pk}"')
        assert page[start : page.index(">", start)].endswith('aria-level="2" aria-expanded="true"')
        assert page.count('tabindex="0"') == 1

    def test_only_possible_moves_have_buttons(self, officer, plan, tasks):
        page = officer.get(url("plan_tasks_edit", plan)).content.decode()

        assert f'name="up" value="{tasks["I"].pk}"' not in page
        assert f'name="down" value="{tasks["I"].pk}"' in page
        assert f'name="in" value="{tasks["I.1"].pk}"' not in page
        assert f'name="out" value="{tasks["I.1.a"].pk}"' in page

    def test_inferred_leads_are_told_apart(self, officer, plan):
        TaskFactory(plan=plan, lead_label="các trường", lead_is_inferred=True, due_on=dt.date(2018, 6, 30))

        page = officer.get(url("plan_tasks_edit", plan)).content.decode()

        assert "<em>các trường</em>" in page
        assert "30/06/2018" in page

    def test_sixty_tasks_stay_below_60_kilobytes(self, officer, plan):
        for part in range(5):
            parent = TaskFactory(plan=plan, title=f"Nâng cao chất lượng giáo dục, nhóm {part}")
            for _ in range(11):
                TaskFactory(
                    plan=plan,
                    parent=parent,
                    label="1.1",
                    title="Nâng cao chất lượng chăm sóc, nuôi dưỡng và bảo đảm an toàn cho trẻ",
                    text="Tham mưu cấp ủy, chính quyền; phối hợp chặt chẽ. " * 8,
                    lead_label="các trường mầm non",
                    lead_is_inferred=True,
                    coordinating_label="cơ quan giáo dục, trạm y tế, ban đại diện cha mẹ",
                    expected_result="Báo cáo kết quả theo kỳ",
                    due_on=dt.date(2018, 11, 15),
                )

        response = officer.get(url("plan_tasks_edit", plan))

        assert len(response.context["rows"]) == 60
        assert len(response.content) <= 60_000

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, officer, plan, count, django_assert_num_queries):
        for _ in range(count):
            TaskFactory(plan=plan, lead=OrganisationFactory()).coordinating.add(OrganisationFactory())

        officer.get(url("plan_tasks_edit", plan))  # what every page keeps between requests

        with django_assert_num_queries(7):
            officer.get(url("plan_tasks_edit", plan))

    def test_a_closed_plan_is_not_edited(self, officer, plan):
        Plan.objects.update(status=PlanStatus.CLOSED)

        assert officer.get(url("plan_tasks_edit", plan)).status_code == 403
