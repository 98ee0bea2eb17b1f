from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "maklumat.ui"
    label = "ui"
