from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "canbo.office.awards"
    label = "awards"
