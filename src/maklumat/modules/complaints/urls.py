from django.urls import path, register_converter

from .views import desk, filing, public, tracking

app_name = "complaints"


class Verb:
    """What an officer may do to a report, as it stands in an address."""

    regex = desk.VERBS

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class ReporterVerb(Verb):
    """What the reporter may do after sending."""

    regex = "reply|confirm|object"


register_converter(Verb, "report_verb")
register_converter(ReporterVerb, "reporter_verb")
urlpatterns = [
    path("lapor/", filing.intro, name="intro"),
    path("lapor/mulai", filing.start, name="start"),
    path("lapor/lacak/", tracking.find, name="find"),
    path("lapor/lacak/<slug:code>/", tracking.track, name="track"),
    path("lapor/lacak/<slug:code>/<reporter_verb:verb>/", tracking.answer, name="answer"),
    path("lapor/<uuid:report_id>/cerita/", filing.story, name="story"),
    path("lapor/<uuid:report_id>/tentang/", filing.about, name="about"),
    path("lapor/<uuid:report_id>/foto/", filing.photos, name="photos"),
    path("lapor/<uuid:report_id>/pelapor/", filing.reporter, name="reporter"),
    path("lapor/<uuid:report_id>/periksa/", filing.review, name="review"),
    path("lapor/<uuid:report_id>/tanda-terima/", filing.receipt, name="receipt"),
    path("laporan/", public.listing, name="public_list"),
    path("laporan/<slug:number>/", public.report, name="public_report"),
    path("petugas/laporan/", desk.listing, name="inbox"),
    path("petugas/laporan/<uuid:report_id>/", desk.case, name="case"),
    path("petugas/laporan/<uuid:report_id>/berkas/<uuid:evidence_id>/", desk.evidence, name="evidence"),
    path("petugas/laporan/<uuid:report_id>/pelapor/", desk.reporter, name="who"),
    path("petugas/laporan/<uuid:report_id>/<report_verb:verb>/", desk.act, name="act"),
]
