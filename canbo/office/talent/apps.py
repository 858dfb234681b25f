from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "canbo.office.talent"
    label = "talent"
