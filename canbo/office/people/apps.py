from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "canbo.office.people"
    label = "people"
