from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "maklumat.modules.dashboards"
    label = "dashboards"
