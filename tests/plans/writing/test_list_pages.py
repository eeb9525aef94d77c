"""The parts of a plan that are lists: relations, recipients, outline, and the units that report."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus, RelationKind, SectionKind
from plans.models import CitedDocument, OutlineSection, Plan, PlanRelation
from plans.services.outlines import presets
from reports.models import SectionEntry
from schools.enums import OrganisationKind, Role
from tests.factories import (
    CitedDocumentFactory,
    OfficeFactory,
    OrganisationFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanRecipientFactory,
    PlanRelationFactory,
    PlanReporterFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
Login = Callable[[Any], Client]


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(status=PlanStatus.DRAFT)


@pytest.fixture
def client(plan: Plan) -> Client:
    """An officer of the plan's issuer."""
    client = Client()
    client.force_login(member(plan.issuer, Role.OFFICER), backend=BACKEND)
    return client


class Editor:
    """One list page as a browser uses it: the digest of the page that was read goes along."""

    def __init__(self, client: Client, name: str, plan: Plan) -> None:
        self.client, self.url = client, reverse(name, args=[plan.pk])
        self.read_as = self.read()

    def read(self) -> str:
        page = self.client.get(self.url)
        assert page.status_code == 200
        return str(page.context["read_as"])

    def send(self, action: str, **data: Any) -> Any:
        return self.client.post(self.url, {"read_as": self.read_as, "action": action, **data})


def test_rows_are_added_moved_and_removed(client: Client, plan: Plan) -> None:
    for name in ("Một", "Hai", "Ba"):
        Editor(client, "plan_recipients", plan).send("save", name=name, role="carry_out")
    last = plan.recipients.get(name="Ba")

    Editor(client, "plan_recipients", plan).send("up", row=last.pk)
    Editor(client, "plan_recipients", plan).send("remove", row=plan.recipients.get(name="Một").pk)

    assert list(plan.recipients.order_by("position").values_list("name", flat=True)) == ["Ba", "Hai"]


@pytest.mark.parametrize(("action", "at"), [("up", 0), ("down", 1)])
def test_a_row_at_the_end_stays_there(client: Client, plan: Plan, action: str, at: int) -> None:
    rows = [PlanRecipientFactory(plan=plan, position=position) for position in (1, 2)]

    Editor(client, "plan_recipients", plan).send(action, row=rows[at].pk)

    assert list(plan.recipients.order_by("position")) == rows


def test_a_recipient_of_the_portal_lends_its_name(client: Client, plan: Plan) -> None:
    body = OrganisationFactory(short_name="Gọn", name="Tên đầy đủ")

    empty = Editor(client, "plan_recipients", plan).send("save", name="", role="file")
    Editor(client, "plan_recipients", plan).send("save", name="", role="file", organisation=body.pk)

    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["name"])
    assert plan.recipients.get().name == "Tên đầy đủ"


def test_a_change_against_an_older_list_is_shown_and_not_made(client: Client, plan: Plan) -> None:
    row = PlanRecipientFactory(plan=plan, name="Cũ", role="file", organisation=None)
    editor = Editor(client, "plan_recipients", plan)
    Editor(client, "plan_recipients", plan).send("save", row=row.pk, name="Của người khác", role="file")

    page = editor.send("save", row=row.pk, name="Của tôi", role="file")
    editor.send("remove", row=row.pk)

    row.refresh_from_db()
    assert (page.status_code, row.name) == (409, "Của người khác")
    assert [(d.typed, d.stored) for d in page.context["clash"].differences] == [("Của tôi", "Của người khác")]


def test_a_row_of_another_plan_does_not_exist(client: Client, plan: Plan) -> None:
    foreign = PlanRecipientFactory()

    assert Editor(client, "plan_recipients", plan).send("remove", row=foreign.pk).status_code == 404
    assert client.get(reverse("plan_recipients", args=[plan.pk]), {"row": "x"}).status_code == 404


# -- relations ----------------------------------------------------------------------------------------------------
NEW = {
    "chosen": "",
    "document-document_type": "KL",
    "document-number": "51-KL/TW",
    "document-symbol": "",
    "document-style": "state",
    "document-subject": "Kết luận thử nghiệm",
    "document-issuer_name": "Cơ quan cấp trên",
}


