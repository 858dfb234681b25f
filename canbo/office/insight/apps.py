from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "canbo.office.insight"
    label = "insight"
