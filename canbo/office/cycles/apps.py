from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "canbo.office.cycles"
    label = "cycles"
