from django.urls import path

from .views import checking, desk, opendata
from .views.rest import api

app_name = "exchange"
urlpatterns = [
    path("petugas/pertukaran/", desk.overview, name="overview"),
    path("petugas/pertukaran/kirim/", desk.hand_over, name="hand_over"),
    path("data/", opendata.catalogue, name="datasets"),
    path("data/katalog.jsonld", opendata.dcat, name="dcat"),
    path("data/periksa.py", checking.checker, name="checker"),
    path("data/<slug:key>/", opendata.dataset, name="dataset"),
    path("data/<slug:key>.<slug:form>", opendata.file, name="file"),
    path("api/", desk.interface, name="interface"),
    path("api/v1/", api.urls),
]
