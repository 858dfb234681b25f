from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "canbo.office.base"
    label = "base"
