from django.apps import AppConfig


class WhistleblowingConfig(AppConfig):
    name = "maklumat.modules.whistleblowing"
    label = "whistleblowing"
