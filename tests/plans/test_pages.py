"""The pages of plans: who finds which plan, and what a plan shows of itself."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from config.navigation import area_name
from plans.enums import PlanStatus, RecipientRole, RelationKind
from plans.models import CitedDocument, Plan, PlanRecipient, PlanRelation
from plans.permissions import can_view_plan, reads_results, receives_reports
from plans.queries import task_tree
from tests.factories import (
    OfficeFactory,
    OrganisationFactory,
    OutlineSectionFactory,
    PeoplesCommitteeFactory,
    PlanFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    TargetFactory,
    TaskFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _area_is_known(db):
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


LIST = "/plans/"


def _page(plan):
    return reverse("plan_detail", args=[plan.pk])


def _recipient(plan, organisation=None, role=RecipientRole.COORDINATE, **fields):
    fields.setdefault("name", organisation.name if organisation else "Nơi nhận")
    return PlanRecipient.objects.create(plan=plan, organisation=organisation, role=role, **fields)


@pytest.fixture
def plan():
    return PlanFactory(issuer=OfficeFactory(short_name="Cơ quan phát hành"))


@pytest.fixture
def officer(plan):
    return member(plan.receiver, "officer")


def _people(plan):
    """One person of every relation to the plan, and one of none."""
    school = PlanReporterFactory(plan=plan).organisation
    copied = OrganisationFactory()
    _recipient(plan, copied)
    return {
        "issuer": member(plan.issuer, "clerk"),
        "receiver": member(plan.receiver, "officer"),
        "overseer": member(plan.forwarded_to, "leader"),
        "reporter": member(school, "principal"),
        "copied": member(copied, "observer"),
        "administrator": member(OfficeFactory(), "administrator"),
        "stranger": member(SchoolFactory().organisation, "principal"),
        "seatless": member(OrganisationFactory(valid_to=None), "observer"),
    }


class TestWhoMaySee:
    @pytest.mark.parametrize("status", PlanStatus.values)
    def test_the_list_and_the_single_answer_agree_for_everybody(self, status):
        plan = PlanFactory(status=status)
        people = _people(plan)
        people["seatless"].memberships.all().delete()

        listed = {name for name, user in people.items() if plan in Plan.objects.visible_to(user)}
        allowed = {name for name, user in people.items() if can_view_plan(user, plan)}

        known = {"issuer", "receiver", "overseer", "administrator"}
        assert listed == allowed == (known if status == PlanStatus.DRAFT else known | {"reporter", "copied"})

    def test_board_and_results_are_offered_to_those_they_are_made_for(self, plan):
        people = _people(plan)

        assert {name for name, user in people.items() if receives_reports(user, plan)} == {"receiver", "administrator"}
        assert {name for name, user in people.items() if reads_results(user, plan)} == {
            "receiver",
            "administrator",
            "overseer",
            "copied",
        }

    def test_a_plan_of_others_is_neither_listed_nor_found(self, login_as, plan):
        client = login_as(member(SchoolFactory().organisation, "principal"))

        assert list(client.get(LIST).context["page"].object_list) == []
        assert client.get(_page(plan)).status_code == 404

    @pytest.mark.parametrize("path", ["/plans/", "/plans/1/"])
    def test_the_pages_ask_for_a_login(self, path):
        assert Client().get(path)["Location"] == f"/login/?next={path}"


class TestList:
    def test_the_latest_year_comes_first_and_filters_live_in_the_address(self, login_as, officer, plan):
        newer = PlanFactory(issuer=plan.issuer, year=2019, title="Đổi mới căn bản năm 2019")
        closed = PlanFactory(issuer=plan.issuer, year=2017, status=PlanStatus.CLOSED)
        client = login_as(officer)

        def listed(**query):
            return list(client.get(LIST, query).context["page"].object_list)

        assert listed() == [newer, plan, closed]
        assert listed(q="doi moi can ban") == [newer]
        assert listed(year=2018) == [plan]
        assert listed(status="closed") == [closed]

    def test_nothing_found_says_what_to_do(self, login_as, officer, plan):
        page = login_as(officer).get(LIST, {"q": "không có"}).content.decode()

        assert "Không có kế hoạch nào phù hợp" in page
        assert plan.title not in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, login_as, officer, plan, count, django_assert_num_queries):
        PlanFactory.create_batch(count - 1, issuer=plan.issuer)
        client = login_as(officer)

        with django_assert_num_queries(7):
            response = client.get(LIST)

        assert len(response.context["page"].object_list) == count


class TestDetail:
    def test_the_document_names_what_it_implements_before_its_legal_bases(self, login_as, officer, plan):
        basis = CitedDocument.objects.create(document_type="CT", number="13", symbol="CT-TN", subject="chấn chỉnh")
        upper = CitedDocument.objects.create(
            document_type="KH",
            number="97",
            symbol="KH/TN",
            style="party",
            issued_on=dt.date(2018, 1, 31),
            subject="ba nhiệm vụ trọng tâm",
            issuer_name="Cơ quan cấp trên",
        )
        PlanRelation.objects.create(plan=plan, kind=RelationKind.LEGAL_BASIS, to_document=basis, position=1)
        PlanRelation.objects.create(plan=plan, kind=RelationKind.IMPLEMENTS, to_document=upper, position=2)

        page = login_as(officer).get(_page(plan)).content.decode()

        citation = "Kế hoạch 97-KH/TN ngày 31/01/2018: ba nhiệm vụ trọng tâm"
        assert citation in page
        assert "Chỉ thị 13/CT-TN: chấn chỉnh" in page
        assert page.index(citation) < page.index("Chỉ thị 13/CT-TN")

    def test_a_related_plan_is_linked_only_for_those_who_may_read_it(self, login_as, officer, plan):
        open_plan, hidden = PlanFactory(issuer=plan.issuer), PlanFactory()
        PlanRelation.objects.create(plan=plan, kind=RelationKind.IMPLEMENTS, to_plan=open_plan)
        PlanRelation.objects.create(plan=plan, kind=RelationKind.MENTIONS, to_plan=hidden)

        page = login_as(officer).get(_page(plan)).content.decode()

        assert f'href="{_page(open_plan)}"' in page
        assert hidden.full_citation in page
        assert f'href="{_page(hidden)}"' not in page

    def test_recipients_stand_by_role_in_the_order_of_the_document(self, login_as, officer, plan):
        _recipient(plan, role=RecipientRole.FILE, name="VT", position=1)
        _recipient(plan, role=RecipientRole.CARRY_OUT, name="Các trường", position=2)
        _recipient(plan, role=RecipientRole.REPORT_TO, name="Cấp trên", position=3)
        _recipient(plan, role=RecipientRole.CARRY_OUT, name="Các cơ sở", position=4)

        groups = login_as(officer).get(_page(plan)).context["recipient_groups"]

        assert [(group.role, [row.name for row in group.recipients]) for group in groups] == [
            (RecipientRole.REPORT_TO, ["Cấp trên"]),
            (RecipientRole.CARRY_OUT, ["Các trường", "Các cơ sở"]),
            (RecipientRole.FILE, ["VT"]),
        ]

    def test_periods_show_the_plan_s_words_and_the_last_moment(self, login_as, officer, plan):
        period = ReportingPeriodFactory(plan=plan, position=2, deadline_text="trước ngày 10/6/2018")

        page = login_as(officer).get(_page(plan)).content.decode()

        assert "trước ngày 10/6/2018" in page
        assert "hạn cuối 23:59 ngày 09/06/2018" in page
        assert reverse("period_board", args=[period.pk]) in page
        assert reverse("period_results", args=[period.pk]) in page

    @pytest.mark.parametrize(("role", "links"), [("leader", (False, True)), ("clerk", (False, False))])
    def test_links_to_board_and_results_follow_the_rights(self, login_as, plan, role, links):
        period = ReportingPeriodFactory(plan=plan)
        organisation = plan.forwarded_to if role == "leader" else PlanReporterFactory(plan=plan).organisation

        page = login_as(member(organisation, role)).get(_page(plan)).content.decode()

        names = ("period_board", "period_results")
        assert tuple(reverse(name, args=[period.pk]) in page for name in names) == links

    def test_targets_and_outline_are_shown(self, login_as, officer, plan):
        TargetFactory(plan=plan, value="1.02", operator="<", wording="giảm xuống dưới 1,02%")
        OutlineSectionFactory(plan=plan, label="1", title="Kết quả đạt được", parent_title="I. Kết quả")

        page = login_as(officer).get(_page(plan)).content.decode()

        assert "&lt; 1,02%" in page
        assert "giảm xuống dưới 1,02%" in page
        assert "1. Kết quả đạt được" in page


class TestTaskTree:
    def test_parents_come_before_their_children_at_their_depth(self, plan):
        second = TaskFactory(plan=plan, position=2, code="III")
        first = TaskFactory(plan=plan, position=1, code="II")
        leaf = TaskFactory(
            plan=plan, position=5, code="II.1.1", parent=TaskFactory(plan=plan, position=4, parent=first)
        )
        TaskFactory(plan=PlanFactory())

        rows = task_tree(plan)

        assert [(row.task, row.depth, row.has_children) for row in rows] == [
            (first, 0, True),
            (leaf.parent, 1, True),
            (leaf, 2, False),
            (second, 0, False),
        ]

    def test_the_six_columns_and_the_inferred_lead(self, login_as, officer, plan):
        unit = OrganisationFactory(short_name="Đơn vị phối hợp")
        task = TaskFactory(
            plan=plan,
            label="1",
            title="Đổi mới dạy học",
            text="Toàn văn của nhiệm vụ",
            lead_label="các trường",
            lead_is_inferred=True,
            due_on=dt.date(2018, 6, 30),
            expected_result="Báo cáo chuyên đề",
        )
        task.coordinating.add(unit)
        TaskFactory(plan=plan, title="Việc văn bản giao rõ", lead=OrganisationFactory(short_name="Đơn vị chủ trì"))

        page = login_as(officer).get(_page(plan)).content.decode()

        heads = ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Kết quả"]
        table = page[page.index('id="tasks"') :]
        places = [table.index(f">{head}</th>") for head in heads]
        assert places == sorted(places)
        assert "<em>các trường</em>" in page
        assert "Đơn vị chủ trì" in page
        assert "<em>Đơn vị chủ trì</em>" not in page
        assert "cổng suy luận" in page
        assert "30/06/2018" in page
        assert "Đơn vị phối hợp" in page
        assert "2 việc" in page

    def test_the_full_text_of_one_task_at_a_time_opens_without_any_script(self, login_as, officer, plan):
        task = TaskFactory(plan=plan, text="Toàn văn thứ nhất")
        TaskFactory(plan=plan, text="Toàn văn thứ hai")
        client = login_as(officer)

        closed = client.get(_page(plan)).content.decode()
        opened = client.get(_page(plan), {"task": task.pk}).content.decode()

        assert f'href="?task={task.pk}#t{task.pk}"' in closed
        assert "Toàn văn thứ nhất" not in closed
        assert "Toàn văn thứ nhất" in opened
        assert "Toàn văn thứ hai" not in opened

    def test_units_and_words_of_the_document_coordinate_together(self, plan):
        task = TaskFactory(plan=plan, coordinating_label="tổ liên ngành")
        task.coordinating.add(OrganisationFactory(short_name="Đơn vị B"), OrganisationFactory(short_name="Đơn vị A"))

        assert task_tree(plan)[0].coordinating_text == "Đơn vị A, Đơn vị B; tổ liên ngành"

    def test_a_full_sized_plan_stays_below_60_kilobytes(self, login_as, officer, plan):
        for part in range(6):
            parent = TaskFactory(plan=plan, title=f"Phần {part}", text="")
            for number in range(11):
                TaskFactory(
                    plan=plan,
                    parent=parent,
                    title=f"Nâng cao chất lượng chăm sóc, nuôi dưỡng và bảo đảm an toàn số {number}",
                    text="Tham mưu cấp ủy, chính quyền; phối hợp chặt chẽ. " * 8,
                    lead_label="các trường mầm non",
                    lead_is_inferred=True,
                    coordinating_label="cơ quan giáo dục, trạm y tế, ban đại diện cha mẹ",
                    expected_result="Báo cáo kết quả theo kỳ",
                    due_on=dt.date(2018, 11, 15),
                )
        for position in (1, 2, 3, 4):
            ReportingPeriodFactory(plan=plan, position=position)
        TargetFactory.create_batch(12, plan=plan)
        OutlineSectionFactory.create_batch(12, plan=plan)

        response = login_as(officer).get(_page(plan))

        assert len(response.context["rows"]) == 72
        assert len(response.content) <= 60_000

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, login_as, officer, plan, count, django_assert_num_queries):
        for position in range(1, count + 1):
            ReportingPeriodFactory(plan=plan, position=position)
            TargetFactory(plan=plan)
            OutlineSectionFactory(plan=plan)
            _recipient(plan, PeoplesCommitteeFactory())
            document = CitedDocument.objects.create(subject="Văn bản", number=str(position))
            PlanRelation.objects.create(plan=plan, kind=RelationKind.LEGAL_BASIS, to_document=document)
            PlanRelation.objects.create(plan=plan, kind=RelationKind.IMPLEMENTS, to_plan=PlanFactory())
            parent = TaskFactory(plan=plan, lead=OrganisationFactory())
            TaskFactory(plan=plan, parent=parent, same_as=parent).coordinating.add(OrganisationFactory())
        client = login_as(officer)

        with django_assert_num_queries(12):
            client.get(_page(plan))


@pytest.mark.parametrize(
    ("seat", "role", "linked"),
    [
        ("receiver", "officer", True),
        ("receiver", "head", True),
        ("forwarded_to", "leader", False),
        ("forwarded_to", "administrator", False),
    ],
)
def test_the_reminder_plan_is_linked_for_those_who_edit_it(login_as, seat, role, linked):
    plan = ReportingPeriodFactory().plan

    page = login_as(member(getattr(plan, seat), role)).get(_page(plan))

    assert (f'href="{reverse("reminder_plan", args=[plan.pk])}"' in page.content.decode()) == linked
