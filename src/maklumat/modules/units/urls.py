from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("petugas/unit/", views.desk, name="desk"),
    path("petugas/unit/<uuid:unit_id>/", views.unit, name="unit"),
    path("petugas/unit/<uuid:unit_id>/tambah/", views.add, name="add"),
    path("petugas/unit/<uuid:unit_id>/ubah/", views.change, name="change"),
    path("petugas/unit/<uuid:unit_id>/petugas/", views.appoint, name="appoint"),
    path("petugas/penugasan/<uuid:appointment_id>/akhiri/", views.end, name="end"),
    path("petugas/penugasan/<uuid:appointment_id>/undang/", views.invite, name="invite"),
    path("petugas/penugasan/<uuid:appointment_id>/akun/", views.person, name="person"),
    path("petugas/penugasan/<uuid:appointment_id>/keluarkan/", views.sign_out, name="sign_out"),
    path("petugas/penugasan/<uuid:appointment_id>/tutup/", views.close, name="close"),
    path("petugas/penugasan/<uuid:appointment_id>/buka/", views.reopen, name="reopen"),
]
