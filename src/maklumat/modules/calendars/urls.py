from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("petugas/kalender/", views.desk, name="desk"),
    path("petugas/kalender/unit/<uuid:unit_id>/", views.set_week, name="set_week"),
    path("petugas/kalender/libur/", views.holidays, name="holidays"),
    path("petugas/kalender/libur/setempat/", views.add_local_holiday, name="add_local_holiday"),
    path("petugas/kalender/libur/keputusan/", views.import_decree, name="import_decree"),
]
