"""Routes of reporting, gathered from the views that own them."""

from reports.views.assignments import assignment_urls
from reports.views.board import board_urls
from reports.views.board_actions import board_action_urls
from reports.views.board_overview import board_overview_urls
from reports.views.bulk_review import bulk_review_urls
from reports.views.calendar import calendar_urls
from reports.views.calendar_feed import calendar_feed_urls
from reports.views.cells import cell_urls
from reports.views.chain import chain_urls
from reports.views.collections import collection_urls
from reports.views.comments import comment_urls
from reports.views.deadlines import deadline_urls
from reports.views.evidence import evidence_urls
from reports.views.extension_requests import extension_request_urls
from reports.views.extensions import extension_urls
from reports.views.figure_entry import figure_entry_urls
from reports.views.figure_sheets import figure_sheet_urls
from reports.views.home import home_urls
from reports.views.inspection_minutes import inspection_minutes_urls
from reports.views.leader_buildings import leader_building_urls
from reports.views.leader_money import leader_urls
from reports.views.ledger import ledger_urls
from reports.views.letters import letter_urls
from reports.views.mails import mail_urls
from reports.views.matrix import matrix_urls
from reports.views.minutes import minutes_urls
from reports.views.my_tasks import my_task_urls
from reports.views.notifications import notification_urls
from reports.views.paper import paper_urls
from reports.views.period_papers import period_paper_urls
from reports.views.plan_paper import plan_paper_urls
from reports.views.preferences import preference_urls
from reports.views.queue import queue_urls
from reports.views.reminder_plans import reminder_plan_urls
from reports.views.request_detail import request_detail_urls
from reports.views.request_steps import request_step_urls
from reports.views.requests import request_list_urls
from reports.views.results import results_urls
from reports.views.results_export import results_export_urls
from reports.views.review import review_urls
from reports.views.school_figures import school_figures_urls
from reports.views.search import search_urls
from reports.views.submission_list import submission_list_urls
from reports.views.submissions import submission_urls
from reports.views.summary import summary_urls
from reports.views.summary_files import summary_file_urls
from reports.views.summary_list import summary_list_urls
from reports.views.summary_sections import summary_section_urls
from reports.views.summary_steps import summary_step_urls
from reports.views.task_reminding import task_reminding_urls
from reports.views.task_timeline import task_timeline_urls
from reports.views.task_updates import task_update_urls
from reports.views.tasks import task_urls
from reports.views.unit_reminding import unit_reminding_urls
from reports.views.unreachable import unreachable_urls
from reports.views.verify import verify_urls
from reports.views.versions import version_urls
from reports.views.workbooks import workbook_urls
from reports.views.working_days import working_day_urls
from reports.views.yearbook import yearbook_urls

urlpatterns = [
    *home_urls,
    *chain_urls,
    *search_urls,
    *submission_list_urls,
    *submission_urls,
    *paper_urls,
    *plan_paper_urls,
    *period_paper_urls,
    *yearbook_urls,
    *minutes_urls,
    *inspection_minutes_urls,
    *collection_urls,
    *cell_urls,
    *review_urls,
    *queue_urls,
    *bulk_review_urls,
    *assignment_urls,
    *comment_urls,
    *evidence_urls,
    *extension_urls,
    *extension_request_urls,
    *deadline_urls,
    *calendar_urls,
    *calendar_feed_urls,
    *version_urls,
    *verify_urls,
    *board_urls,
    *board_action_urls,
    *figure_sheet_urls,
    *figure_entry_urls,
    *board_overview_urls,
    *request_list_urls,
    *request_step_urls,
    *request_detail_urls,
    *results_urls,
    *results_export_urls,
    *school_figures_urls,
    *matrix_urls,
    *summary_urls,
    *summary_file_urls,
    *summary_section_urls,
    *summary_list_urls,
    *summary_step_urls,
    *letter_urls,
    *notification_urls,
    *mail_urls,
    *workbook_urls,
    *preference_urls,
    *leader_urls,
    *leader_building_urls,
    *ledger_urls,
    *reminder_plan_urls,
    *unit_reminding_urls,
    *unreachable_urls,
    *working_day_urls,
    *task_urls,
    *task_reminding_urls,
    *task_timeline_urls,
    *task_update_urls,
    *my_task_urls,
]
