from schools.views.changes import change_urls
from schools.views.facts_requests import facts_request_urls
from schools.views.invitation import invitation_urls
from schools.views.people import people_urls
from schools.views.people_import import people_import_urls
from schools.views.people_inviting import people_inviting_urls
from schools.views.people_seats import people_seats_urls
from schools.views.people_slips import people_slips_urls
from schools.views.registry_import import registry_import_urls
from schools.views.school_list import school_list_urls
from schools.views.school_page import school_page_urls

urlpatterns = [
    *registry_import_urls,
    *school_list_urls,
    *school_page_urls,
    *facts_request_urls,
    *change_urls,
    *people_urls,
    *people_inviting_urls,
    *people_slips_urls,
    *people_import_urls,
    *people_seats_urls,
    *invitation_urls,
]
