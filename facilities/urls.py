from facilities.views.photos import photo_urls

urlpatterns = [
    *photo_urls,
]
