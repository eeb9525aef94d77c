from plans.views.pages import page_urls

urlpatterns = [
    *page_urls,
]
