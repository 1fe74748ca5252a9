from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    name = "tenure.playbooks"
    label = "playbooks"
