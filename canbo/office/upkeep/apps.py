from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "canbo.office.upkeep"
    label = "upkeep"
