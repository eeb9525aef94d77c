"""The chain of documents around a plan or a document that is only cited."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from plans.chain.listing import listed
from plans.chain.picture import draw
from plans.chain.reading import chain_of_document, chain_of_plan, readable_plans
from plans.enums import RelationKind
from plans.models import Plan
from plans.permissions import reads_results
from plans.views.access import get_plan


@require_GET
def plan_chain(request: HttpRequest, pk: int) -> HttpResponse:
    """What a plan carries out, up to the first document, and what carries it out, as a picture and as a list."""
    plan = get_plan(request.user, pk)
    graph = chain_of_plan(plan, readable_plans(request.user))
    context = {"plan": plan, "picture": draw(graph), "listing": listed(graph), "kinds": RelationKind}
    return render(request, "plans/chain.html", context)


@require_GET
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that is not kept in the portal: what it is, and which plans carry it out, down to their figures."""
    chain = chain_of_document(pk, readable_plans(request.user))
    if chain is None:
        raise Http404
    document, graph = chain
    found = [int(key[1:]) for key in graph.nodes if key[0] == "p"]
    # Only plans that the person reads stand in the chain of a document below it; above it stand no plans.
    plans = Plan.objects.filter(pk__in=found).prefetch_related("recipients", "periods")
    listing = listed(graph)
    context = {
        "document": document,
        "picture": draw(graph),
        "listing": listing,
        "kinds": RelationKind,
        "plans": [(plan, reads_results(request.user, plan)) for plan in plans.order_by("-year", "pk")],
    }
    return render(request, "plans/document_detail.html", context)


chain_urls = [
    path("plans/<int:pk>/chain/", plan_chain, name="plan_chain"),
    path("documents/<int:pk>/", document_detail, name="document_detail"),
]
