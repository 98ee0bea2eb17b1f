from django.urls import path

from .views import downloads, exploring, office, pages, pictures, reports

app_name = "dashboards"
urlpatterns = [
    path("angka/", pages.overview, name="overview"),
    path("angka/jelajah/", exploring.explore, name="explore"),
    path("angka/layanan.csv", downloads.services_csv, name="services_csv"),
    path("angka/unit.csv", downloads.units_csv, name="units_csv"),
    path("angka/layanan/<slug:slug>/", pages.service, name="service"),
    path("angka/layanan/<slug:slug>/angka.csv", downloads.service_csv, name="service_csv"),
    path("angka/layanan/<slug:slug>/angka.png", pictures.service_picture, name="service_picture"),
    path("angka/layanan/<slug:slug>/sematan/", pictures.service_embed, name="service_embed"),
    path("angka/unit/<slug:code>/", pages.unit, name="unit"),
    path("angka/unit/<slug:code>/angka.csv", downloads.unit_csv, name="unit_csv"),
    path("angka/unit/<slug:code>/angka.png", pictures.unit_picture, name="unit_picture"),
    path("angka/unit/<slug:code>/sematan/", pictures.unit_embed, name="unit_embed"),
    path("angka/unit/<slug:code>/laporan.pdf", reports.report, name="report"),
    path("petugas/angka/", office.desk, name="desk"),
    path("petugas/angka/<slug:code>/", office.unit_desk, name="unit_desk"),
]
