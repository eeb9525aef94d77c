import datetime as dt

import pytest
from django.utils import timezone

from reports.enums import Action, FileState, NotificationStatus, RecommendationStatus, RequestState, ValueState
from tests.constraints import Case, assert_refused, constraints_of
from tests.factories import (
    CollectedFileFactory,
    CommuneFactory,
    EditingPresenceFactory,
    EvidenceFactory,
    ExtensionFactory,
    ExtensionRequestFactory,
    IndicatorValueFactory,
    LetterFileFactory,
    NotificationFactory,
    PaperFileFactory,
    PlanFileFactory,
    RecommendationEventFactory,
    RecommendationFactory,
    ReminderPlanFactory,
    ReminderStageFactory,
    RequestMarkFactory,
    ReviewAssignmentFactory,
    ReviewCommentFactory,
    SectionEntryFactory,
    SubmissionEventFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    SummaryFileFactory,
    SummaryReportFactory,
    SummarySectionFactory,
    TaskEntryFactory,
    TaskFactory,
    UserFactory,
)

SUBMITTED, ACCEPTED, RETURNED = {"submitted": True}, {"accepted": True}, {"returned": True}
READY = {
    "state": FileState.READY,
    "file": "summaries/2018/one.pdf",
    "file_sha256": "0" * 64,
    "ready_at": timezone.now(),
}

DECLINED = {"state": RequestState.DECLINED, "decided_at": timezone.now()}

