from django.urls import path

from .views import desk
from .views.rest import api

app_name = "exchange"
urlpatterns = [
    path("petugas/pertukaran/", desk.overview, name="overview"),
    path("petugas/pertukaran/kirim/", desk.hand_over, name="hand_over"),
    path("api/", desk.interface, name="interface"),
    path("api/v1/", api.urls),
]
