"""Writing one task, a new one, one assignment for several; links to the tasks of other plans."""

import datetime as dt

import pytest
from django.urls import reverse

from plans.enums import PlanStatus, RelationKind
from plans.models import Plan, Task
from tests.factories import (
    OrganisationFactory,
    PlanFactory,
    PlanRelationFactory,
    SchoolFactory,
    TaskEntryFactory,
    TaskFactory,
    member,
)
from tests.plans.tree.task_form import edit_url, save, typed

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(status=PlanStatus.DRAFT)


@pytest.fixture
def person(plan):
    return member(plan.issuer, "officer")


@pytest.fixture
def officer(person, login_as):
    return login_as(person)


class TestEditing:
    def test_every_column_is_written(self, officer, plan):
        lead, other = OrganisationFactory(), OrganisationFactory()
        task, twin = TaskFactory(plan=plan), TaskFactory(plan=plan)

        response = save(
            officer,
            edit_url(task),
            label="1.1",
            title="Dạy bơi",
            text="Tổ chức dạy bơi an toàn.",
            kind="solution",
            levels="TH THCS",
            lead=lead.pk,
            lead_label="các trường",
            lead_is_inferred="on",
            coordinating=[other.pk],
            coordinating_label="trạm y tế",
            starts_on="1/3/2018",
            due_on="30/6/2018",
            expected_result="Báo cáo",
            weight=3,
            same_as=twin.pk,
        )

        assert response["Location"].endswith(f"?at={task.pk}#t{task.pk}")
        task = Task.objects.get(pk=task.pk)
        assert (task.label, task.title, task.text, task.kind) == (
            "1.1",
            "Dạy bơi",
            "Tổ chức dạy bơi an toàn.",
            "solution",
        )
        assert (task.levels, task.lead, task.lead_label, task.lead_is_inferred) == ("TH THCS", lead, "các trường", True)
        assert (list(task.coordinating.all()), task.coordinating_label) == ([other], "trạm y tế")
        assert (task.starts_on, task.due_on) == (dt.date(2018, 3, 1), dt.date(2018, 6, 30))
        assert (task.expected_result, task.weight, task.same_as) == ("Báo cáo", 3, twin)
        assert "day boi" in task.search_key

    def test_all_mistakes_are_named_at_once_and_nothing_typed_is_lost(self, officer, plan):
        task = TaskFactory(plan=plan, title="Cũ")

        response = save(officer, edit_url(task), title="", due_on="31/2/2018", weight="0", text="Đang gõ dở")

        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"title", "due_on", "weight"}
        assert "Đang gõ dở" in response.content.decode()
        assert Task.objects.get(pk=task.pk).title == "Cũ"

    def test_the_start_comes_before_the_end(self, officer, plan):
        task = TaskFactory(plan=plan)

        response = save(officer, edit_url(task), starts_on="2/6/2018", due_on="1/6/2018")

        assert "Ngày bắt đầu phải trước thời gian hoàn thành." in response.content.decode()

    def test_a_task_that_somebody_else_changed_shows_both_and_waits_for_a_decision(self, officer, plan):
        task = TaskFactory(plan=plan, title="Cũ", expected_result="")
        mine = typed(officer, edit_url(task), title="Của tôi")
        Task.objects.filter(pk=task.pk).update(title="Của người khác", expected_result="Biên bản")

        response = officer.post(edit_url(task), mine)

        assert response.status_code == 409
        shown = {(row.label, row.typed, row.stored) for row in response.context["clash"].differences}
        assert shown == {("Tên ngắn", "Của tôi", "Của người khác"), ("Kết quả, sản phẩm", "", "Biên bản")}
        assert Task.objects.get(pk=task.pk).title == "Của người khác"
        officer.post(edit_url(task), mine | {"read_as": response.context["read_as"]})
        assert Task.objects.get(pk=task.pk).title == "Của tôi"

    def test_progress_and_place_changed_by_others_are_no_conflict(self, officer, plan):
        task = TaskFactory(plan=plan)
        mine = typed(officer, edit_url(task), title="Của tôi")
        Task.objects.filter(pk=task.pk).update(progress=40, status="in_progress", position=9)

        assert officer.post(edit_url(task), mine).status_code == 302
        assert Task.objects.get(pk=task.pk).progress == 40

    def test_a_task_on_which_was_reported_stays_reported(self, officer, plan):
        task = TaskEntryFactory(task__plan=plan).task

        response = save(officer, edit_url(task), is_reported=None)

        assert response.status_code == 422
        assert "Đã có 1 kết quả nhiệm vụ" in response.content.decode()

    def test_a_repeated_task_cannot_repeat_another(self, officer, plan):
        task = TaskFactory(plan=plan)
        TaskFactory(plan=plan, same_as=task)

        response = save(officer, edit_url(task), same_as=TaskFactory(plan=plan).pk)

        assert "Mục khác đã ghi trùng với mục này" in response.content.decode()

    def test_htmx_opens_the_form_below_its_row_and_closes_it_with_the_tree(self, officer, plan):
        task = TaskFactory(plan=plan)

        opened = officer.get(edit_url(task), headers=HTMX).content.decode()
        wrong = save(officer, edit_url(task), title="", headers=HTMX)
        right = save(officer, edit_url(task), title="Mới", headers=HTMX)

        assert opened.startswith('<tr id="open"')
        assert (wrong.status_code, wrong["HX-Retarget"], wrong["HX-Reswap"]) == (200, "#open", "outerHTML")
        assert right.content.decode().lstrip().startswith('<div id="tree"')

    def test_a_form_of_a_large_plan_stays_below_60_kilobytes(self, officer, plan):
        SchoolFactory.create_batch(60)
        OrganisationFactory.create_batch(25)
        task = TaskFactory.create_batch(60, plan=plan, title="Nâng cao chất lượng chăm sóc, nuôi dưỡng trẻ")[0]

        assert len(officer.get(edit_url(task)).content) <= 60_000

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, officer, plan, count, django_assert_num_queries):
        for _ in range(count):
            PlanRelationFactory(
                plan=plan,
                kind=RelationKind.IMPLEMENTS,
                to_document=None,
                to_plan=TaskFactory(plan__issuer=plan.issuer).plan,
            )
            task = TaskFactory(plan=plan)
            task.coordinating.add(OrganisationFactory())

        officer.get(edit_url(task))  # what every page keeps between requests

        with django_assert_num_queries(12):
            officer.get(edit_url(task))

    def test_a_task_of_another_plan_is_not_found(self, officer, plan):
        assert officer.get(reverse("plan_task_edit", args=[plan.pk, TaskFactory().pk])).status_code == 404


