"""The addresses of structure, programmes, planning."""

from django.urls import URLPattern

app_name = "talent"
urlpatterns: list[URLPattern] = []
