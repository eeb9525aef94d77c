"""Every address with who may use it, see it, or not even know of it: the table of the sweep in test_routes.py."""

from dataclasses import dataclass
from typing import Any

from tests.days import days_ahead

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
# The area has one office for education, so whoever is seated there or leads the area sees all its schools.
AREA_VIEWERS = OFFICE | READERS | ADMIN | {"other_officer", "other_leader"}
FACILITY_VIEWERS = AREA_VIEWERS | SCHOOL
EDITORS = OFFICE | {"other_officer"}
RESULT_VIEWERS = OFFICE | READERS | ADMIN
GIVE_BACK = {"return-comment": "Thiếu số liệu", "return-due_on": days_ahead(30)}
EXTENSION = {"extension-comment": "Bão", "extension-due_on": days_ahead(30)}
DECLINE = {"decision": "decline", "decline-answer": "Không đủ lý do"}
POST = ("POST",)
ROUTES: dict[str, Route] = {
    "home": Route(EVERYBODY),
    "health": Route(EVERYBODY, public=True),
    "verify": Route(EVERYBODY, methods=("GET", "POST"), public=True),
    "verify_code": Route(EVERYBODY, kwargs="published", public=True),
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
    "plan_yearbook": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST"), data={"ask": "none"}),
    "period_papers": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period", methods=("GET", "POST"), data={"ask": "none"}),
    "unit_minutes": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="plan_unit", methods=("GET", "POST"), data={"ask": "no"}),
    "collection_file": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="collection"),
    "collection_cancel": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="collection", methods=POST),
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
    "search": Route(EVERYBODY),
    "search_suggestions": Route(EVERYBODY),
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
    "period_results_export": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "school_figures": Route(SCHOOL | RESULT_VIEWERS, kwargs="plan_unit"),
    "school_figures_export": Route(SCHOOL | RESULT_VIEWERS, kwargs="plan_unit"),
    "unit_figures": Route(SCHOOL | RESULT_VIEWERS, kwargs="unit"),
    "period_matrix": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "period_matrix_export": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "period_cell": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="cell"),
    "period_figure_sheets": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period"),
    "period_figure_sheets_export": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period"),
    "period_figure_entry": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period", methods=("GET", "POST")),
    "period_unreachable": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period"),
    "period_money": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "period_lights": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "period_summary": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="period"),
    "summary_begin_file": seen(OFFICE | ADMIN, PLAN_VIEWERS, kwargs="period", methods=POST),
    "summary_make": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="summary", methods=POST),
    "summary_stop": seen(OFFICE, OFFICE | ADMIN, kwargs="summary", methods=POST),
    "summary_pdf": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="summary"),
    "summary_word": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="summary"),
    "summary_excel": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="summary"),
    "summary_section": seen(
        OFFICE, OFFICE | ADMIN, kwargs="summary_section", methods=("GET", "POST"), data={"action": "preview"}
    ),
    "summary_list": Route(EVERYBODY),
    "summary_list_export": Route(EVERYBODY),
    "summary_finalise": seen({"head"}, OFFICE | ADMIN, kwargs="summary", methods=POST),
    "summary_withdraw": seen({"head"}, OFFICE | ADMIN, kwargs="summary", methods=POST),
    "summary_number": seen(OFFICE, OFFICE | ADMIN, kwargs="summary", methods=("GET", "POST")),
    "summary_publish": seen(OFFICE, OFFICE | ADMIN, kwargs="summary", methods=POST),
    "summary_correct": seen(OFFICE, OFFICE | ADMIN, kwargs="summary", methods=("GET", "POST")),
    "summary_drop": seen(OFFICE, OFFICE | ADMIN, kwargs="summary", methods=POST),
    "letter_new": seen(OFFICE, PLAN_VIEWERS, kwargs="period", methods=("GET", "POST")),
    "letter_list": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY),
    "letter_export": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY),
    "letter_detail": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="letter"),
    "letter_pdf": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="letter", methods=("GET", "POST")),
    "letter_word": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="letter"),
    "summary_progress": seen(OFFICE | ADMIN, OFFICE | ADMIN, kwargs="summary"),
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
    "plan_units_remind": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "unit_plan_file": seen(REPORT_VIEWERS, PLAN_VIEWERS, kwargs="unit_plan"),
    "unreachable_list": seen(OFFICE, PLAN_VIEWERS, kwargs="period"),
    "unreachable_export": seen(OFFICE, PLAN_VIEWERS, kwargs="period"),
    "working_days": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY, methods=("GET", "POST")),
    "working_day_remove": seen(OFFICE | ADMIN | {"other_officer"}, EVERYBODY, kwargs="day", methods=POST),
    "work_list": seen(AREA_VIEWERS, EVERYBODY),
    "work_export": seen(AREA_VIEWERS, EVERYBODY),
    "work_new": seen(EDITORS, EVERYBODY, methods=("GET", "POST")),
    "work_detail": seen(FACILITY_VIEWERS, FACILITY_VIEWERS, kwargs="work"),
    "work_edit": seen(EDITORS, FACILITY_VIEWERS, kwargs="work", methods=("GET", "POST")),
    "work_delete": seen(EDITORS, FACILITY_VIEWERS, kwargs="work", methods=POST),
    "work_progress": seen(EDITORS | SCHOOL, FACILITY_VIEWERS, kwargs="work", methods=("GET", "POST")),
    "room_list": seen(AREA_VIEWERS, EVERYBODY),
    "room_export": seen(AREA_VIEWERS, EVERYBODY),
    "photo": seen(FACILITY_VIEWERS, FACILITY_VIEWERS, kwargs="photo"),
    "photo_thumb": seen(FACILITY_VIEWERS, FACILITY_VIEWERS, kwargs="photo"),
    "fund_overview": seen(AREA_VIEWERS, EVERYBODY),
    "fund_export": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "fund_shared": seen(RESULT_VIEWERS, PLAN_VIEWERS, kwargs="plan"),
    "fund_school": seen(PLAN_VIEWERS, PLAN_VIEWERS, kwargs="fund_school"),
    "fund_keeper": seen({"head"}, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "allocation_new": seen(OFFICE, PLAN_VIEWERS, kwargs="plan", methods=("GET", "POST")),
    "allocation_edit": seen(OFFICE, PLAN_VIEWERS, kwargs="allocation", methods=("GET", "POST")),
    "allocation_delete": seen(OFFICE, PLAN_VIEWERS, kwargs="allocation", methods=POST),
    "expenditure_new": seen(OFFICE, PLAN_VIEWERS, kwargs="allocation", methods=("GET", "POST")),
    "expenditure_delete": seen(OFFICE, PLAN_VIEWERS, kwargs="expenditure", methods=POST),
    "contribution_new": seen(SCHOOL | OFFICE, PLAN_VIEWERS, kwargs="fund_school", methods=("GET", "POST")),
    "contribution_edit": seen(SCHOOL | OFFICE, PLAN_VIEWERS, kwargs="contribution", methods=("GET", "POST")),
    "contribution_delete": seen(SCHOOL | OFFICE, PLAN_VIEWERS, kwargs="contribution", methods=POST),
    "mail_list": Route(set()),  # the mails of these tests stay in memory; the page exists only for mails in files
}
