from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "canbo.office.desk"
    label = "desk"
