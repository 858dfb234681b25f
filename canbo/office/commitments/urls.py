"""Addresses of the commitments room, under /cam-ket/."""

from django.urls import URLPattern

app_name = "commitments"
urlpatterns: list[URLPattern] = []
