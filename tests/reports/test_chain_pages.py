"""The chain of a task: from a school's entry up to the document it serves, down to figures and entries."""

import pytest
from django.urls import reverse

from plans.enums import RelationKind
from plans.models import Task
from reports.queries.chain import task_chain
from reports.queries.chain_figures import latest_entries, task_figures
from tests.factories import (
    CitedDocumentFactory,
    IndicatorFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanRelationFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TargetFactory,
    TaskEntryFactory,
    TaskFactory,
    member,
)
from tests.reports.kit import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return ReportingPeriodFactory()


@pytest.fixture
def task(period) -> Task:
    return TaskFactory(plan=period.plan, title="Tăng tỷ lệ trường chuẩn", code="II.2")


@pytest.fixture
def officer(period):
    return member(period.plan.receiver, "officer")


def page(client, name: str, task: Task) -> str:
    return client.get(reverse(name, args=[task.pk])).content.decode()


class TestUpAndDown:
    def test_up_to_the_conclusion(self, login_as, officer, period, task):
        conclusion = CitedDocumentFactory(document_type="KL", number="51")
        province = CitedDocumentFactory(document_type="KH", number="97", carries_out=conclusion)
        above = TaskFactory(plan__issuer=period.plan.issuer, code="II.5", title="Đổi mới quản lý")
        Task.objects.filter(pk=task.pk).update(carries_out=above)
        PlanRelationFactory(plan=above.plan, kind=RelationKind.IMPLEMENTS, to_document=province)

        shown = page(login_as(officer), "task_chain", task)

        steps = [task.title, "II.5. Đổi mới quản lý", above.plan.full_citation, "Kế hoạch 97", "Kết luận 51"]
        places = [shown.index(step) for step in steps]
        assert places == sorted(places)
        assert f'href="{reverse("document_detail", args=[conclusion.pk])}"' in shown

    def test_of_a_hidden_plan_above_only_the_plan_is_named(self, login_as, officer, task):
        above = TaskFactory(title="Việc không được xem", code="IV.9")
        Task.objects.filter(pk=task.pk).update(carries_out=above)

        shown = page(login_as(officer), "task_chain", task)

        assert "Việc không được xem" not in shown
        assert f"mục IV.9, {above.plan.full_citation}" in shown
        assert reverse("task_chain", args=[above.pk]) not in shown

    def test_a_school_gets_up_to_the_conclusion_through_a_plan_it_cannot_read(self, login_as, period, task):
        conclusion = CitedDocumentFactory(document_type="KL", number="51")
        above = TaskFactory(title="Việc không được xem")
        Task.objects.filter(pk=task.pk).update(carries_out=above)
        PlanRelationFactory(plan=period.plan, kind=RelationKind.IMPLEMENTS, to_document=None, to_plan=above.plan)
        PlanRelationFactory(plan=above.plan, kind=RelationKind.IMPLEMENTS, to_document=conclusion)
        PlanRelationFactory(plan=above.plan, to_document=CitedDocumentFactory(subject="Căn cứ riêng"))
        school = SubmissionFactory(period=period).organisation
        client = login_as(member(school, "principal"))

        shown = page(client, "task_chain", task)

        url = reverse("document_detail", args=[conclusion.pk])
        assert f'href="{url}"' in shown
        assert client.get(url).status_code == 200
        assert "Việc không được xem" not in shown
        assert "Căn cứ riêng" not in shown

    def test_tasks_below_and_equal_ones_of_plans_the_person_reads(self, officer, period, task):
        own_plan = PlanFactory(issuer=period.plan.issuer)
        first = TaskFactory(plan=own_plan, carries_out=task)
        second = TaskFactory(plan=PlanFactory(issuer=period.plan.issuer), carries_out=first)
        TaskFactory(carries_out=task)
        twin = TaskFactory(plan=period.plan, same_as=task)

        chain = task_chain(task, officer)

        assert [(step.task, step.level) for step in chain.below] == [(first, 1), (second, 2)]
        assert chain.equals == [twin]

    def test_data_in_circles_end(self, officer, period, task):
        other = TaskFactory(plan__issuer=period.plan.issuer, carries_out=task)
        Task.objects.filter(pk=task.pk).update(carries_out=other)

        chain = task_chain(Task.objects.select_related("plan").get(pk=task.pk), officer)

        assert [step.task for step in chain.above] == [other]
        assert [step.task for step in chain.below] == [other]

    def test_a_plan_s_legal_bases_stand_in_where_it_carries_out_nothing(self, login_as, officer, period, task):
        PlanRelationFactory(plan=period.plan, to_document=CitedDocumentFactory(subject="Chấn chỉnh dạy thêm"))

        assert "Chấn chỉnh dạy thêm" in page(login_as(officer), "task_chain", task)


