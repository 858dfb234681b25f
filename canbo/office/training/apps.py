from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "canbo.office.training"
    label = "training"
