"""One search over all kinds; the number of queries does not depend on what is found."""

from typing import Any

from reports.search.documents import find_documents
from reports.search.hits import Found, Kind
from reports.search.indicators import find_indicators
from reports.search.pages import find_pages
from reports.search.plans import find_plans
from reports.search.question import Question
from reports.search.schools import find_schools
from reports.search.scope import Scope
from reports.search.submissions import find_submissions
from reports.search.tasks import find_tasks

FINDERS = {
    Kind.SCHOOLS: find_schools,
    Kind.TASKS: find_tasks,
    Kind.INDICATORS: find_indicators,
    Kind.PLANS: find_plans,
    Kind.DOCUMENTS: find_documents,
    Kind.REPORTS: find_submissions,
    Kind.PAGES: find_pages,
}


def find(question: Question, user: Any, kind: Kind | None = None) -> list[Found]:
    """What the person may see and open that answers the question, by kind; kinds without a hit are left out.

    Seven queries for all kinds, whatever there is to find.
    """
    if not question.is_askable:
        return []
    scope = Scope(user, question)
    found = (find_one(scope) for each, find_one in FINDERS.items() if kind in (None, each))
    return [group for group in found if group.rows]
