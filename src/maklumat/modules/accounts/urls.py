from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("akun/", views.home, name="home"),
    path("akun/nama/", views.rename, name="rename"),
    path("akun/keamanan/", views.safety, name="safety"),
    path("akun/keamanan/keluarkan/", views.end_session, name="end_session"),
]
