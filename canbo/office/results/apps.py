from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "canbo.office.results"
    label = "results"

    def ready(self) -> None:
        from canbo.office.results import work  # noqa: F401  # registers the room's long work
