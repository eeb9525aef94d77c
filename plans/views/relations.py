"""The documents a plan refers to: other plans of the portal, and documents that are only cited."""

from django.urls import path

from plans.relation_forms import RelationForm
from plans.services.relating import relations_of, save_relation, seen_of
from plans.views.rows import RowPage

plan_relations = RowPage(
    name="plan_relations",
    template="plans/edit/relations.html",
    rows=relations_of,
    form=RelationForm,
    saved="Đã lưu văn bản liên quan.",
    removed="Đã bỏ văn bản khỏi danh sách; văn bản vẫn còn trong cổng để chọn lại.",
    seen=seen_of,
    save=save_relation,
    searches=True,
)

relation_urls = [path("plans/<int:pk>/edit/relations/", plan_relations, name="plan_relations")]
