from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "canbo.office.regulations"
    label = "regulations"
