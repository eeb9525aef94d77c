from plans.views.audience import audience_urls
from plans.views.copying import copying_urls
from plans.views.import_review import import_review_urls
from plans.views.imports import import_urls
from plans.views.issuing import issuing_urls
from plans.views.outline import outline_urls
from plans.views.pages import page_urls
from plans.views.recipients import recipient_urls
from plans.views.relations import relation_urls
from plans.views.task_editing import task_editing_urls
from plans.views.task_tree import task_tree_urls
from plans.views.writing import writing_urls

urlpatterns = [
    *page_urls,
    *import_urls,
    *import_review_urls,
    *writing_urls,
    *relation_urls,
    *recipient_urls,
    *outline_urls,
    *issuing_urls,
    *copying_urls,
    *audience_urls,
    *task_tree_urls,
    *task_editing_urls,
]
