from django.urls import include, path, register_converter

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
# In groups: each address is looked for from the top, and a group whose beginning does not fit is passed over at once.
REPORTER = [
    path("", tracking.track, name="track"),
    path("bukti/", tracking.proof, name="proof"),
    path("<reporter_verb:verb>/", tracking.answer, name="answer"),
]
DRAFT = [
    path("cerita/", filing.story, name="story"),
    path("tentang/", filing.about, name="about"),
    path("pertanyaan/", filing.questions, name="questions"),
    path("serupa/", filing.alike, name="alike"),
    path("foto/", filing.photos, name="photos"),
    path("unggah/", uploads.announce, name="announce"),
    path("bagian/<uuid:upload_id>/", uploads.part, name="upload"),
    path("pelapor/", filing.reporter, name="reporter"),
    path("periksa/", filing.review, name="review"),
    path("tanda-terima/", filing.receipt, name="receipt"),
]
FILING = [
    path("", filing.intro, name="intro"),
    path("mulai", filing.start, name="start"),
    path("lacak/", tracking.find, name="find"),
    path("lacak/<slug:code>/", include(REPORTER)),
    path("<uuid:report_id>/", include(DRAFT)),
]
PUBLIC = [
    path("", public.listing, name="public_list"),
    path("angka/", figures.overview, name="figures"),
    path("angka/unit/<slug:code>/", figures.unit, name="unit_figures"),
    path("angka/wilayah/<str:code>/", figures.region, name="region_figures"),
    path("batas.json", figures.outlines, name="outlines"),
    path("peta/", figures.chart, name="map"),
    path("data.<data_form:form>", figures.data, name="data"),
    path("berlangganan/", alerting.ask, name="alert"),
    path("berlangganan/<slug:code>/", alerting.answer, name="alert_answer"),
    path("kabar.atom", figures.feed, name="feed"),
    path("ikut/<slug:code>/", public.leave, name="leave"),
    path("tanya/<slug:code>/", advising.advice, name="advice"),
    path("<slug:number>/", public.report, name="public_report"),
    path("<slug:number>/foto/<uuid:evidence_id>/", public.photo, name="public_photo"),
    path("<slug:number>/saya-juga/", public.accompany, name="accompany"),
]
CASE = [
    path("", desk.case, name="case"),
    path("<report_verb:verb>/", desk.act, name="act"),
    path("berkas/<uuid:evidence_id>/", desk.evidence, name="evidence"),
    path("pelapor/", desk.reporter, name="who"),
]
DESK = [
    path("", desk.listing, name="inbox"),
    path("<uuid:report_id>/", include(CASE)),
    path("penyaring/", comforts.filters, name="filters"),
    path("sekaligus/", comforts.many, name="many"),
    path("teks/", comforts.texts, name="texts"),
    path("masalah/", problems.listing, name="problems"),
    path("masalah/<uuid:problem_id>/", problems.problem, name="problem"),
    path("kategori/", sorting.category_tree, name="categories"),
    path("aturan/", sorting.rules, name="rules"),
]
OPEN311 = [
    path("discovery.<answer_form:form>", georeport.discovery, name="open311_discovery"),
    path("v2/discovery.<answer_form:form>", georeport.discovery, name="open311_discovery_too"),
    path("v2/<open311_list:kind>/.<answer_form:form>", georeport.without_id, name="open311_without_id"),
    path("v2/services.<answer_form:form>", georeport.services, name="open311_services"),
    path("v2/services/<str:code>.<answer_form:form>", georeport.definition, name="open311_definition"),
    path("v2/requests.<answer_form:form>", georeport.requests, name="open311_requests"),
    path("v2/requests/<str:number>.<answer_form:form>", georeport.one, name="open311_request"),
    path("v2/tokens/<str:code>.<answer_form:form>", georeport.token, name="open311_token"),
]
urlpatterns = [
    path("lapor/", include(FILING)),
    path("laporan/", include(PUBLIC)),
    path("petugas/laporan/", include(DESK)),
    path("open311/", include(OPEN311)),
]
