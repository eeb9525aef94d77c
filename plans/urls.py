from plans.views.audience import audience_urls
from plans.views.chains import chain_urls
from plans.views.changes import change_urls
from plans.views.copying import copying_urls
from plans.views.import_review import import_review_urls
from plans.views.import_saving import import_saving_urls
from plans.views.imports import import_urls
from plans.views.indicators import indicator_urls
from plans.views.issuing import issuing_urls
from plans.views.outline import outline_urls
from plans.views.own_plan import own_plan_urls
from plans.views.pages import page_urls
from plans.views.periods import period_urls
from plans.views.recipients import recipient_urls
from plans.views.relations import relation_urls
from plans.views.targets import target_urls
from plans.views.task_editing import task_editing_urls
from plans.views.task_tree import task_tree_urls
from plans.views.unit_plans import unit_plan_urls
from plans.views.writing import writing_urls

urlpatterns = [
    *page_urls,
    *unit_plan_urls,
    *own_plan_urls,
    *import_urls,
    *import_saving_urls,
    *import_review_urls,
    *writing_urls,
    *relation_urls,
    *recipient_urls,
    *outline_urls,
    *issuing_urls,
    *copying_urls,
    *audience_urls,
    *chain_urls,
    *task_tree_urls,
    *task_editing_urls,
    *change_urls,
    *indicator_urls,
    *period_urls,
    *target_urls,
]
