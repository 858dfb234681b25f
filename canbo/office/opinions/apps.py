from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "canbo.office.opinions"
    label = "opinions"

    def ready(self) -> None:
        from canbo.office.opinions import work  # noqa: F401 - registers the long work
