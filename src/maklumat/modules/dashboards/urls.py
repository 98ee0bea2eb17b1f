from django.urls import path

from .views import downloads, pages

app_name = "dashboards"
urlpatterns = [
    path("angka/", pages.overview, name="overview"),
    path("angka/layanan.csv", downloads.services_csv, name="services_csv"),
    path("angka/unit.csv", downloads.units_csv, name="units_csv"),
    path("angka/layanan/<slug:slug>/", pages.service, name="service"),
    path("angka/layanan/<slug:slug>/angka.csv", downloads.service_csv, name="service_csv"),
    path("angka/unit/<slug:code>/", pages.unit, name="unit"),
    path("angka/unit/<slug:code>/angka.csv", downloads.unit_csv, name="unit_csv"),
]
