from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tenure.accounts"
    label = "accounts"

    def ready(self) -> None:
        from tenure.accounts.kinds import load_kinds

        load_kinds()
