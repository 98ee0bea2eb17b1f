from django.urls import path, register_converter

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
DESK = "petugas/standar/"
VERSION = DESK + "<uuid:version_id>/"
urlpatterns = [
    path("", shelf.home, name="home"),
    path("cari/", shelf.search, name="search"),
    path("layanan/", shelf.everything, name="services"),
    path("layanan/kategori/<slug:key>/", shelf.category, name="category"),
    path("layanan/peristiwa/<slug:key>/", shelf.life_event, name="life_event"),
    path("layanan/<slug:slug>.json", service.as_json, name="json"),
    path("layanan/<slug:slug>.csv", service.as_csv, name="csv"),
    path("layanan/<slug:slug>/", service.page, name="service"),
    path("layanan/<slug:slug>/standar/", service.standard, name="standard"),
    path("layanan/<slug:slug>/versi/", service.versions, name="versions"),
    path("layanan/<slug:slug>/sippn.json", service.as_sippn, name="sippn"),
    path("unit/", units.index, name="units"),
    path("unit/<slug:code>/", units.page, name="unit"),
    path("unit/<slug:code>/maklumat/", units.maklumat, name="maklumat"),
    path("unit/<slug:code>/maklumat/poster.pdf", units.poster, name="poster"),
    path(DESK, desk.index, name="desk"),
    path(DESK + "baru/", desk.draft_new, name="draft_new"),
    path(DESK + "rancang/<uuid:service_id>/", desk.draft_from, name="draft_from"),
    path(DESK + "impor/", importing.read, name="import"),
    path(DESK + "impor/laporan.csv", importing.report, name="import_report"),
    path(DESK + "maklumat/", charter.index, name="charter"),
    path(DESK + "maklumat/<uuid:unit_id>/terbitkan/", charter.publish, name="publish_maklumat"),
    path(DESK + "maklumat/<uuid:unit_id>/umumkan/", charter.log, name="log_publication"),
    path(VERSION, editor.overview, name="edit"),
    path(VERSION + "bagian/<slug:part>/", editor.part, name="part"),
    path(VERSION + "tambah/<noun:noun>/", editor.item, name="add_item"),
    path(VERSION + "tambah/<noun:noun>/<slug:parent>/", editor.item, name="add_item_in"),
    path(VERSION + "ubah/<noun:noun>/<slug:key>/", editor.item, name="item"),
    path(VERSION + "pindah/<noun:noun>/<slug:key>/", editor.move, name="move_item"),
    path(VERSION + "hapus/<noun:noun>/<slug:key>/", editor.remove, name="remove_item"),
    path(VERSION + "pratinjau/", preview.page, name="preview"),
    path(VERSION + "pratinjau/<slug:key>/", preview.form_page, name="preview_page"),
    path(VERSION + "periksakan/", publishing.submit, name="submit"),
    path(VERSION + "kembalikan/", publishing.return_to_draft, name="return"),
    path(VERSION + "terbitkan/", publishing.publish, name="publish"),
]
