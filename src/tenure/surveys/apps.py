from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "tenure.surveys"
    label = "surveys"

    def ready(self) -> None:
        import_module("tenure.surveys.kinds")
