from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "maklumat.site"
    label = "site"

    def ready(self) -> None:
        from maklumat.kernel import ledger

        from .flows import FLOWS

        ledger.follow(FLOWS)
