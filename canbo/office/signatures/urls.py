"""Addresses of the signatures room, under /chu-ky/."""

from django.urls import URLPattern

app_name = "signatures"
urlpatterns: list[URLPattern] = []
