"""Cited documents: those to which a plan leads that the person reads."""

from plans.chain.reading import known_documents
from plans.models import CitedDocument
from reports.presentation import addresses
from reports.search.hits import Found, Hit, Kind, everything
from reports.search.question import haystack
from reports.search.ranking import ranked
from reports.search.scope import Scope


def find_documents(scope: Scope) -> Found:
    """Documents with every word in type, number, date, subject, or with others in the issuer's name: two queries."""
    every = list(CitedDocument.objects.order_by("-issued_on", "-pk"))
    known = known_documents(scope.plans, every)
    found = [document for document in every if document.pk in known and _answers(scope, document)]
    rows = ranked(scope.question, found, lambda document: document.subject, lambda document: document.full_number)
    address = addresses("document_detail")

    def make(document: CitedDocument) -> Hit:
        return Hit(document.full_citation, address(document.pk), document.issuer_name)

    return everything(Kind.DOCUMENTS, rows, make)


def _answers(scope: Scope, document: CitedDocument) -> bool:
    text = haystack(document.full_citation)
    said = scope.question.said_in(haystack(document.issuer_name))
    return all(
        term.kind == Kind.DOCUMENTS or term.is_in(text) or number in said
        for number, term in enumerate(scope.question.terms)
    )
