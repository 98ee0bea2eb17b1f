from django.urls import path

from .views import log

app_name = "proofs"
urlpatterns = [
    path("jejak/", log.overview, name="overview"),
    path("jejak/checkpoint", log.checkpoint, name="checkpoint"),
    path("jejak/tile/<path:address>", log.tile, name="tile"),
    path("jejak/bukti.json", log.inclusion, name="inclusion"),
    path("jejak/konsistensi.json", log.consistency, name="consistency"),
    path("jejak/fakta/<uuid:entry_id>.tlog-proof", log.fact, name="fact"),
    path("jejak/kebijakan.json", log.policy, name="policy"),
    path("jejak/cekjejak.py", log.checker, name="checker"),
]
