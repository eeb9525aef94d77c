"""Every address of the portal. Apps name their routes plainly; a test sweeps all of them by role."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views import admin_entry
from config.health import health

urlpatterns = [
    path("health/", health, name="health"),
    # One login page and one password page for everybody; these stand before the admin's own.
    path("admin/login/", admin_entry, name="admin_entry"),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change"), name="admin_password"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("schools.urls")),
    path("", include("plans.urls")),
    path("", include("facilities.urls")),
    path("", include("reports.urls")),
]
