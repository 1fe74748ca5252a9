from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "tenure.help"
    label = "help"
