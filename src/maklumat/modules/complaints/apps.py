from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "maklumat.modules.complaints"
    label = "complaints"
