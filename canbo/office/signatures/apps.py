from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "canbo.office.signatures"
    label = "signatures"
