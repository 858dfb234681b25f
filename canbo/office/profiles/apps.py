from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "canbo.office.profiles"
    label = "profiles"

    def ready(self) -> None:
        from canbo.office.profiles import work  # noqa: F401  # registers the room's long work
