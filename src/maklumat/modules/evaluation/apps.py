from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "maklumat.modules.evaluation"
    label = "evaluation"
