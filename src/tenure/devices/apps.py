from importlib import import_module

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "tenure.devices"
    label = "devices"

    def ready(self) -> None:
        import_module("tenure.devices.kinds")
