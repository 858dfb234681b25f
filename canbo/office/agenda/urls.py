"""Addresses of the agenda room, under /lich/."""

from django.urls import URLPattern

app_name = "agenda"
urlpatterns: list[URLPattern] = []
