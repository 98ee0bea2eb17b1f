from django.urls import include, path, register_converter

from .views import applicant, desk, handing, reviewing, tracking, uploads

app_name = "applications"


class Verb:
    """What an officer may do to a case, as it stands in an address."""

    regex = "claim|check|return|advance|approve|reject|ask-outside"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Verb, "verb")
# In groups: each address is looked for from the top, and a group whose beginning does not fit is passed over at once.
APPLICATION = [
    path("", applicant.overview, name="overview"),
    path("isian/<slug:page_key>/", applicant.page, name="page"),
    path("berkas/", applicant.files, name="files"),
    path("periksa/", reviewing.review, name="review"),
    path("tanda-terima/", handing.receipt, name="receipt"),
    path("lengkapi/", handing.complete, name="complete"),
    path("unggah/<slug:requirement>/", uploads.announce, name="announce"),
    path("bagian/<uuid:upload_id>/", uploads.part, name="upload"),
]
TRACKING = [
    path("", tracking.find, name="find"),
    path("<slug:code>/", tracking.track, name="track"),
    path("<slug:code>/lengkapi/", tracking.mend, name="mend"),
    path("<slug:code>/batalkan/", tracking.withdraw, name="withdraw"),
    path("<slug:code>/unduh/", tracking.download, name="download"),
    path("<slug:code>/bukti/", tracking.proof, name="proof"),
]
CASE = [
    path("", desk.case, name="case"),
    path("berkas/<uuid:file_id>/", desk.attachment, name="attachment"),
    path("<verb:verb>/", desk.act, name="act"),
]
DESK = [
    path("", desk.inbox, name="inbox"),
    path("unduh.csv", desk.export, name="export"),
    path("penyaring/", desk.save_filter, name="save_filter"),
    path("<uuid:application_id>/", include(CASE)),
]
urlpatterns = [
    path("permohonan/<uuid:application_id>/", include(APPLICATION)),
    path("lacak/", include(TRACKING)),
    path("ajukan/<slug:slug>/", applicant.intro, name="intro"),
    path("ajukan/<slug:slug>/mulai", applicant.start, name="start"),
    path("lanjutkan/", handing.resume, name="resume"),
    path("petugas/permohonan/", include(DESK)),
    path("petugas/loket/", desk.counter, name="counter"),
]
