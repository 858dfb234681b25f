from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "canbo.office.commitments"
    label = "commitments"
