from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "maklumat.modules.surveys"
    label = "surveys"
