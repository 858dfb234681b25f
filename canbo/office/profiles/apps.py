from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "canbo.office.profiles"
    label = "profiles"
