from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "canbo.office.profiles"
    label = "profiles"

    def ready(self) -> None:
        from canbo.office.profiles import held, work  # noqa: F401  # `work` registers the room's long work

        held.register()