def test_a_new_document_is_described_with_what_it_carries_out(client: Client, plan: Plan) -> None:
    above = CitedDocumentFactory()

    Editor(client, "plan_relations", plan).send(
        "save", kind=RelationKind.IMPLEMENTS, **NEW, **{"document-carries_out": above.pk}
    )

    document = plan.relations.get().document
    assert isinstance(document, CitedDocument)
    assert (document.number, document.symbol, document.style) == ("51", "KL/TW", "party")
    assert (document.full_number, document.carries_out) == ("51-KL/TW", above)


def test_a_document_that_is_known_is_chosen_not_written_again(client: Client, plan: Plan) -> None:
    known = CitedDocumentFactory(document_type="KL", number="51", symbol="KL/TW", issuer_name="Cơ quan cấp trên")

    twice = Editor(client, "plan_relations", plan).send("save", kind="implements", **NEW)
    Editor(client, "plan_relations", plan).send("save", kind="implements", chosen=f"document:{known.pk}")
    again = Editor(client, "plan_relations", plan).send("save", kind="implements", chosen=f"document:{known.pk}")

    assert (twice.status_code, list(twice.context["form"].document.errors)) == (422, ["number"])
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["chosen"])
    assert [relation.to_document for relation in plan.relations.all()] == [known]


def test_searching_finds_plans_and_documents_and_keeps_what_was_typed(client: Client, plan: Plan) -> None:
    other = PlanFactory(issuer=plan.issuer, subject="Chuẩn quốc gia")
    cited = CitedDocumentFactory(subject="Trường chuẩn quốc gia")
    CitedDocumentFactory(subject="Việc khác")
    PlanFactory(subject="Chuẩn quốc gia của nơi không xem được")

    page = Editor(client, "plan_relations", plan).send("search", words="chuan quoc gia", kind="amends", **NEW)

    form = page.context["form"]
    assert [key for key, _, _ in form.found] == [f"plan:{other.pk}", f"document:{cited.pk}"]
    assert (form["kind"].value(), form.document["subject"].value()) == ("amends", "Kết luận thử nghiệm")
    assert page.status_code == 200


def test_a_document_others_refer_to_keeps_its_words(client: Client, plan: Plan) -> None:
    own, shared = PlanRelationFactory(plan=plan), PlanRelationFactory(plan=plan)
    PlanRelationFactory(to_document=shared.to_document)
    words = {**NEW, "document-subject": "Sửa lại", "kind": "mentions"}

    Editor(client, "plan_relations", plan).send("save", row=own.pk, **words)
    Editor(client, "plan_relations", plan).send("save", row=shared.pk, **words)

    own.refresh_from_db()
    shared.refresh_from_db()
    assert (own.kind, shared.kind) == ("mentions", "mentions")
    assert own.to_document.subject == "Sửa lại"
    assert shared.to_document.subject == "Nghị quyết thử nghiệm"


def test_a_chain_never_leads_back_to_itself(client: Client, plan: Plan) -> None:
    low = PlanRelationFactory(plan=plan).to_document
    relation = PlanRelationFactory(plan=plan)
    low.carries_out = relation.to_document
    low.save()

    page = Editor(client, "plan_relations", plan).send(
        "save", row=relation.pk, kind="mentions", **{**NEW, "document-carries_out": low.pk}
    )

    assert (page.status_code, list(page.context["form"].document.errors)) == (422, ["carries_out"])


def test_nothing_of_a_new_document_stays_when_the_list_was_changed(client: Client, plan: Plan) -> None:
    editor = Editor(client, "plan_relations", plan)
    PlanRelationFactory(plan=plan)

    page = editor.send("save", kind="implements", **NEW)

    assert page.status_code == 409
    assert not CitedDocument.objects.filter(number="51").exists()
    assert PlanRelation.objects.filter(plan=plan).count() == 1


# -- outline ------------------------------------------------------------------------------------------------------
SECTION = {"label": "II.1", "title": "Mục mới", "short_title": "", "kind": "text", "levels": "MN TH THCS", "code": ""}


def test_a_section_gets_a_code_and_a_short_title(client: Client, plan: Plan) -> None:
    Editor(client, "plan_outline_edit", plan).send("save", **SECTION)
    Editor(client, "plan_outline_edit", plan).send("save", **SECTION)

    assert list(plan.outline.order_by("position").values_list("code", "short_title")) == [
        ("II.1", "Mục mới"),
        ("II.1-2", "Mục mới"),
    ]


