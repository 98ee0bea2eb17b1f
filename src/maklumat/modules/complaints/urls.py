from django.urls import path, register_converter

from .views import (
    advising,
    alerting,
    comforts,
    desk,
    figures,
    filing,
    georeport,
    problems,
    public,
    sorting,
    tracking,
    uploads,
)

app_name = "complaints"


class Verb:
    """What an officer may do to a report, as it stands in an address."""

    regex = desk.VERBS

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class ReporterVerb(Verb):
    """What the reporter may do after sending."""

    regex = "reply|confirm|object|apart|rate|redact|withdraw|verify-contact"


class Resource(Verb):
    """A list of Open311, one of which was asked for without saying which."""

    regex = "services|requests|tokens"


class Form(Verb):
    """How an answer of Open311 is written."""

    regex = "json|xml"


class DataForm(Verb):
    """How open data are written."""

    regex = "csv|json"


register_converter(DataForm, "data_form")
register_converter(Form, "answer_form")
register_converter(Resource, "open311_list")
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
    path("lapor/<uuid:report_id>/pertanyaan/", filing.questions, name="questions"),
    path("lapor/<uuid:report_id>/serupa/", filing.alike, name="alike"),
    path("lapor/<uuid:report_id>/foto/", filing.photos, name="photos"),
    path("lapor/<uuid:report_id>/unggah/", uploads.announce, name="announce"),
    path("lapor/<uuid:report_id>/bagian/<uuid:upload_id>/", uploads.part, name="upload"),
    path("lapor/<uuid:report_id>/pelapor/", filing.reporter, name="reporter"),
    path("lapor/<uuid:report_id>/periksa/", filing.review, name="review"),
    path("lapor/<uuid:report_id>/tanda-terima/", filing.receipt, name="receipt"),
    path("laporan/", public.listing, name="public_list"),
    path("laporan/angka/", figures.overview, name="figures"),
    path("laporan/angka/unit/<slug:code>/", figures.unit, name="unit_figures"),
    path("laporan/angka/wilayah/<str:code>/", figures.region, name="region_figures"),
    path("laporan/batas.json", figures.outlines, name="outlines"),
    path("laporan/peta/", figures.chart, name="map"),
    path("laporan/data.<data_form:form>", figures.data, name="data"),
    path("laporan/berlangganan/", alerting.ask, name="alert"),
    path("laporan/berlangganan/<slug:code>/", alerting.answer, name="alert_answer"),
    path("laporan/kabar.atom", figures.feed, name="feed"),
    path("laporan/ikut/<slug:code>/", public.leave, name="leave"),
    path("laporan/tanya/<slug:code>/", advising.advice, name="advice"),
    path("laporan/<slug:number>/", public.report, name="public_report"),
    path("laporan/<slug:number>/foto/<uuid:evidence_id>/", public.photo, name="public_photo"),
    path("laporan/<slug:number>/saya-juga/", public.accompany, name="accompany"),
    path("petugas/laporan/", desk.listing, name="inbox"),
    path("petugas/laporan/penyaring/", comforts.filters, name="filters"),
    path("petugas/laporan/sekaligus/", comforts.many, name="many"),
    path("petugas/laporan/teks/", comforts.texts, name="texts"),
    path("petugas/laporan/masalah/", problems.listing, name="problems"),
    path("petugas/laporan/masalah/<uuid:problem_id>/", problems.problem, name="problem"),
    path("petugas/laporan/kategori/", sorting.category_tree, name="categories"),
    path("petugas/laporan/aturan/", sorting.rules, name="rules"),
    path("petugas/laporan/<uuid:report_id>/", desk.case, name="case"),
    path("petugas/laporan/<uuid:report_id>/berkas/<uuid:evidence_id>/", desk.evidence, name="evidence"),
    path("petugas/laporan/<uuid:report_id>/pelapor/", desk.reporter, name="who"),
    path("petugas/laporan/<uuid:report_id>/<report_verb:verb>/", desk.act, name="act"),
    path("open311/discovery.<answer_form:form>", georeport.discovery, name="open311_discovery"),
    path("open311/v2/discovery.<answer_form:form>", georeport.discovery, name="open311_discovery_too"),
    path("open311/v2/<open311_list:kind>/.<answer_form:form>", georeport.without_id, name="open311_without_id"),
    path("open311/v2/services.<answer_form:form>", georeport.services, name="open311_services"),
    path("open311/v2/services/<str:code>.<answer_form:form>", georeport.definition, name="open311_definition"),
    path("open311/v2/requests.<answer_form:form>", georeport.requests, name="open311_requests"),
    path("open311/v2/requests/<str:number>.<answer_form:form>", georeport.one, name="open311_request"),
    path("open311/v2/tokens/<str:code>.<answer_form:form>", georeport.token, name="open311_token"),
]
