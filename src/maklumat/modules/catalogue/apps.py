from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "maklumat.modules.catalogue"
    label = "catalogue"
