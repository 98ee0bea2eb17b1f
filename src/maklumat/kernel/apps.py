from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "maklumat.kernel"
    label = "kernel"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from .grants import grant_application_role

        # Framework plumbing, not business logic: tables exist now, so the application's role may use them.
        post_migrate.connect(grant_application_role, sender=self)
