from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "maklumat.modules.units"
    label = "units"
