"""Addresses of the work room, under /cong-viec/."""

from django.urls import URLPattern

app_name = "work"
urlpatterns: list[URLPattern] = []
