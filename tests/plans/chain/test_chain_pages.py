"""The chain of documents: what a person comes across, and what stays hidden."""

import pytest
from django.urls import reverse

from plans.chain.reading import chain_of_document, chain_of_plan, readable_plans
from plans.enums import PlanStatus, RelationKind
from plans.models import CitedDocument, Plan
from tests.factories import (
    CitedDocumentFactory,
    PlanFactory,
    PlanRecipientFactory,
    PlanRelationFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    UnitPlanFactory,
    member,
)

pytestmark = pytest.mark.django_db
IMPLEMENTS, BASIS = RelationKind.IMPLEMENTS, RelationKind.LEGAL_BASIS


def relate(plan: Plan, to: Plan | CitedDocument, kind: RelationKind = IMPLEMENTS) -> None:
    target = {"to_plan": to, "to_document": None} if isinstance(to, Plan) else {"to_document": to}
    PlanRelationFactory(plan=plan, kind=kind, **target)


def edges(graph) -> set[tuple[str, str]]:
    return {(edge.lower, edge.upper) for edge in graph.edges}


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def officer(plan):
    return member(plan.issuer, "officer")


class TestReading:
    def test_up_to_the_first_document_and_down_to_the_last_plan(self, plan, officer):
        conclusion = CitedDocumentFactory()
        province = CitedDocumentFactory(carries_out=conclusion)
        above, below, last = PlanFactory(), PlanFactory(issuer=plan.issuer), PlanFactory(issuer=plan.issuer)
        relate(plan, above)
        relate(above, province)
        relate(below, plan)
        relate(last, below)

        graph = chain_of_plan(plan, readable_plans(officer))

        assert edges(graph) == {
            (f"p{plan.pk}", f"p{above.pk}"),
            (f"p{above.pk}", f"d{province.pk}"),
            (f"d{province.pk}", f"d{conclusion.pk}"),
            (f"p{below.pk}", f"p{plan.pk}"),
            (f"p{last.pk}", f"p{below.pk}"),
        }

    def test_a_plan_above_that_is_hidden_is_only_cited(self, plan, officer):
        above = PlanFactory()
        relate(plan, above)

        node = chain_of_plan(plan, readable_plans(officer)).nodes[f"p{above.pk}"]

        assert (node.where.value, node.url, node.note) == ("chỉ được dẫn", "", "")

    def test_a_hidden_plan_or_draft_below_does_not_give_itself_away(self, plan, officer):
        relate(PlanFactory(), plan)
        relate(PlanFactory(status=PlanStatus.DRAFT), plan)

        assert chain_of_plan(plan, readable_plans(officer)).edges == []

    def test_a_hidden_draft_above_hands_nothing_on(self, plan, officer):
        draft = PlanFactory(status=PlanStatus.DRAFT)
        relate(plan, draft)
        relate(draft, CitedDocumentFactory())

        assert edges(chain_of_plan(plan, readable_plans(officer))) == {(f"p{plan.pk}", f"p{draft.pk}")}

    def test_authority_is_not_handed_on(self, plan, officer):
        above = PlanFactory(issuer=plan.issuer)
        relate(plan, above)
        relate(above, CitedDocumentFactory(), BASIS)
        relate(plan, own := CitedDocumentFactory(), BASIS)

        assert edges(chain_of_plan(plan, readable_plans(officer))) == {
            (f"p{plan.pk}", f"p{above.pk}"),
            (f"p{plan.pk}", f"d{own.pk}"),
        }

    def test_units_count_as_one(self, plan, officer):
        for _ in range(3):
            PlanReporterFactory(plan=plan)
        UnitPlanFactory(plan=plan, organisation=plan.reporters.first().organisation)

        graph = chain_of_plan(plan, readable_plans(officer))

        assert graph.nodes[f"u{plan.pk}"].subject == "1/3 đơn vị đã đăng ký"

    def test_data_in_circles_end(self, plan, officer):
        other = PlanFactory(issuer=plan.issuer)
        relate(plan, other)
        relate(other, plan)
        first = CitedDocumentFactory()
        second = CitedDocumentFactory(carries_out=first)
        CitedDocument.objects.filter(pk=first.pk).update(carries_out=second)
        relate(plan, first)

        assert len(chain_of_plan(plan, readable_plans(officer)).nodes) == 4

    def test_a_document_is_known_to_those_whose_plans_lead_to_it(self, plan, officer):
        conclusion = CitedDocumentFactory()
        relate(plan, CitedDocumentFactory(carries_out=conclusion))

        assert chain_of_document(conclusion.pk, readable_plans(officer)) is not None
        assert chain_of_document(conclusion.pk, readable_plans(member(PlanFactory().issuer, "officer"))) is None

    def test_a_document_that_only_a_hidden_plan_cites_is_not_shown_below(self, plan, officer):
        conclusion = CitedDocumentFactory()
        relate(plan, conclusion)
        hidden = CitedDocumentFactory(carries_out=conclusion)
        relate(PlanFactory(status=PlanStatus.DRAFT), hidden)

        found = chain_of_document(conclusion.pk, readable_plans(officer))

        assert found is not None
        assert f"d{hidden.pk}" not in found[1].nodes


