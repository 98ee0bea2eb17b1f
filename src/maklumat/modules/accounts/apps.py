from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maklumat.modules.accounts"
    label = "accounts"

    def ready(self) -> None:
        from .signals import connect

        connect()
