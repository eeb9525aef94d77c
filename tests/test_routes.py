"""Every address × role × own or other organisation × GET and POST. An address that is not listed fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plans.enums import SectionKind
from reports.models import Submission
from reports.services.feeding import token_of
from schools.enums import Role
from tests.days import days_ahead
from tests.factories import (
    CalendarDayFactory,
    CalendarFeedFactory,
    EvidenceFactory,
    ExtensionRequestFactory,
    NotificationFactory,
    OutlineSectionFactory,
    PlanImportFactory,
    PlanRecipientFactory,
    PlanRelationFactory,
    ReminderLetterFactory,
    ReminderStageFactory,
    ReviewAssignmentFactory,
    ReviewCommentFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TaskFactory,
    TaskFileFactory,
    UnitPlanFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db

SCHOOL = {"principal", "clerk"}
OFFICE = {"officer", "head"}
READERS = {"leader", "observer"}
ADMIN = {"administrator"}
OTHERS = {"other_principal", "other_officer", "other_leader", "nobody"}
EVERYBODY = SCHOOL | OFFICE | READERS | ADMIN | OTHERS


@dataclass(frozen=True)
class Route:
    """Who gets an answer (`allowed`), who sees the object but may not (`forbidden`, 403); for the rest it is 404."""

    allowed: set[str]
    forbidden: frozenset[str] = frozenset()
    methods: tuple[str, ...] = ("GET",)
    kwargs: str = ""
    data: dict[str, str] | None = None
    json: str = ""
    public: bool = False


def seen(allowed: set[str], visible: set[str], **options: Any) -> Route:
    """A route of an object which `visible` people see and of which `allowed` may use."""
    return Route(allowed, frozenset(visible - allowed), **options)


REPORT_VIEWERS = SCHOOL | OFFICE | ADMIN
PLAN_VIEWERS = SCHOOL | OFFICE | READERS | ADMIN
REVIEWERS = OFFICE | {"other_officer"}
RESULT_VIEWERS = OFFICE | READERS | ADMIN
GIVE_BACK = {"return-comment": "Thiếu số liệu", "return-due_on": days_ahead(30)}
EXTENSION = {"extension-comment": "Bão", "extension-due_on": days_ahead(30)}
DECLINE = {"decision": "decline", "decline-answer": "Không đủ lý do"}
POST = ("POST",)
ROUTES: dict[str, Route] = {
    "home": Route(EVERYBODY),
    "health": Route(EVERYBODY, public=True),
    "login": Route(EVERYBODY, methods=("GET", "POST"), public=True),
    "logout": Route(EVERYBODY, methods=POST),
    "password_change": Route(EVERYBODY, methods=("GET", "POST")),
    "password_reset": Route(EVERYBODY, methods=("GET", "POST"), public=True),
    "password_reset_done": Route(EVERYBODY, public=True),
    "password_reset_confirm": Route(EVERYBODY, kwargs="token", public=True),
    "password_reset_complete": Route(EVERYBODY, public=True),
    "profile": Route(EVERYBODY, methods=("GET", "POST")),
    "school_list": Route(EVERYBODY),
    "school_list_export": Route(EVERYBODY),
    "school_detail": Route(EVERYBODY, kwargs="school"),
    "plan_list": Route(EVERYBODY),
    "plan_paper": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan_pdf", methods=("GET", "POST")),
    "plan_detail": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "plan_import_new": seen(REVIEWERS, EVERYBODY, methods=("GET", "POST")),
    "plan_import": seen(OFFICE, OFFICE, kwargs="import"),
    "plan_import_part": seen(OFFICE, OFFICE, kwargs="import_part", methods=("GET", "POST")),
    "plan_import_save": seen(OFFICE, OFFICE, kwargs="import", methods=("GET", "POST")),
    "plan_import_text": seen(OFFICE, OFFICE, kwargs="import"),
    "plan_import_source": seen(OFFICE, OFFICE, kwargs="import"),
    "plan_import_retry": seen(OFFICE, OFFICE, kwargs="import", methods=POST),
    "plan_import_delete": seen(OFFICE, OFFICE, kwargs="import_kept", methods=POST),
    "plan_chain": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "document_detail": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="document"),
    "plan_tasks_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan"),
    "plan_tasks_move": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=POST, data={"up": "0"}),
    "plan_tasks_renumber": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=POST, data={"style": "STATE"}),
    "plan_tasks_assign": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_task_new": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_task_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan_task", methods=("GET", "POST")),
    "plan_task_delete": seen(OFFICE, PLAN_VIEWERS, kwargs="plan_task", methods=("GET", "POST")),
    "task_chain": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="task"),
    "task_chain_figures": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="task"),
    "task_chain_units": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="task"),
    "plan_changes": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "plan_indicators_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST"), data={"action": "add"}),
    "plan_indicator_new": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_targets_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_periods_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "submission_list": Route(EVERYBODY),
    "submission_list_export": Route(EVERYBODY),
    "submission_detail": seen(REPORT_VIEWERS, REPORT_VIEWERS, kwargs="submission"),
    "submission_edit": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=("GET", "POST")),
    "submission_cells": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=POST, json='{"cells": []}'),
    "submission_presence": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_carry": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_check": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission"),
    "submission_workbook": seen(REPORT_VIEWERS, REPORT_VIEWERS, kwargs="submission"),
    "submission_upload": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=("GET", "POST")),
    "submission_upload_confirm": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_paper": seen(REPORT_VIEWERS, REPORT_VIEWERS, kwargs="submission", methods=("GET", "POST")),
    "submission_word": seen(REPORT_VIEWERS, REPORT_VIEWERS, kwargs="submission"),
    "submission_submit": seen({"principal"}, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_nil": seen({"principal"}, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_withdraw": seen({"principal"}, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_review": seen(OFFICE, REPORT_VIEWERS, kwargs="submission"),
    "submission_accept": seen(OFFICE, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "submission_return": seen(OFFICE, REPORT_VIEWERS, kwargs="submission", methods=POST, data=GIVE_BACK),
    "submission_reopen": seen({"head"}, REPORT_VIEWERS, kwargs="submission", methods=POST, data=GIVE_BACK),
    "submission_extend": seen(OFFICE, REPORT_VIEWERS, kwargs="submission", methods=POST, data=EXTENSION),
    "submission_undo": seen(OFFICE, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "comment_add": seen(OFFICE, REPORT_VIEWERS, kwargs="submission", methods=POST, data={"text": "Thiếu số liệu"}),
    "comment_remove": seen(OFFICE, REPORT_VIEWERS, kwargs="comment", methods=POST),
    "comment_confirm": seen(OFFICE, REPORT_VIEWERS, kwargs="comment", methods=POST),
    "comment_reject": seen(OFFICE, REPORT_VIEWERS, kwargs="comment", methods=POST),
    "comment_done": seen(SCHOOL, REPORT_VIEWERS, kwargs="comment", methods=POST),
    "comment_undone": seen(SCHOOL, REPORT_VIEWERS, kwargs="comment", methods=POST),
    "review_queue": seen(REVIEWERS | ADMIN, EVERYBODY),
    "review_queue_export": seen(REVIEWERS | ADMIN, EVERYBODY),
    "review_bulk": seen(REVIEWERS | ADMIN, EVERYBODY, methods=("GET", "POST")),
    "assignments": seen(REVIEWERS, EVERYBODY),
    "assignment_add": seen({"head"}, OFFICE, kwargs="receiver", methods=POST),
    "assignment_remove": seen({"head"}, OFFICE, kwargs="assignment", methods=POST),
    "submission_versions": seen(REPORT_VIEWERS, REPORT_VIEWERS, kwargs="submission"),
    "evidence_add": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "evidence_file": seen(REPORT_VIEWERS, REPORT_VIEWERS, kwargs="evidence"),
    "evidence_remove": seen(SCHOOL, REPORT_VIEWERS, kwargs="evidence", methods=POST),
    "extension_ask": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=("GET", "POST")),
    "extension_withdraw": seen(SCHOOL, REPORT_VIEWERS, kwargs="submission", methods=POST),
    "extension_requests": Route(EVERYBODY),
    "extension_requests_export": Route(EVERYBODY),
    "extension_decide": seen(OFFICE, REPORT_VIEWERS, kwargs="request", methods=("GET", "POST"), data=DECLINE),
    "period_deadline": seen({"head"}, PLAN_VIEWERS, kwargs="period", methods=("GET", "POST")),
    "calendar": Route(EVERYBODY),
    "calendar_renew": Route(EVERYBODY, methods=POST),
    "calendar_feed": Route(EVERYBODY, kwargs="feed", public=True),  # the address itself is the secret
    "board_overview": Route(EVERYBODY),
    "period_board": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period"),
    "period_board_export": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period"),
    "period_board_act": seen(OFFICE, PLAN_VIEWERS, kwargs="period", methods=POST, data={"action": "copy", "all": "1"}),
    "period_results": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "period_unreachable": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period"),
    "period_lights": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "period_summary": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period", methods=("GET", "POST")),
    "summary_pdf": seen(RESULT_VIEWERS, RESULT_VIEWERS, kwargs="summary"),
    "summary_word": seen(RESULT_VIEWERS, RESULT_VIEWERS, kwargs="summary"),
    "letter_new": seen(OFFICE, PLAN_VIEWERS, kwargs="period", methods=("GET", "POST")),
    "letter_list": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY),
    "letter_export": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY),
    "letter_detail": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="letter"),
    "letter_pdf": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="letter", methods=("GET", "POST")),
    "letter_word": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="letter"),
    "summary_progress": seen(RESULT_VIEWERS, RESULT_VIEWERS, kwargs="summary"),
    "notification_list": Route(EVERYBODY),
    "notification_read_all": Route(EVERYBODY, methods=POST),
    "notification_read": seen({"principal"}, {"principal"}, kwargs="notification", methods=POST),
    "notification_retry": seen(OFFICE, OFFICE, kwargs="notification", methods=POST),
    "notification_retry_all": seen(OFFICE | {"other_officer"}, EVERYBODY, methods=POST),
    "contact_preferences": Route(EVERYBODY, methods=("GET", "POST")),
    "reminder_ledger": seen(OFFICE | {"other_officer"}, EVERYBODY),
    "reminder_ledger_export": seen(OFFICE | {"other_officer"}, EVERYBODY),
    "reminder_plan": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "reminder_plan_restore": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=POST),
    "reminder_stage_new": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "reminder_stage_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="stage", methods=("GET", "POST")),
    "reminder_stage_remove": seen(OFFICE, PLAN_VIEWERS, kwargs="stage", methods=POST),
    "plan_tasks": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "plan_tasks_export": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "plan_progress": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "plan_timeline": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "plan_tasks_remind": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=POST, data={"task": "1"}),
    "my_tasks": Route(EVERYBODY),
    "my_tasks_export": Route(EVERYBODY),
    "task_detail": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="task"),
    "task_update": seen(OFFICE, PLAN_VIEWERS, kwargs="task", methods=POST, data={"status": "in_progress"}),
    "task_file": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="task_file"),
    "plan_new": seen(OFFICE | {"other_officer"}, EVERYBODY, methods=("GET", "POST")),
    "plan_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_relations": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST"), data={"action": "save"}),
    "plan_recipients": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST"), data={"action": "save"}),
    "plan_outline_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST"), data={"action": "save"}),
    "plan_outline_take": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=POST, data={"source": "preset:nhanh"}),
    "plan_audience": seen(OFFICE, PLAN_VIEWERS, kwargs="plan"),
    "plan_audience_pick": seen({"head"}, PLAN_VIEWERS, kwargs="plan", methods=POST, data={"action": "add"}),
    "plan_issue": seen(OFFICE, PLAN_VIEWERS, kwargs="plan"),
    "plan_issue_confirm": seen({"head"}, PLAN_VIEWERS, kwargs="plan", methods=POST),
    "plan_delete": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=POST),
    "plan_close": seen({"head"}, PLAN_VIEWERS, kwargs="plan", methods=POST),
    "plan_copy": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_own": seen(SCHOOL, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "plan_units": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="plan"),
    "plan_units_export": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="plan"),
    "unit_plan_file": seen(REPORT_VIEWERS, PLAN_VIEWERS, kwargs="unit_plan"),
    "unreachable_list": seen(OFFICE, PLAN_VIEWERS, kwargs="period"),
    "unreachable_export": seen(OFFICE, PLAN_VIEWERS, kwargs="period"),
    "working_days": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY, methods=("GET", "POST")),
    "working_day_remove": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY, kwargs="day", methods=POST),
    "mail_list": Route(set()),  # the mails of these tests stay in memory; the page exists only for mails in files
}


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
        "plan": {"pk": plan.pk},
        "unit_plan": {"pk": UnitPlanFactory(plan=plan, organisation=submission.organisation, filed=True).pk},
        "import": {"pk": (read := PlanImportFactory(organisation=plan.receiver, ready=True)).pk},
        "import_part": {"pk": read.pk, "part": "header"},
        "import_kept": {"pk": PlanImportFactory(organisation=plan.receiver, ready=True, plan=plan).pk},
        "plan_pdf": {"pk": plan.pk, "ending": "pdf"},
        "receiver": {"pk": plan.receiver_id},
        "assignment": {"pk": ReviewAssignmentFactory(receiver=plan.receiver, user=people["officer"]).pk},
        "school": {"pk": submission.organisation.school.pk},
        "summary": {"pk": SummaryReportFactory(period=submission.period).pk},
        "letter": {"pk": ReminderLetterFactory(period=submission.period).pk},
        "evidence": {"pk": EvidenceFactory(submission=submission, file=ContentFile(b"%PDF-", name="0.pdf")).pk},
        "comment": {"pk": ReviewCommentFactory(submission=submission).pk},
        "request": {"pk": ExtensionRequestFactory(submission=submission).pk},
        "feed": {"token": token_of(CalendarFeedFactory(user=people["clerk"]))},
        "notification": {"pk": NotificationFactory(submission=submission, recipient=people["principal"]).pk},
        "stage": {"pk": ReminderStageFactory(reminder_plan__plan=plan).pk},
        "task": {"pk": task.pk},
        "task_file": {"pk": TaskFileFactory(update__task=task).pk},
        "day": {"pk": CalendarDayFactory().pk},
        "document": {"pk": PlanRelationFactory(plan=plan).to_document_id},
        "plan_task": {"pk": plan.pk, "task_id": task.pk},
        "token": {"uidb64": "MQ", "token": "abc-def"},
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
