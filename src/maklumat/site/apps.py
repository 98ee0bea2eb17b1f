from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "maklumat.site"
    label = "site"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_removed

        from maklumat.kernel import files, ledger

        from .flows import FILE_HOLDERS, FLOWS
        from .middleware import forget_second_factor

        ledger.follow(FLOWS)
        files.keep_for(FILE_HOLDERS)
        authenticator_removed.connect(forget_second_factor)
