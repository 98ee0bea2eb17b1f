from django.urls import include, path, register_converter

from .rules.editing import NOUNS
from .views import charter, desk, editor, importing, preview, publishing, service, shelf, units


class Noun:
    """The pieces of a standard as they stand in an address."""

    regex = "|".join(NOUNS.values())

    def to_python(self, value: str) -> str:
        return next(noun for noun, word in NOUNS.items() if word == value)

    def to_url(self, value: str) -> str:
        return NOUNS[value]


register_converter(Noun, "noun")

app_name = "catalogue"
# In groups: each address is looked for from the top, and a group whose beginning does not fit is passed over at once.
SERVICES = [
    path("", shelf.everything, name="services"),
    path("kategori/<slug:key>/", shelf.category, name="category"),
    path("peristiwa/<slug:key>/", shelf.life_event, name="life_event"),
    path("<slug:slug>.json", service.as_json, name="json"),
    path("<slug:slug>.csv", service.as_csv, name="csv"),
    path("<slug:slug>/", service.page, name="service"),
    path("<slug:slug>/standar/", service.standard, name="standard"),
    path("<slug:slug>/versi/", service.versions, name="versions"),
    path("<slug:slug>/sippn.json", service.as_sippn, name="sippn"),
]
UNITS = [
    path("", units.index, name="units"),
    path("<slug:code>/", units.page, name="unit"),
    path("<slug:code>/maklumat/", units.maklumat, name="maklumat"),
    path("<slug:code>/maklumat/poster.pdf", units.poster, name="poster"),
]
VERSION = [
    path("", editor.overview, name="edit"),
    path("bagian/<slug:part>/", editor.part, name="part"),
    path("tambah/<noun:noun>/", editor.item, name="add_item"),
    path("tambah/<noun:noun>/<slug:parent>/", editor.item, name="add_item_in"),
    path("ubah/<noun:noun>/<slug:key>/", editor.item, name="item"),
    path("pindah/<noun:noun>/<slug:key>/", editor.move, name="move_item"),
    path("hapus/<noun:noun>/<slug:key>/", editor.remove, name="remove_item"),
    path("pratinjau/", preview.page, name="preview"),
    path("pratinjau/<slug:key>/", preview.form_page, name="preview_page"),
    path("periksakan/", publishing.submit, name="submit"),
    path("kembalikan/", publishing.return_to_draft, name="return"),
    path("terbitkan/", publishing.publish, name="publish"),
]
DESK = [
    path("", desk.index, name="desk"),
    path("baru/", desk.draft_new, name="draft_new"),
    path("rancang/<uuid:service_id>/", desk.draft_from, name="draft_from"),
    path("impor/", importing.read, name="import"),
    path("impor/laporan.csv", importing.report, name="import_report"),
    path("maklumat/", charter.index, name="charter"),
    path("maklumat/<uuid:unit_id>/terbitkan/", charter.publish, name="publish_maklumat"),
    path("maklumat/<uuid:unit_id>/umumkan/", charter.log, name="log_publication"),
    path("<uuid:version_id>/", include(VERSION)),
]
urlpatterns = [
    path("", shelf.home, name="home"),
    path("cari/", shelf.search, name="search"),
    path("layanan/", include(SERVICES)),
    path("unit/", include(UNITS)),
    path("petugas/standar/", include(DESK)),
]
