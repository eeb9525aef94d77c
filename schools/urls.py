from schools.views.school_list import school_list_urls
from schools.views.school_page import school_page_urls

urlpatterns = [
    *school_list_urls,
    *school_page_urls,
]