class TestPages:
    def test_picture_and_list_say_the_same(self, plan, officer, login_as):
        document = CitedDocumentFactory(subject="Đổi mới giáo dục", issuer_name="Cơ quan trên")
        below = PlanFactory(issuer=plan.issuer)
        relate(plan, document, BASIS)
        relate(below, plan)

        page = login_as(officer).get(reverse("plan_chain", args=[plan.pk])).content.decode()

        main = page[page.index("<main") :]
        picture, listing = main[main.index("<svg") : main.index("</svg>")], main[main.index('id="list"') :]
        assert 'role="img"' in picture
        for part in (picture, listing):
            assert f'href="{reverse("document_detail", args=[document.pk])}"' in part
            assert f'href="{reverse("plan_detail", args=[below.pk])}"' in part
            assert "Căn cứ" in part
            assert "chỉ được dẫn" in part
            assert "trong cổng" in part

    def test_a_document_leads_down_to_the_figures_of_its_plans(self, plan, login_as):
        document = CitedDocumentFactory()
        relate(plan, document)
        period = ReportingPeriodFactory(plan=plan)
        school = PlanReporterFactory(plan=plan).organisation
        url = reverse("document_detail", args=[document.pk])
        results = f'href="{reverse("period_results", args=[period.pk])}"'

        assert results in login_as(member(plan.issuer, "officer")).get(url).content.decode()
        assert results in login_as(member(plan.forwarded_to, "leader")).get(url).content.decode()
        page = login_as(member(school, "principal")).get(url).content.decode()
        assert plan.title in page
        assert results not in page

    def test_a_document_nobody_leads_to_is_not_found(self, officer, login_as):
        url = reverse("document_detail", args=[CitedDocumentFactory().pk])

        assert login_as(officer).get(url).status_code == 404

    def test_a_plan_without_relations_says_so(self, plan, officer, login_as):
        page = login_as(officer).get(reverse("plan_chain", args=[plan.pk])).content.decode()

        assert "chưa ghi văn bản liên quan nào" in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, plan, officer, login_as, count, django_assert_num_queries):
        document = CitedDocumentFactory()
        relate(plan, document)
        for _ in range(count):
            relate(plan, CitedDocumentFactory(carries_out=CitedDocumentFactory()), BASIS)
            relate(below := PlanFactory(issuer=plan.issuer), plan)
            PlanRecipientFactory(plan=below)
            ReportingPeriodFactory(plan=below)
            UnitPlanFactory(plan=below)
        client = login_as(officer)
        client.get(reverse("plan_chain", args=[plan.pk]))  # what every page keeps between requests

        with django_assert_num_queries(10):
            client.get(reverse("plan_chain", args=[plan.pk]))
        with django_assert_num_queries(12):
            client.get(reverse("document_detail", args=[document.pk]))
