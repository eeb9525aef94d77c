"""What the pages of the demonstration of the two-tier profile show: objects by the kinds of tests/routes.py."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile

from facilities.models import FundKeeper
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.loading import DATA as PLANS
from plans.services.loading import load_plan
from reports.documents.current import drawn_up
from reports.documents.sections import sections_of
from reports.enums import CollectionKind, FileFormat
from reports.enums import SubmissionStatus as S
from reports.models import Notification, Submission
from reports.services import rendering
from reports.services.collecting import render_collection, request_collection
from reports.services.feeding import token_of
from reports.services.finalising import finalise
from reports.services.lettering import create_letter, late_submissions
from reports.services.planning import reminder_plan_of
from reports.services.replacing import correct
from tests.factories import (
    AllocationFactory,
    CalendarDayFactory,
    CalendarFeedFactory,
    ContributionFactory,
    EvidenceFactory,
    ExpenditureFactory,
    ExtensionRequestFactory,
    FactsRequestFactory,
    FindingFactory,
    InspectionFactory,
    InspectionTopicFactory,
    InvitationFactory,
    NationalStandardFactory,
    PhotoFactory,
    PlanImportFactory,
    PlannedRecognitionFactory,
    ProgrammeMilestoneFactory,
    RecommendationFactory,
    RegistryUploadFactory,
    SelfAssessmentFactory,
    TaskFileFactory,
    UnitPlanFactory,
    WorkFactory,
    WorkUpdateFactory,
)
from tests.reports.files import pdf
from vietnamese.dates import school_year_of


def a_file() -> ContentFile:
    return ContentFile(pdf("Biên bản."), name="0.pdf")


def objects_by_kind(now: dt.datetime) -> dict[str, Any]:
    """What the pages of a new period show, as arguments of their routes by kind (tests/routes.py)."""
    plan = Plan.objects.get(year=2026)
    running, over = (plan.periods.get(label=label) for label in ("năm", "9 tháng"))
    reports = Submission.objects.filter(period__plan=plan)
    own = reports.get(period=running, organisation__memberships__user__username="vanthu")
    accepted = reports.filter(organisation=own.organisation, status=S.ACCEPTED).order_by("pk")[0]
    waiting = reports.filter(status=S.SUBMITTED).order_by("pk")[0]
    clerk = get_user_model().objects.get(username="vanthu")
    head = get_user_model().objects.get(username="truongphong")
    late = late_submissions(over, now.date())
    letter = create_letter(period=over, submissions=late, by=head, respond_by=now + dt.timedelta(days=3))
    rendering.render_letter(file_id=rendering.request_letter(letter=letter).pk)
    summary = rendering.summary_of(over)
    for file_format in (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX):
        rendering.render_file(file_id=rendering.request_file(summary=summary, file_format=file_format).pk)
    draft = rendering.summary_of(running)
    overdue = request_collection(kind=CollectionKind.UNREPORTED, plan=plan, period=over, by=head)
    render_collection(file_id=overdue.pk)
    correction = finalise(summary=correct(summary=summary, by=head, reason="Bổ sung số liệu"), by=head)
    rendering.render_paper(file_id=rendering.request_paper(submission=accepted).pk)
    stages = reminder_plan_of(plan).stages.order_by("pk")
    messages = Notification.objects.filter(submission__period=running).order_by("pk")
    proof = [EvidenceFactory(submission=one, file=a_file()) for one in (own, accepted)]
    task = plan.tasks.filter(lead=plan.receiver).order_by("position")[0]
    plan.unit_plans.filter(organisation=own.organisation).delete()
    FundKeeper.objects.filter(plan=plan).delete()  # so that its receiver writes down the money, as everything else
    next_plan = load_plan(PLANS / "xa-2025.yaml", year=2027)
    Plan.objects.filter(pk=next_plan.pk).update(status=PlanStatus.DRAFT)
    read = PlanImportFactory(organisation=plan.receiver, ready=True)
    shown = {
        "task": [task],
        "task_file": [TaskFileFactory(update__task=task, file=a_file())],
        "document": [relation.to_document for relation in plan.relations.filter(to_document__isnull=False)],
        "import": [read],
        "unit_plan": [UnitPlanFactory(plan=plan, organisation=own.organisation, filed=True, file=a_file())],
        "submission": [own, accepted, waiting],
        "period": [running, over],
        "plan": [plan, next_plan],
        "receiver": [plan.receiver],
        "school": [own.organisation.school],
        "summary": [summary, correction],
        "letter": [letter],
        "collection": [overdue],
        "evidence": proof,
        "asked_request": [
            RecommendationFactory(submission=accepted, owner=owner) for owner in (plan.receiver, plan.forwarded_to)
        ],
        "request": [ExtensionRequestFactory(submission=own, requested_by=clerk)],
        "stage": stages[:1],
        "day": [CalendarDayFactory()],
        "notification": messages[:1],
        "facts_request": [FactsRequestFactory(school=own.organisation.school)],
        "work": [work := WorkFactory(school=own.organisation.school)],
        "allocation": [given := AllocationFactory(plan=plan, school=own.organisation.school)],
        "expenditure": [ExpenditureFactory(allocation=given)],
        "contribution": [ContributionFactory(plan=plan, school=own.organisation.school)],
        "visit": [visit := InspectionFactory(school=own.organisation.school, office=plan.receiver, done=True)],
        "open_visit": [InspectionFactory(school=own.organisation.school, office=plan.receiver)],
        "visit_photo": [PhotoFactory(inspection=visit)],
        "finding": [FindingFactory(inspection=visit, result="issue", mend_by=visit.visited_on)],
        "topic": [InspectionTopicFactory()],
        "registry_upload": [RegistryUploadFactory()],
        "recognition": [NationalStandardFactory(school=own.organisation.school, recognised_on=dt.date(2020, 3, 2))],
        "planned": [PlannedRecognitionFactory(school=own.organisation.school)],
        "assessment": [SelfAssessmentFactory(school=own.organisation.school)],
        "programme": [(step := ProgrammeMilestoneFactory(unit__programme__plan=plan)).unit.programme],
        "programme_unit": [step.unit],
        "milestone": [step],
        "photo": [PhotoFactory(inspection=None, work_update=WorkUpdateFactory(work=work))],
    }
    return {kind: [{"pk": row.pk} for row in rows] for kind, rows in shown.items()} | {
        "": [{}],
        "import_part": [{"pk": read.pk, "part": "header"}],
        "published": [{"code": summary.code}],
        "summary_section": [{"pk": draft.pk, "key": one.key} for one in sections_of(drawn_up(draft))],
        "plan_task": [{"pk": plan.pk, "task_id": task.pk}],
        "school_year": [{"pk": own.organisation.school.pk, "year": school_year_of(now.date())}],
        "change_kind": [
            {"kind": kind, "what": what} for kind in ("merged", "founded") for what in ("school", "commune")
        ],
        "fund_school": [{"pk": plan.pk, "school_pk": own.organisation.school.pk}],
        "plan_unit": [{"plan_pk": plan.pk, "org_pk": pk} for pk in (own.organisation_id, plan.receiver_id)],
        "unit": [{"org_pk": own.organisation_id}],
        "cell": [_cell(accepted)],
        "feed": [{"token": token_of(CalendarFeedFactory(user=clerk))}],
        "token": [{"uidb64": "MQ", "token": "abc-def"}],
        "seat": [{"pk": clerk.memberships.get().pk}],
        "invitation": [{"pk": InvitationFactory().pk, "token": "abc-def"}],
        "plan_pdf": [{"pk": plan.pk, "ending": ending} for ending in ("pdf", "docx")],
    }


def _cell(report: Submission) -> dict[str, Any]:
    """A figure of an accepted report, as the matrix leads to it."""
    first = report.indicator_values.order_by("plan_indicator__position")[0]
    return {"pk": report.period_id, "org_pk": report.organisation_id, "code": first.plan_indicator.indicator.code}
