"""The pages of requests: who sees what, the filters, the steps, conflicts, and what a list costs."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.enums import Capability, RecommendationStatus
from reports.models import Recommendation, RecommendationGroup
from reports.permissions import can
from reports.queries.requests import with_all
from schools.enums import Role
from schools.models import Organisation
from tests.factories import OfficeFactory, RecommendationFactory, SubmissionFactory, UserFactory, member
from tests.reports.request_lives import ROOMS, load

pytestmark = pytest.mark.django_db
S, C = RecommendationStatus, Capability
LoginAs = Callable[[Any], Client]


@pytest.fixture
def asked() -> Recommendation:
    """A request to the leaders, raised 20 days ago."""
    submission = SubmissionFactory(submitted=True)
    plan = submission.period.plan
    raised = timezone.now() - dt.timedelta(days=20)
    row = RecommendationFactory(submission=submission, text=ROOMS, owner=plan.forwarded_to, raised_at=raised)
    return load(row.pk)


def seat(asked: Recommendation, name: str) -> Any:
    plan = asked.submission.period.plan
    places: dict[str, tuple[Organisation, str]] = {
        "principal": (asked.submission.organisation, Role.PRINCIPAL),
        "officer": (plan.receiver, Role.OFFICER),
        "leader": (plan.forwarded_to, Role.LEADER),
        "observer": (plan.forwarded_to, Role.OBSERVER),
        "administrator": (OfficeFactory(), Role.ADMINISTRATOR),
    }
    if name == "other_principal":
        return member(SubmissionFactory(period=asked.submission.period).organisation, Role.PRINCIPAL)
    return member(*places[name]) if name in places else UserFactory()


SEEN = {
    "principal": {C.VIEW_REQUEST, C.JUDGE_ANSWER},
    "officer": {C.VIEW_REQUEST, C.ANSWER_REQUEST, C.FORWARD_REQUEST},
    "leader": {C.VIEW_REQUEST, C.ANSWER_REQUEST},
    "observer": set(),
    "administrator": {C.VIEW_REQUEST},
    "other_principal": set(),
    "nobody": set(),
}


@pytest.mark.parametrize("name", SEEN)
def test_rules_and_lists_agree(asked: Recommendation, name: str) -> None:
    user = seat(asked, name)
    draft = RecommendationFactory(submission=asked.submission, raised_at=None)

    wanted = (C.VIEW_REQUEST, C.ANSWER_REQUEST, C.FORWARD_REQUEST, C.JUDGE_ANSWER)
    assert {capability for capability in wanted if can(user, capability, asked)} == SEEN[name]
    for row in with_all(Recommendation.objects.filter(Q(pk=asked.pk) | Q(pk=draft.pk))):
        listed = Recommendation.objects.visible_to(user).filter(pk=row.pk).exists()
        assert listed == can(user, C.VIEW_REQUEST, row)
    assert Recommendation.objects.visible_to(user).filter(pk=draft.pk).exists() == (name == "principal")


# -- the list


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("request_list") + query)
    assert page.status_code == 200
    return [row.request.text for row in page.context["rows"]]


def test_a_school_sees_its_own_and_no_other(asked: Recommendation, login_as: LoginAs) -> None:
    RecommendationFactory(submission=SubmissionFactory(period=asked.submission.period, submitted=True), text="khác")
    RecommendationFactory(submission=asked.submission, raised_at=None, text="nháp")

    assert listed(login_as(seat(asked, "principal"))) == [ROOMS]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=PHONG hoc", True),
        ("?q=san choi", False),
        ("?status=open", True),
        ("?status=closed", False),
        ("?addressee=leaders", True),
        ("?addressee=office", False),
        ("?age=15", True),
        ("?age=30", False),
    ],
)
def test_filters(asked: Recommendation, login_as: LoginAs, query: str, found: bool) -> None:
    assert listed(login_as(seat(asked, "officer")), query) == ([ROOMS] if found else [])


def test_filters_by_place_and_owner(asked: Recommendation, login_as: LoginAs) -> None:
    client = login_as(seat(asked, "officer"))
    commune = asked.submission.organisation.school.commune
    period = asked.submission.period

    for query in (f"commune={commune.pk}", f"owner={asked.owner_id}", f"plan={period.plan_id}", f"period={period.pk}"):
        assert listed(client, f"?{query}") == [ROOMS]


def test_the_longest_waiting_open_ones_stand_first(asked: Recommendation, login_as: LoginAs) -> None:
    now = timezone.now()
    for days, text, options in (
        (40, "xong", {"status": S.CLOSED, "closed_at": now}),
        (30, "lâu nhất", {}),
        (1, "mới", {}),
    ):
        raised = now - dt.timedelta(days=days)
        RecommendationFactory(submission=asked.submission, text=text, raised_at=raised, **options)
    client = login_as(seat(asked, "officer"))

    assert listed(client) == ["lâu nhất", ROOMS, "mới", "xong"]
    assert listed(client, "?sort=new") == ["mới", ROOMS, "lâu nhất", "xong"]


def test_the_list_says_how_long_answers_took(asked: Recommendation, login_as: LoginAs) -> None:
    answered = asked.raised_at + dt.timedelta(days=4)
    RecommendationFactory(
        submission=asked.submission, raised_at=asked.raised_at, status=S.ANSWERED, answer="Có.",
        answered_at=answered, first_answered_at=answered,
    )  # fmt: skip

    page = login_as(seat(asked, "officer")).get(reverse("request_list"))

    times = page.context["times"]
    assert (times.median, times.share_text, times.longest) == (4, "1/2 (50%)", 20)
    assert "trung vị 4 ngày" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    asked: Recommendation, login_as: LoginAs, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(1, rows):
        RecommendationFactory(submission=SubmissionFactory(period=asked.submission.period, submitted=True))
    client = login_as(seat(asked, "officer"))

    with django_assert_num_queries(12):
        page = client.get(reverse("request_list"))

    assert len(page.context["rows"]) == rows


def test_empty_lists_say_what_to_do(asked: Recommendation, login_as: LoginAs) -> None:
    nobody = login_as(seat(asked, "nobody")).get(reverse("request_list")).content.decode()

    assert "Chưa có kiến nghị nào." in nobody


def test_the_export_holds_what_the_list_holds(asked: Recommendation, login_as: LoginAs) -> None:
    answer = login_as(seat(asked, "officer")).get(reverse("request_list_export"))

    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert any(ROOMS in row and asked.owner.short_name in row and 20 in row for row in rows)


# -- one request


def step(client: Client, asked: Recommendation, name: str, **data: Any) -> Any:
    prefix = {"answer": "answer", "forward": "forward", "close": "solved", "reject": "unsolved"}[name]
    posted = {f"{prefix}-{key}": value for key, value in data.items()}
    return client.post(reverse(f"request_{name}", args=[asked.pk]), posted)


def test_a_leader_answers_on_the_page(asked: Recommendation, login_as: LoginAs) -> None:
    client = login_as(seat(asked, "leader"))
    html = client.get(reverse("request_detail", args=[asked.pk])).content.decode()
    assert f"Câu trả lời gửi đến {asked.submission.organisation.short_name}." in html

    answer = step(client, asked, "answer", seen=asked.version, text="Đồng ý chủ trương.")

    assert answer.status_code == 302
    assert load(asked.pk).answer == "Đồng ý chủ trương."


def test_the_office_sees_that_it_answers_for_another(asked: Recommendation, login_as: LoginAs) -> None:
    html = login_as(seat(asked, "officer")).get(reverse("request_detail", args=[asked.pk])).content.decode()

    assert f"Trả lời thay {asked.owner.name}" in html


def test_a_conflict_keeps_what_was_typed(asked: Recommendation, login_as: LoginAs) -> None:
    client = login_as(seat(asked, "officer"))
    step(client, asked, "answer", seen=asked.version, text="Lần một.")

    late = step(client, asked, "answer", seen=asked.version, text="Lần hai, viết rất lâu.")

    html = late.content.decode()
    assert late.status_code == 409
    assert "Lần hai, viết rất lâu." in html
    assert f'value="{load(asked.pk).version}"' in html
    assert load(asked.pk).answer == "Lần một."


def test_the_form_of_forwarding_names_who_is_told(asked: Recommendation, login_as: LoginAs) -> None:
    finance = OfficeFactory(name="Phòng Tài chính")
    officer = member(finance, Role.OFFICER)
    OfficeFactory(name="Phòng không người")
    client = login_as(seat(asked, "officer"))

    page = client.get(reverse("request_detail", args=[asked.pk]))

    labels = [label for _, label in page.context["forward_form"].fields["to"].choices]
    assert f"{finance.short_name} – báo cho {officer.full_name}" in labels
    assert not any("không người" in label for label in labels)
    step(client, asked, "forward", seen=asked.version, to=finance.pk, word="")
    assert load(asked.pk).owner == finance


def test_the_school_judges_the_answer(asked: Recommendation, login_as: LoginAs) -> None:
    step(login_as(seat(asked, "leader")), asked, "answer", seen=asked.version, text="Đã cấp.")
    client = login_as(seat(asked, "principal"))
    assert "Trả lời kiến nghị" in client.get(reverse("home")).content.decode()

    without_reason = step(client, asked, "reject", seen=load(asked.pk).version, reason=" ")
    step(client, asked, "reject", seen=load(asked.pk).version, reason="Chưa nhận.")

    assert without_reason.status_code == 422
    assert load(asked.pk).status == S.OPEN
    step(client, asked, "close", seen=load(asked.pk).version, word="")
    assert load(asked.pk).status == S.CLOSED


# -- groups


def test_the_office_groups_what_asks_the_same(asked: Recommendation, login_as: LoginAs) -> None:
    other = SubmissionFactory(period=asked.submission.period, submitted=True)
    twin = RecommendationFactory(submission=other, text="De nghi bổ sung 5 phòng học cho trường")
    RecommendationFactory(submission=other, text="Xin cấp đất mở rộng sân chơi")
    client = login_as(seat(asked, "officer"))
    (suggestion,) = client.get(reverse("request_similar")).context["suggestions"]
    assert {row.pk for row in suggestion.requests} == {asked.pk, twin.pk}

    client.post(reverse("request_group"), {"ids": [asked.pk, twin.pk], "title": "Thiếu phòng học"})

    group = RecommendationGroup.objects.get()
    assert set(group.recommendations.values_list("pk", flat=True)) == {asked.pk, twin.pk}
    html = client.get(reverse("request_detail", args=[asked.pk])).content.decode()
    assert "Một câu trả lời gửi đến cả 2 kiến nghị của nhóm" in html
    assert other.organisation.short_name in html
    school = login_as(seat(asked, "principal")).get(reverse("request_detail", args=[asked.pk])).content.decode()
    assert other.organisation.short_name not in school


@pytest.mark.parametrize("data", [{"title": "Một mình"}, {"title": ""}])
def test_a_group_needs_a_title_and_two(asked: Recommendation, login_as: LoginAs, data: dict[str, str]) -> None:
    client = login_as(seat(asked, "officer"))

    answer = client.post(reverse("request_group"), {"ids": [asked.pk], **data})

    assert answer.status_code == 422
    assert not RecommendationGroup.objects.exists()


def test_a_school_cannot_group(asked: Recommendation, login_as: LoginAs) -> None:
    own = RecommendationFactory(submission=asked.submission)
    client = login_as(seat(asked, "principal"))

    answer = client.post(reverse("request_group"), {"ids": [asked.pk, own.pk], "title": "Của tôi"})

    assert answer.status_code == 403
    assert not RecommendationGroup.objects.exists()