def test_ready_outlines_can_be_read_and_taken(client: Client, plan: Plan) -> None:
    OutlineSectionFactory(plan=plan)

    for code, preset in presets().items():
        client.post(
            reverse("plan_outline_take", args=[plan.pk]),
            {"source": f"preset:{code}", "read_as": Editor(client, "plan_outline_edit", plan).read_as},
        )
        taken = list(plan.outline.order_by("position").values_list("code", flat=True))
        assert taken == [section["code"] for section in preset.sections]


def test_the_outline_of_another_plan_is_taken_over_but_not_of_a_hidden_one(client: Client, plan: Plan) -> None:
    other = OutlineSectionFactory(plan__issuer=plan.issuer, kind=SectionKind.TASKS)
    hidden = OutlineSectionFactory()
    url = reverse("plan_outline_take", args=[plan.pk])
    read_as = Editor(client, "plan_outline_edit", plan).read_as

    assert client.post(url, {"source": f"plan:{hidden.plan_id}", "read_as": read_as}).status_code == 404
    client.post(url, {"source": f"plan:{other.plan_id}", "read_as": read_as})

    assert list(plan.outline.values_list("code", "kind")) == [(other.code, SectionKind.TASKS)]


def test_what_reports_use_is_neither_removed_nor_turned_into_something_else(client: Client, plan: Plan) -> None:
    section = OutlineSectionFactory(plan=plan)
    SectionEntry.objects.create(submission=SubmissionFactory(period__plan=plan), section=section, text="Đã ghi")
    editor = Editor(client, "plan_outline_edit", plan)

    editor.send("remove", row=section.pk)
    editor.send("save", row=section.pk, **{**SECTION, "kind": "tasks", "code": "KHAC"})
    client.post(reverse("plan_outline_take", args=[plan.pk]), {"source": "preset:nhanh", "read_as": editor.read()})

    kept = OutlineSection.objects.get(plan=plan)
    assert (kept.title, kept.code, kept.kind) == ("Mục mới", section.code, SectionKind.TEXT)


# -- units that report --------------------------------------------------------------------------------------------
def pick(client: Client, plan: Plan, action: str, query: str = "", **data: Any) -> Any:
    return client.post(reverse("plan_audience_pick", args=[plan.pk]) + query, {"action": action, **data})


def test_units_are_picked_by_level_and_commune(client: Client, plan: Plan) -> None:
    here = SchoolFactory(name="MN Ở Đây")
    both = SchoolFactory(name="TH và THCS", levels="TH THCS")
    SchoolFactory(name="MN Nơi Khác")

    pick(client, plan, "add_all", f"?level=MN&commune={here.commune.pk}")
    pick(client, plan, "add_all", "?level=THCS")

    assert {row.organisation for row in plan.reporters.all()} == {here.organisation, both.organisation}


def test_single_units_are_added_and_dropped(client: Client, plan: Plan) -> None:
    kept, gone = PlanReporterFactory(plan=plan).organisation, PlanReporterFactory(plan=plan).organisation
    new = OrganisationFactory(kind=OrganisationKind.UNION)

    pick(client, plan, "add", unit=[new.pk, kept.pk])
    pick(client, plan, "drop", unit=[gone.pk])

    assert {row.organisation for row in plan.reporters.all()} == {kept, new}


def test_in_force_only_the_head_changes_who_reports_and_says_why(login_as: Login) -> None:
    plan = PlanFactory()
    new = OfficeFactory()
    officer, head = member(plan.issuer, Role.OFFICER), member(plan.issuer, Role.HEAD)

    forbidden = pick(login_as(officer), plan, "add", unit=new.pk, reason="Bổ sung")
    pick(login_as(head), plan, "add", unit=new.pk)
    without_reason = plan.reporters.count()
    pick(login_as(head), plan, "add", unit=new.pk, reason="Bổ sung đơn vị")

    assert (forbidden.status_code, without_reason, plan.reporters.count()) == (403, 0, 1)
    assert plan.revisions.order_by("number").last().reason == "Bổ sung đơn vị"


@pytest.mark.parametrize(
    ("name", "queries"),
    [("plan_recipients", 8), ("plan_relations", 10), ("plan_outline_edit", 8), ("plan_audience", 10)],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_every_size(
    client: Client, plan: Plan, name: str, queries: int, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        PlanRecipientFactory(plan=plan)
        PlanRelationFactory(plan=plan)
        OutlineSectionFactory(plan=plan)
        PlanReporterFactory(plan=plan)
    url = reverse(name, args=[plan.pk])
    client.get(url)

    with django_assert_num_queries(queries):
        client.get(url)
