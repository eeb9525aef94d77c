"""Schools lead to their page of the registry, communes to the list of their schools."""

from django.urls import reverse

from reports.presentation import addresses
from reports.search.bodies import Body
from reports.search.hits import Found, Hit, Kind, everything
from reports.search.ranking import ranked
from reports.search.scope import Scope


def find_schools(scope: Scope) -> Found:
    """Bodies that have every word in their names, code or commune."""
    question = scope.question
    found = [body for body in scope.bodies if _answers(scope, body)]
    rows = ranked(question, found, lambda body: body.name, lambda body: body.code)
    school, list_of = addresses("school_detail"), reverse("school_list")

    def make(body: Body) -> Hit:
        url = school(body.school_id) if body.school_id else f"{list_of}?commune={body.pk}"
        return Hit(body.name, url, body.context)

    return everything(Kind.SCHOOLS, rows, make)


def _answers(scope: Scope, body: Body) -> bool:
    return all(
        (term.kind == Kind.SCHOOLS and body.school_id) or term.is_in(body.words_of_place)
        for term in scope.question.terms
    )
