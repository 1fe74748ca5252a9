from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tenure.notices"
    label = "notices"
