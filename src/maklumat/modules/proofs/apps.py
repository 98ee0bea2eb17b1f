from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "maklumat.modules.proofs"
    label = "proofs"
