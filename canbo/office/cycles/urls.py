"""Addresses of the cycles room, under /ky/."""

from django.urls import path

from canbo.office.cycles import views

app_name = "cycles"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.cycle, name="cycle"),
    path("<int:pk>/gia-han/", views.extend, name="extend"),
    path("<int:pk>/khoa/", views.lock, name="lock"),
    path("<int:pk>/thoi-tu-mo/", views.repeat_stop, name="repeat_stop"),
]
