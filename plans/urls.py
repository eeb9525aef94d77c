from plans.views.import_review import import_review_urls
from plans.views.imports import import_urls
from plans.views.pages import page_urls

urlpatterns = [
    *page_urls,
    *import_urls,
    *import_review_urls,
]
