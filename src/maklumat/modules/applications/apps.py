from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "maklumat.modules.applications"
    label = "applications"
