from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "maklumat.modules.calendars"
    label = "calendars"