class TestAdding:
    def url(self, plan, **place) -> str:
        query = "&".join(f"{name}={task.pk}" for name, task in place.items())
        return reverse("plan_task_new", args=[plan.pk]) + (f"?{query}" if query else "")

    def test_a_sibling_comes_right_behind_with_the_next_number(self, officer, plan):
        part = TaskFactory(plan=plan, code="I", label="I", position=1)
        first = TaskFactory(plan=plan, code="I.1", label="1", parent=part, position=2, kind="solution", levels="MN")
        TaskFactory(plan=plan, code="I.2", label="2", parent=part, position=3)

        url = self.url(plan, after=first)
        form = officer.get(url).context["form"]
        assert [form[name].value() for name in ("label", "kind", "levels")] == ["3", "solution", "MN"]
        save(officer, url, title="Mới", after=first.pk)

        new = Task.objects.get(title="Mới")
        assert (new.code, new.label, new.parent) == ("I.3", "3", part)
        assert list(plan.tasks.order_by("position").values_list("code", flat=True)) == ["I", "I.1", "I.3", "I.2"]

    def test_a_child_comes_last_below_its_parent(self, officer, plan):
        part = TaskFactory(plan=plan, code="I", position=1)
        TaskFactory(plan=plan, code="I.a", label="a", parent=part, position=2)
        TaskFactory(plan=plan, code="II", position=3)

        save(officer, self.url(plan, under=part), title="Mới", under=part.pk)

        new = Task.objects.get(title="Mới")
        assert (new.code, new.label, new.position) == ("I.b", "b", 3)

    def test_the_first_part_of_an_empty_plan(self, officer, plan):
        save(officer, self.url(plan), title="Mục đích, yêu cầu")

        assert (plan.tasks.get().code, plan.tasks.get().label) == ("I", "I")

    def test_new_tasks_come_into_a_plan_in_force_without_touching_codes(self, officer, plan):
        Plan.objects.update(status=PlanStatus.IN_FORCE)
        part = TaskFactory(plan=plan, code="I", position=1)
        TaskFactory(plan=plan, code="II", position=2)

        save(officer, self.url(plan, after=part), title="Mới", after=part.pk)

        assert list(plan.tasks.order_by("position").values_list("code", flat=True)) == ["I", "III", "II"]

    def test_a_neighbour_that_is_gone_is_not_found(self, officer, plan):
        assert officer.get(self.url(plan, after=TaskFactory())).status_code == 404


