from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "canbo.office.desk"
    label = "desk"

    def ready(self) -> None:
        from canbo.office.desk import held

        held.register()
