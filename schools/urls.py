from django.urls import path

from schools import views

urlpatterns = [
    path("schools/", views.school_list, name="school_list"),
    path("schools/export/", views.school_list_export, name="school_list_export"),
    path("schools/<int:pk>/", views.school_detail, name="school_detail"),
]
