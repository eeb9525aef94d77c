"""Every address × role × own or other organisation × GET and POST. An address that is not listed fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from plans.enums import SectionKind
from reports.models import Submission
from reports.services.feeding import token_of
from schools.enums import Role
from tests.factories import (
    AllocationFactory,
    CalendarDayFactory,
    CalendarFeedFactory,
    CollectedFileFactory,
    ContributionFactory,
    EvidenceFactory,
    ExpenditureFactory,
    ExtensionRequestFactory,
    FactsRequestFactory,
    FindingFactory,
    InspectionFactory,
    InspectionTopicFactory,
    InvitationFactory,
    MembershipFactory,
    NationalStandardFactory,
    NotificationFactory,
    OutlineSectionFactory,
    PhotoFactory,
    PlanImportFactory,
    PlanIndicatorFactory,
    PlannedRecognitionFactory,
    PlanRecipientFactory,
    PlanRelationFactory,
    ProgrammeMilestoneFactory,
    RecommendationFactory,
    RegistryUploadFactory,
    ReminderLetterFactory,
    ReminderStageFactory,
    ReviewAssignmentFactory,
    ReviewCommentFactory,
    SelfAssessmentFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TaskFactory,
    TaskFileFactory,
    UnitPlanFactory,
    UserFactory,
    WorkFactory,
    WorkUpdateFactory,
    member,
)
from tests.routes import EVERYBODY, ROUTES
from vietnamese.dates import school_year_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, Any]:
    """A submitted report with its plan, one person per role, and the same roles in other organisations."""
    submission = SubmissionFactory(submitted=True, period__plan__year=2099)
    plan = submission.period.plan
    OutlineSectionFactory(plan=plan, kind=SectionKind.TEXT)
    task = TaskFactory(pk=1, plan=plan, lead=plan.receiver)
    other = SubmissionFactory(submitted=True, period__plan__year=2099)
    people = {
        "principal": member(submission.organisation, Role.PRINCIPAL),
        "clerk": member(submission.organisation, Role.CLERK),
        "officer": member(plan.receiver, Role.OFFICER),
        "head": member(plan.receiver, Role.HEAD),
        "leader": member(plan.forwarded_to, Role.LEADER),
        "observer": member(PlanRecipientFactory(plan=plan).organisation, Role.OBSERVER),
        "administrator": member(plan.forwarded_to, Role.ADMINISTRATOR),
        "other_principal": member(other.organisation, Role.PRINCIPAL),
        "other_officer": member(other.period.plan.receiver, Role.OFFICER),
        "other_leader": member(other.period.plan.forwarded_to, Role.LEADER),
        "nobody": UserFactory(),
    }
    return {
        "people": people,
        "submission": {"pk": submission.pk},
        "period": {"pk": submission.period_id},
        "cell": {
            "pk": submission.period_id,
            "org_pk": submission.organisation_id,
            "code": PlanIndicatorFactory(plan=plan, is_required=False).indicator.code,
        },
        "plan": {"pk": plan.pk},
        "registry_upload": {"pk": RegistryUploadFactory().pk},
        "collection": {"pk": CollectedFileFactory(period=submission.period).pk},
        "plan_unit": {"plan_pk": plan.pk, "org_pk": submission.organisation_id},
        "unit": {"org_pk": submission.organisation_id},
        "unit_plan": {"pk": UnitPlanFactory(plan=plan, organisation=submission.organisation, filed=True).pk},
        "import": {"pk": (read := PlanImportFactory(organisation=plan.receiver, ready=True)).pk},
        "import_part": {"pk": read.pk, "part": "header"},
        "import_kept": {"pk": PlanImportFactory(organisation=plan.receiver, ready=True, plan=plan).pk},
        "plan_pdf": {"pk": plan.pk, "ending": "pdf"},
        "receiver": {"pk": plan.receiver_id},
        "assignment": {"pk": ReviewAssignmentFactory(receiver=plan.receiver, user=people["officer"]).pk},
        "school": {"pk": (school := submission.organisation.school).pk},
        "school_year": {"pk": school.pk, "year": school_year_of(timezone.localdate())},
        "facts_request": {"pk": FactsRequestFactory(school=school).pk},
        "change_kind": {"kind": "merged", "what": "school"},
        "summary": {"pk": (summary := SummaryReportFactory(period=submission.period)).pk},
        "summary_section": {"pk": summary.pk, "key": "opening"},
        "published": {"code": SummaryReportFactory(published=True).code},
        "letter": {"pk": ReminderLetterFactory(period=submission.period).pk},
        "evidence": {"pk": EvidenceFactory(submission=submission, file=ContentFile(b"%PDF-", name="0.pdf")).pk},
        "comment": {"pk": ReviewCommentFactory(submission=submission).pk},
        "asked_request": {"pk": RecommendationFactory(submission=submission, owner=plan.forwarded_to).pk},
        "request": {"pk": ExtensionRequestFactory(submission=submission).pk},
        "feed": {"token": token_of(CalendarFeedFactory(user=people["clerk"]))},
        "notification": {"pk": NotificationFactory(submission=submission, recipient=people["principal"]).pk},
        "stage": {"pk": ReminderStageFactory(reminder_plan__plan=plan).pk},
        "task": {"pk": task.pk},
        "task_file": {"pk": TaskFileFactory(update__task=task).pk},
        "day": {"pk": CalendarDayFactory().pk},
        "work": {"pk": (work := WorkFactory(school=submission.organisation.school)).pk},
        "visit": {"pk": (visit := InspectionFactory(school=submission.organisation.school, done=True)).pk},
        "open_visit": {"pk": InspectionFactory(school=submission.organisation.school).pk},
        "visit_photo": {"pk": PhotoFactory(inspection=visit).pk},
        "finding": {"pk": FindingFactory(inspection=visit, result="issue", mend_by=visit.visited_on).pk},
        "topic": {"pk": InspectionTopicFactory().pk},
        "recognition": {"pk": NationalStandardFactory(school=submission.organisation.school).pk},
        "planned": {"pk": PlannedRecognitionFactory(school=submission.organisation.school).pk},
        "assessment": {"pk": SelfAssessmentFactory(school=submission.organisation.school).pk},
        "programme": {"pk": (step := ProgrammeMilestoneFactory(unit__programme__plan=plan)).unit.programme_id},
        "programme_unit": {"pk": step.unit_id},
        "milestone": {"pk": step.pk},
        "photo": {"pk": PhotoFactory(inspection=None, work_update=WorkUpdateFactory(work=work)).pk},
        "fund_school": {"pk": plan.pk, "school_pk": submission.organisation.school.pk},
        "allocation": {"pk": (given := AllocationFactory(plan=plan, school=submission.organisation.school)).pk},
        "expenditure": {"pk": ExpenditureFactory(allocation=given).pk},
        "contribution": {"pk": ContributionFactory(plan=plan, school=submission.organisation.school).pk},
        "document": {"pk": PlanRelationFactory(plan=plan).to_document_id},
        "plan_task": {"pk": plan.pk, "task_id": task.pk},
        "token": {"uidb64": "MQ", "token": "abc-def"},
        "seat": {"pk": MembershipFactory(organisation=submission.organisation, role=Role.CLERK).pk},
        "invitation": {"pk": InvitationFactory().pk, "token": "abc-def"},
        "": {},
    }


def patterns(resolver: URLResolver) -> list[URLPattern]:
    """All addresses but the administration's own, which is swept below."""
    found: list[URLPattern] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(entry)
        elif entry.app_name != "admin":
            found.extend(patterns(entry))
    return found