class TestAssigning:
    def url(self, plan, tasks) -> str:
        return reverse("plan_tasks_assign", args=[plan.pk]) + "?" + "&".join(f"ids={task.pk}" for task in tasks)

    def post(self, client, plan, tasks, **changes):
        read_as = client.get(self.url(plan, tasks)).context["read_as"]
        data = {"ids": [task.pk for task in tasks], "read_as": read_as} | changes
        return client.post(reverse("plan_tasks_assign", args=[plan.pk]), data)

    def test_one_assignment_for_several_tasks_leaves_the_rest_as_it_is(self, officer, plan):
        lead, old, new = OrganisationFactory.create_batch(3)
        tasks = TaskFactory.create_batch(2, plan=plan, lead_label="các trường", lead_is_inferred=True, weight=2)
        tasks[0].coordinating.add(old, new)
        untouched = TaskFactory(plan=plan)

        self.post(
            officer, plan, tasks, lead=lead.pk, coordinating=[new.pk], due_on="30/6/2018", levels="MN", is_reported="no"
        )

        for task in Task.objects.filter(pk__in=[task.pk for task in tasks]):
            assert (task.lead, task.lead_text, task.lead_is_inferred) == (lead, lead.short_name, False)
            assert (task.due_on, task.levels, task.is_reported, task.weight) == (dt.date(2018, 6, 30), "MN", False, 2)
        assert [task.coordinating.count() for task in tasks] == [2, 1]
        assert Task.objects.get(pk=untouched.pk).lead is None

    def test_nothing_chosen_is_said(self, officer, plan):
        response = self.post(officer, plan, [TaskFactory(plan=plan)])

        assert response.status_code == 422
        assert "Chọn ít nhất một nội dung để giao." in response.content.decode()

    def test_no_task_ticked_leads_back_with_a_hint(self, officer, plan):
        response = officer.get(reverse("plan_tasks_assign", args=[plan.pk]), follow=True)

        assert "Đánh dấu các mục cần giao" in response.content.decode()

    def test_what_somebody_else_changed_meanwhile_is_looked_at_again(self, officer, plan):
        task = TaskFactory(plan=plan)
        read_as = officer.get(self.url(plan, [task])).context["read_as"]
        Task.objects.filter(pk=task.pk).update(due_on=dt.date(2018, 5, 1))

        response = officer.post(
            reverse("plan_tasks_assign", args=[plan.pk]), {"ids": task.pk, "read_as": read_as, "due_on": "1/6/2018"}
        )

        assert response.status_code == 409
        assert Task.objects.get(pk=task.pk).due_on == dt.date(2018, 5, 1)

    def test_a_due_day_before_a_start_names_the_task(self, officer, plan):
        task = TaskFactory(plan=plan, code="II.7", starts_on=dt.date(2018, 6, 1))

        response = self.post(officer, plan, [task], due_on="1/5/2018")

        assert "Sớm hơn ngày bắt đầu của mục II.7." in response.content.decode()

    def test_tasks_of_other_plans_are_left_out(self, officer, plan):
        other = TaskFactory(levels="TH")

        self.post(officer, plan, [TaskFactory(plan=plan), other], levels="MN")

        assert Task.objects.get(pk=other.pk).levels == "TH"
