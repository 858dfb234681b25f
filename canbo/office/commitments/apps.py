from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "canbo.office.commitments"
    label = "commitments"

    def ready(self) -> None:
        from canbo.office.commitments import work  # noqa: F401  # registers the room's long work