class TestFigures:
    def test_the_receiver_sees_the_official_figure_a_school_its_own(self, period, task, officer):
        target = TargetFactory(plan=period.plan, value=80)
        own = report(period, target, n=1, d=2)
        report(period, target, n=99, d=100)
        report(period, target, status="submitted", n=0, d=100)
        Task.objects.filter(pk=task.pk).update(parent=None)
        target.indicator.plan_indicators.update(task=TaskFactory(plan=period.plan, parent=task, code="II.2.a"))

        office = task_figures(task, officer)
        school = task_figures(task, member(own.organisation, "principal"))

        assert office is not None
        assert school is not None
        assert [(row.official, row.coverage) for row in office.rows] == [("98,04%", "2/3 đơn vị")]
        assert [(row.official, row.coverage, row.own) for row in school.rows] == [("", "", "50,00%")]

    def test_a_small_denominator_is_shown_as_counts(self, period, task):
        target = TargetFactory(plan=period.plan, indicator=IndicatorFactory(judged_at_school=False))
        own = report(period, target, n=1, d=98)
        target.indicator.plan_indicators.update(task=task)

        figures = task_figures(task, member(own.organisation, "principal"))

        assert figures is not None
        assert [row.own for row in figures.rows] == ["1/98"]

    def test_indicators_of_other_tasks_are_left_out(self, period, task, officer):
        PlanIndicatorFactory(plan=period.plan, task=TaskFactory(plan=period.plan))

        figures = task_figures(task, officer)

        assert figures is not None
        assert figures.rows == []

    def test_before_the_first_period_there_are_none(self, officer):
        task = TaskFactory()

        assert task_figures(task, officer) is None


class TestUnits:
    def test_the_latest_accepted_entry_of_each_unit(self, period, task, officer):
        later = ReportingPeriodFactory(plan=period.plan, position=2)
        first = SubmissionFactory(period=period, accepted=True)
        TaskEntryFactory(submission=first, task=task, text="Kỳ một")
        newer = TaskEntryFactory(
            submission=SubmissionFactory(period=later, organisation=first.organisation, accepted=True), task=task
        )
        other = TaskEntryFactory(submission=SubmissionFactory(period=period, accepted=True), task=task)
        TaskEntryFactory(submission=SubmissionFactory(period=later, submitted=True), task=task)

        assert set(latest_entries(task, officer)) == {newer, other}
        assert latest_entries(task, member(first.organisation, "principal")) == [newer]
        assert latest_entries(task, member(period.plan.forwarded_to, "leader")) == []

    def test_a_school_sees_its_own_words_and_how_many_reported(self, login_as, period, task):
        own = SubmissionFactory(period=period, accepted=True)
        TaskEntryFactory(submission=own, task=task, status="done", text="Việc của trường mình")
        TaskEntryFactory(submission=SubmissionFactory(period=period, accepted=True), task=task, text="Việc trường khác")
        SubmissionFactory(period=period)

        shown = page(login_as(member(own.organisation, "principal")), "task_chain_units", task)

        assert "2/3 đơn vị" in shown
        assert "Việc của trường mình" in shown
        assert "Việc trường khác" not in shown
        assert reverse("submission_detail", args=[own.pk]) in shown

    def test_a_leader_sees_totals_only(self, login_as, period, task):
        TaskEntryFactory(submission=SubmissionFactory(period=period, accepted=True), task=task, text="Lời của trường")

        shown = page(login_as(member(period.plan.forwarded_to, "leader")), "task_chain_units", task)

        assert "1/1 đơn vị" in shown
        assert "Lời của trường" not in shown


class TestPages:
    @pytest.mark.parametrize("name", ["task_chain", "task_chain_figures", "task_chain_units"])
    def test_a_task_of_a_hidden_plan_is_not_found(self, login_as, officer, name):
        assert login_as(officer).get(reverse(name, args=[TaskFactory().pk])).status_code == 404

    @pytest.mark.parametrize("name", ["task_chain_figures", "task_chain_units"])
    def test_parts_come_alone_for_htmx_and_as_pages_without_it(self, login_as, officer, task, name):
        client = login_as(officer)
        url = reverse(name, args=[task.pk])

        assert client.get(url, headers={"HX-Request": "true"}).content.decode().lstrip().startswith("<section")
        assert "<html" in client.get(url).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(
        self, login_as, officer, period, task, count, django_assert_num_queries
    ):
        above = task
        for _ in range(count):
            Task.objects.filter(pk=above.pk).update(carries_out=(up := TaskFactory(plan__issuer=period.plan.issuer)))
            PlanRelationFactory(plan=up.plan, kind=RelationKind.IMPLEMENTS)
            above = up
            TaskFactory(plan__issuer=period.plan.issuer, carries_out=task)
            TaskFactory(plan=period.plan, same_as=task)
            submission = report(period, TargetFactory(plan=period.plan), n=1, d=2)
            TaskEntryFactory(submission=submission, task=task)
        period.plan.plan_indicators.update(task=task)
        client = login_as(officer)
        client.get(reverse("task_chain", args=[task.pk]))  # what every page keeps between requests

        for name, queries in (("task_chain", 11), ("task_chain_figures", 10), ("task_chain_units", 9)):
            with django_assert_num_queries(queries):
                client.get(reverse(name, args=[task.pk]))


def test_a_school_gets_from_its_entry_to_the_reason(login_as, period, task):
    submission = SubmissionFactory(period=period, draft=True)
    client = login_as(member(submission.organisation, "principal"))
    link = f'href="{reverse("task_chain", args=[task.pk])}"'
    section = OutlineSectionFactory(plan=period.plan, kind="tasks")

    assert link in client.get(reverse("submission_detail", args=[submission.pk])).content.decode()
    edit = reverse("submission_edit", args=[submission.pk]) + f"?section={section.code}"
    assert link in client.get(edit).content.decode()
