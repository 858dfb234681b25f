from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "canbo.office.agenda"
    label = "agenda"
