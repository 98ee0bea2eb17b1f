from django.urls import path

from .views import desk, public

app_name = "gratuities"
urlpatterns = [
    path("gratifikasi/", public.overview, name="overview"),
    path("petugas/gratifikasi/", desk.listing, name="desk"),
    path("petugas/gratifikasi/lapor/", desk.new, name="new"),
    path("petugas/gratifikasi/register.csv", desk.register, name="register"),
    path("petugas/gratifikasi/<uuid:report_id>/", desk.one, name="one"),
    path("petugas/gratifikasi/<uuid:report_id>/langkah/", desk.act, name="act"),
    path("petugas/gratifikasi/<uuid:report_id>/lengkapi/", desk.complete, name="complete"),
    path("petugas/gratifikasi/<uuid:report_id>/bukti/", desk.proof, name="proof"),
    path("petugas/gratifikasi/<uuid:report_id>/foto/<uuid:photo_id>/", desk.photo, name="photo"),
]
