from django.urls import path

from canbo.office.base import views

app_name = "base"
urlpatterns = [
    path("viec/<int:pk>/", views.job, name="job"),
    path("mat-do/", views.density, name="density"),
    path("tep/<int:pk>/", views.file, name="file"),
]
