from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "canbo.office.signatures"
    label = "signatures"

    def ready(self) -> None:
        from canbo.office.signatures import work  # noqa: F401  # registers the room's long work