def test_every_address_is_listed() -> None:
    names = {pattern.name for pattern in patterns(get_resolver())} - {"admin_entry", "admin_password"}

    assert names == set(ROUTES)


def answer(client: Client, method: str, world: dict[str, Any], name: str) -> int:
    route = ROUTES[name]
    url = reverse(name, kwargs=world[route.kwargs])
    if method == "GET":
        response = client.get(url)
    elif route.json:
        response = client.post(url, route.json, content_type="application/json")
    else:
        response = client.post(url, route.data or {})
    response.getvalue()  # reading to the end closes a file
    if response.status_code == 302 and response["Location"].startswith(reverse("login") + "?"):
        return 401
    return response.status_code


@pytest.mark.parametrize("name", ROUTES)
def test_strangers_are_led_to_the_login(name: str, world: dict[str, Any], client: Client) -> None:
    for method in ROUTES[name].methods:
        status = answer(client, method, world, name)
        assert (status != 401) == ROUTES[name].public, f"{method} {name}: {status}"


@pytest.mark.parametrize("name", ROUTES)
def test_route_by_role(name: str, world: dict[str, Any], login_as: Callable[[Any], Client]) -> None:
    route = ROUTES[name]
    before = Submission.objects.values_list("status", flat=True).order_by("pk")
    for role in sorted(EVERYBODY - route.allowed):
        client = login_as(world["people"][role])
        for method in ("GET", "POST"):
            status = answer(client, method, world, name)
            if method not in route.methods:
                assert status in {404, 403, 405}, f"{method} {name} as {role}: {status}"
            else:
                expected = 403 if role in route.forbidden else 404
                assert status == expected, f"{method} {name} as {role}: {status}"
    assert set(before) == {"submitted"}, "somebody who may not do it did it"
    for role in sorted(route.allowed):
        client = login_as(world["people"][role])
        for method in route.methods:
            status = answer(client, method, world, name)
            assert status in {200, 302, 409, 422}, f"{method} {name} as {role}: {status}"


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "GET" not in route.methods])
def test_what_changes_something_answers_no_get(
    name: str, world: dict[str, Any], login_as: Callable[[Any], Client]
) -> None:
    role = sorted(ROUTES[name].allowed)[0]

    assert answer(login_as(world["people"][role]), "GET", world, name) == 405


def test_a_button_whose_login_had_run_out_leads_to_a_page_that_says_so(
    world: dict[str, Any], client: Client, login_as: Callable[[Any], Client]
) -> None:
    button = reverse("notification_read_all")
    assert client.post(button).url == f"{reverse('login')}?next={button}"  # type: ignore[attr-defined]

    after_login = login_as(world["people"][sorted(ROUTES["notification_read_all"].allowed)[0]]).get(button)

    assert after_login.status_code == 405
    assert after_login["Allow"] == "POST"
    assert '<h1 class="mb-2">Thao tác chưa được thực hiện</h1>' in after_login.content.decode()


def test_administration_is_closed_to_everybody_but_staff(
    world: dict[str, Any], login_as: Callable[[Any], Client]
) -> None:
    for role in sorted(EVERYBODY):
        response = login_as(world["people"][role]).get(reverse("admin:index"))
        assert response.status_code in {302, 403}, role
    assert login_as(UserFactory(is_staff=True)).get(reverse("admin:index")).status_code == 200
