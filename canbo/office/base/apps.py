from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "canbo.office.base"
    label = "base"

    def ready(self) -> None:
        from canbo.office.base import lasting

        lasting.start()
