"""Linking a task to the task of another plan that it carries out."""

import pytest

from plans.enums import PlanStatus, RelationKind
from plans.models import Plan, Task
from plans.tree.links import goes_in_circles, link_candidates
from tests.factories import PlanFactory, PlanRelationFactory, TaskFactory, member
from tests.plans.tree.task_form import edit_url, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(status=PlanStatus.DRAFT)


@pytest.fixture
def person(plan):
    return member(plan.issuer, "officer")


@pytest.fixture
def officer(person, login_as):
    return login_as(person)


def test_plans_that_this_one_implements_are_offered_first(plan, person):
    above = TaskFactory(plan__issuer=plan.issuer, title="Dạy bơi cho học sinh")
    PlanRelationFactory(plan=plan, kind=RelationKind.IMPLEMENTS, to_document=None, to_plan=above.plan)
    beside = TaskFactory(plan__issuer=plan.issuer, plan__year=2030, title="Dạy bơi")
    hidden = TaskFactory(title="Dạy bơi")
    own = TaskFactory(plan=plan, title="Dạy bơi")

    found = link_candidates(plan, person, "day boi")

    assert found == [above, beside]
    assert link_candidates(plan, person, "") == [above]
    assert hidden not in found
    assert own not in found


def test_words_of_the_plan_find_its_tasks_too(plan, person):
    task = TaskFactory(plan__issuer=plan.issuer, plan__number="97", plan__title="Kế hoạch đổi mới", title="Việc")

    assert link_candidates(plan, person, "doi moi viec") == [task]


def test_looking_for_a_task_keeps_what_was_typed_and_saving_links_it(officer, plan):
    task, above = TaskFactory(plan=plan), TaskFactory(plan__issuer=plan.issuer, title="Đổi mới quản lý")

    found = save(officer, edit_url(task), title="Đang gõ", find="1", link_q="doi moi")
    assert found.status_code == 200
    assert 'value="Đang gõ"' in found.content.decode()
    assert f"{above.plan.title}, mục {above.code}: Đổi mới quản lý" in found.content.decode()
    save(officer, edit_url(task), title="Đang gõ", link_q="doi moi", carries_out=above.pk)

    task.refresh_from_db()
    assert (task.title, task.carries_out) == ("Đang gõ", above)


def test_enter_looks_when_the_words_of_the_search_are_new_and_saves_otherwise(officer, plan):
    task, above = TaskFactory(plan=plan, title="Cũ"), TaskFactory(plan__issuer=plan.issuer, title="Đổi mới quản lý")

    looked = save(officer, edit_url(task), title="Đang gõ", enter="1", link_q="doi moi", link_looked="")

    assert looked.status_code == 200
    assert above.title in looked.content.decode()
    assert '<input type="hidden" name="link_looked" value="doi moi">' in looked.content.decode()
    assert looked.content.decode().index('name="enter"') < looked.content.decode().index('name="find"')
    task.refresh_from_db()
    assert task.title == "Cũ"
    saved = save(officer, edit_url(task), title="Mới", enter="1", link_q="doi moi", link_looked="doi moi")
    task.refresh_from_db()
    assert (saved.status_code, task.title) == (302, "Mới")


def test_a_task_of_a_hidden_plan_cannot_be_linked_but_an_old_link_stays(officer, plan):
    hidden, old = TaskFactory(), TaskFactory()
    task = TaskFactory(plan=plan, carries_out=old)

    refused = save(officer, edit_url(task), carries_out=hidden.pk)
    kept = save(officer, edit_url(task), title="Mới")

    assert kept.status_code == 302
    assert old.title not in officer.get(edit_url(task)).content.decode()
    assert "carries_out" in refused.context["form"].errors
    task.refresh_from_db()
    assert (task.title, task.carries_out) == ("Mới", old)


def test_a_circle_is_refused(officer, plan):
    task = TaskFactory(plan=plan)
    middle = TaskFactory(plan__issuer=plan.issuer, carries_out=task)
    top = TaskFactory(plan__issuer=plan.issuer, carries_out=middle)

    response = save(officer, edit_url(task), carries_out=top.pk)

    assert "đang thực hiện chính nhiệm vụ này" in response.content.decode()


def test_data_that_already_circle_do_not_hang():
    first = TaskFactory()
    second = TaskFactory(carries_out=first)
    Task.objects.filter(pk=first.pk).update(carries_out=second)

    assert not goes_in_circles(TaskFactory(), second)
