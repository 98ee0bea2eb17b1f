from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "maklumat.modules.documents"
    label = "documents"
