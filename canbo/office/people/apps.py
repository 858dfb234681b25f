from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "canbo.office.people"
    label = "people"

    def ready(self) -> None:
        from canbo.office.people import work  # noqa: F401 - registers the long work
