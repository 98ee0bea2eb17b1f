from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("v/", views.check, name="check"),
    path("v/keys.json", views.keys, name="keys"),
    path("v/ca.pem", views.root_certificate, name="root_certificate"),
    path("petugas/tanda-tangan/", views.sign, name="sign"),
    path("v/<str:token>", views.verdict, name="verdict"),
]
