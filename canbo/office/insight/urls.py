"""The addresses of summaries, dashboards, levelling."""

from django.urls import URLPattern

app_name = "insight"
urlpatterns: list[URLPattern] = []
