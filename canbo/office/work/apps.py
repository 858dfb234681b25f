from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "canbo.office.work"
    label = "work"
