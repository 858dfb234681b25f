from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "canbo.office.insight"
    label = "insight"

    def ready(self) -> None:
        from canbo.office.insight import work  # noqa: F401  # registers the room's long work
