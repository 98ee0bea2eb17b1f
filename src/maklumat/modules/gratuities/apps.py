from django.apps import AppConfig


class GratuitiesConfig(AppConfig):
    name = "maklumat.modules.gratuities"
    label = "gratuities"
