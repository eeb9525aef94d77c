from facilities.views.fund_editing import fund_editing_urls
from facilities.views.funds import fund_urls
from facilities.views.photos import photo_urls

urlpatterns = [
    *fund_urls,
    *fund_editing_urls,
    *photo_urls,
]
