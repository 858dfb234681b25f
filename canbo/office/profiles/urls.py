"""The addresses of personnel records, standards, personal data."""

from django.urls import URLPattern

app_name = "profiles"
urlpatterns: list[URLPattern] = []
