from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "canbo.office.opinions"
    label = "opinions"
