from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "canbo.office.evaluations"
    label = "evaluations"
