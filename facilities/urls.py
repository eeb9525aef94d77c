from facilities.views.allocations import allocation_urls
from facilities.views.assessment_form import assessment_form_urls
from facilities.views.assessment_list import assessment_list_urls
from facilities.views.assessments import assessment_urls
from facilities.views.contributions import contribution_urls
from facilities.views.expenditures import expenditure_urls
from facilities.views.forecast import forecast_urls
from facilities.views.fund_keeper import fund_keeper_urls
from facilities.views.funds import fund_urls
from facilities.views.home import home_urls
from facilities.views.inspection import inspection_page_urls
from facilities.views.inspection_writing import inspection_writing_urls
from facilities.views.inspections import inspection_urls
from facilities.views.photos import photo_urls
from facilities.views.programme_units import programme_unit_urls
from facilities.views.programmes import programme_urls
from facilities.views.rooms import room_urls
from facilities.views.standard import standard_urls
from facilities.views.standard_editing import standard_editing_urls
from facilities.views.topics import topic_urls
from facilities.views.work_writing import work_writing_urls
from facilities.views.works import work_urls

urlpatterns = [
    *assessment_list_urls,
    *assessment_urls,
    *assessment_form_urls,
    *programme_urls,
    *programme_unit_urls,
    *forecast_urls,
    *fund_urls,
    *fund_keeper_urls,
    *allocation_urls,
    *expenditure_urls,
    *contribution_urls,
    *home_urls,
    *work_urls,
    *work_writing_urls,
    *room_urls,
    *photo_urls,
    *inspection_urls,
    *inspection_page_urls,
    *inspection_writing_urls,
    *topic_urls,
    *standard_urls,
    *standard_editing_urls,
]
