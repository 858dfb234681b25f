"""The box as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BoxConfig(AppConfig):
    name = "canbo.box"
    label = "box"
