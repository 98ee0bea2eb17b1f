from django.urls import path

from maklumat.ui import views

app_name = "ui"
urlpatterns = [
    path("pola", views.pattern, name="pattern"),
    path("pola/kantor", views.pattern_office, name="pattern_office"),
]
