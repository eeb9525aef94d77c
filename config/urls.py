"""Every address of the portal. Apps name their routes plainly; a test sweeps all of them by role."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("schools.urls")),
    path("", include("plans.urls")),
    path("", include("reports.urls")),
]
