from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "tenure.foundation"
    label = "foundation"
