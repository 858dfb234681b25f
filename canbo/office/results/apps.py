from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "canbo.office.results"
    label = "results"
