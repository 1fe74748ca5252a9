from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tenure.ui"
    label = "ui"

    def ready(self) -> None:
        from tenure.ui.registry import load_rooms

        load_rooms()