CASES = (
    Case("submission_once", SubmissionFactory),
    Case("submission_receipt_once", SubmissionFactory, SUBMITTED),
    Case("submission_status_known", SubmissionFactory, {}, {"status": "lost"}),
    Case("submission_purpose_known", SubmissionFactory, {}, {"purpose": "lost"}),
    Case("submission_sent_has_time", SubmissionFactory, SUBMITTED, {"submitted_at": None}),
    Case("submission_sent_has_time", SubmissionFactory, ACCEPTED, {"first_submitted_at": None}),
    Case("submission_sent_has_time", SubmissionFactory, RETURNED, {"revision": 0}),
    Case("submission_accepted_has_time", SubmissionFactory, ACCEPTED, {"accepted_at": None}),
    Case("submission_accepted_has_time", SubmissionFactory, SUBMITTED, {"accepted_at": timezone.now()}),
    Case("submission_returned_has_due_day", SubmissionFactory, RETURNED, {"returned_due_on": None}),
    Case(
        "submission_times_ordered",
        SubmissionFactory,
        SUBMITTED,
        lambda row: {"submitted_at": row.first_submitted_at - dt.timedelta(seconds=1)},
    ),
    Case("submission_filled_percent", SubmissionFactory, {"filled_percent": 100}, {"filled_percent": 101}),
    Case("section_entry_once", SectionEntryFactory),
    Case("task_entry_once", TaskEntryFactory),
    Case("task_entry_progress_percent", TaskEntryFactory, {"progress": 100}, {"progress": 101}),
    Case("indicator_value_once", IndicatorValueFactory),
    Case("indicator_value_given_has_number", IndicatorValueFactory, {}, {"numerator": None}),
    Case("indicator_value_given_has_number", IndicatorValueFactory, {}, {"denominator": None}),
    Case("indicator_value_absent_has_none", IndicatorValueFactory, {}, {"state": ValueState.NOT_APPLICABLE}),
    Case("indicator_value_absent_has_none", IndicatorValueFactory, {}, {"state": ValueState.NOT_AVAILABLE}),
    Case("event_reason_given", SubmissionEventFactory, {}, {"action": Action.RETURN}),
    Case("event_reason_given", SubmissionEventFactory, {}, {"action": Action.REOPEN}),
    Case("event_reason_given", SubmissionEventFactory, {}, {"action": Action.FILE_NIL}),
    Case("version_once", SubmissionVersionFactory),
    Case("evidence_once", EvidenceFactory),
    Case("evidence_not_empty", EvidenceFactory, {}, {"size": 0}),
    Case("presence_once", EditingPresenceFactory),
    Case("extension_reason_given", ExtensionFactory, {}, {"reason": ""}),
    Case("notification_once", NotificationFactory),
    Case("notification_sent_has_time", NotificationFactory, {}, {"status": NotificationStatus.SENT}),
    Case("summary_once", SummaryReportFactory),
    Case("summary_code_once", SummaryReportFactory, {"finalised": True}),
    *(
        Case("summary_finalised_is_frozen", SummaryReportFactory, {"finalised": True}, {name: empty})
        for name, empty in [
            ("content", None),
            ("included", None),
            ("finalised_at", None),
            ("content_sha256", ""),
            ("code", ""),
        ]
    ),
    *(
        Case("summary_published_is_numbered", SummaryReportFactory, {"published": True}, {name: None})
        for name in ("number", "issued_on", "published_at")
    ),
    Case("summary_number_positive", SummaryReportFactory, {"published": True}, {"number": 0}),
    Case(
        "summary_correction_has_reason",
        SummaryReportFactory,
        {},
        lambda row: {"replaces": SummaryReportFactory(published=True), "reason": ""},
    ),
    Case("summary_section_once", SummarySectionFactory),
    Case("collected_file_once", CollectedFileFactory),
    *(
        Case("collected_file_ready_has_file", CollectedFileFactory, READY, {name: empty})
        for name, empty in [("file", ""), ("file_sha256", ""), ("ready_at", None)]
    ),
    Case("collected_file_progress_percent", CollectedFileFactory, {"progress": 100}, {"progress": 101}),
    Case("collected_file_scope_of_bundle", CollectedFileFactory, {"scope": "sent"}, {"scope": ""}),
    Case("collected_file_scope_of_bundle", CollectedFileFactory, {"kind": "yearbook", "scope": ""}, {"scope": "sent"}),
    Case("summary_file_once", SummaryFileFactory),
    Case("summary_file_ready_has_file", SummaryFileFactory, READY, {"file": ""}),
    Case("summary_file_ready_has_file", SummaryFileFactory, READY, {"file_sha256": ""}),
    Case("summary_file_ready_has_file", SummaryFileFactory, READY, {"ready_at": None}),
    Case("paper_file_once", PaperFileFactory),
    Case("paper_file_ready_has_file", PaperFileFactory, READY, {"file": ""}),
    Case("paper_file_ready_has_file", PaperFileFactory, READY, {"file_sha256": ""}),
    Case("paper_file_ready_has_file", PaperFileFactory, READY, {"ready_at": None}),
    Case("paper_file_progress_percent", PaperFileFactory, {"progress": 100}, {"progress": 101}),
    *(
        Case(f"{name}_file_{rule}", factory, values, changes)
        for name, factory in (("letter", LetterFileFactory), ("plan", PlanFileFactory))
        for rule, values, changes in (
            ("once", {}, None),
            ("ready_has_file", READY, {"file": ""}),
            ("ready_has_file", READY, {"file_sha256": ""}),
            ("ready_has_file", READY, {"ready_at": None}),
            ("progress_percent", {"progress": 100}, {"progress": 101}),
        )
    ),
    Case(
        "notification_once_without_report",
        NotificationFactory,
        lambda: {"submission": None, "recipient": UserFactory()},
    ),
    Case(
        "notification_once_for_task",
        NotificationFactory,
        lambda: {"submission": None, "task": TaskFactory(), "recipient": UserFactory()},
    ),
    Case("notification_about_one_thing", NotificationFactory, {}, lambda row: {"task": TaskFactory()}),
    Case("extension_request_one_open", ExtensionRequestFactory),
    Case("extension_request_reason_given", ExtensionRequestFactory, {}, {"reason": ""}),
    Case("extension_request_decided_has_time", ExtensionRequestFactory, {}, {"decided_at": timezone.now()}),
    Case("extension_request_decided_has_time", ExtensionRequestFactory, DECLINED, {"decided_at": None}),
    Case("extension_request_granted_has_extension", ExtensionRequestFactory, DECLINED, {"state": RequestState.GRANTED}),
    Case("reminder_plan_hours_ordered", ReminderPlanFactory, {}, lambda row: {"sends_until": row.sends_from}),
    Case("reminder_stage_once", ReminderStageFactory),
    Case("reminder_stage_within_reach", ReminderStageFactory, {"days": 60}, {"days": 61}),
    Case("reminder_stage_within_reach", ReminderStageFactory, {"days": -60}, {"days": -61}),
    Case("reminder_stage_has_words", ReminderStageFactory, {}, {"subject": ""}),
    Case("reminder_stage_has_words", ReminderStageFactory, {}, {"body": ""}),
    Case("assignment_names_something", ReviewAssignmentFactory, {}, {"level": ""}),
    Case("assignment_once", ReviewAssignmentFactory, lambda: {"commune": CommuneFactory()}),
    Case("assignment_once_without_commune", ReviewAssignmentFactory),
    Case("comment_says_something", ReviewCommentFactory, {}, {"text": ""}),
    Case("comment_state_known", ReviewCommentFactory, {}, {"state": "lost"}),
    Case("comment_sent_has_time", ReviewCommentFactory, {}, {"sent_at": None}),
    Case("summary_file_progress_percent", SummaryFileFactory, {"progress": 100}, {"progress": 101}),
    Case("recommendation_answered_has_answer", RecommendationFactory, {}, {"status": RecommendationStatus.ANSWERED}),
    Case("recommendation_closed_has_moment", RecommendationFactory, {}, {"status": RecommendationStatus.CLOSED}),
    Case("recommendation_event_kind_known", RecommendationEventFactory, {}, {"kind": "lost"}),
    Case("request_mark_once", RequestMarkFactory),
    Case("request_mark_verdict_known", RequestMarkFactory, {}, {"verdict": "lost"}),
)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_violation_is_refused(case: Case) -> None:
    assert_refused(case)


def test_every_constraint_has_a_case() -> None:
    assert {case.constraint for case in CASES} == set(constraints_of("reports"))


@pytest.mark.django_db
@pytest.mark.parametrize("state", [ValueState.MISSING, ValueState.NOT_APPLICABLE, ValueState.NOT_AVAILABLE])
def test_value_without_a_number_is_one_of_three_things(state: str) -> None:
    value = IndicatorValueFactory(state=state, numerator=None, denominator=None, value=None)

    value.validate_constraints()
    assert value.actual is None
