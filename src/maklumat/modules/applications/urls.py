from django.urls import path, register_converter

from .views import applicant, desk, handing, reviewing, tracking, uploads

app_name = "applications"


class Verb:
    """What an officer may do to a case, as it stands in an address."""

    regex = "claim|check|return|advance|approve|reject|ask-outside"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Verb, "verb")
urlpatterns = [
    path("ajukan/<slug:slug>/", applicant.intro, name="intro"),
    path("ajukan/<slug:slug>/mulai", applicant.start, name="start"),
    path("lanjutkan/", handing.resume, name="resume"),
    path("permohonan/<uuid:application_id>/", applicant.overview, name="overview"),
    path("permohonan/<uuid:application_id>/isian/<slug:page_key>/", applicant.page, name="page"),
    path("permohonan/<uuid:application_id>/berkas/", applicant.files, name="files"),
    path("permohonan/<uuid:application_id>/periksa/", reviewing.review, name="review"),
    path("permohonan/<uuid:application_id>/tanda-terima/", handing.receipt, name="receipt"),
    path("permohonan/<uuid:application_id>/lengkapi/", handing.complete, name="complete"),
    path("permohonan/<uuid:application_id>/unggah/<slug:requirement>/", uploads.announce, name="announce"),
    path("permohonan/<uuid:application_id>/bagian/<uuid:upload_id>/", uploads.part, name="upload"),
    path("lacak/", tracking.find, name="find"),
    path("lacak/<slug:code>/", tracking.track, name="track"),
    path("lacak/<slug:code>/lengkapi/", tracking.mend, name="mend"),
    path("lacak/<slug:code>/batalkan/", tracking.withdraw, name="withdraw"),
    path("lacak/<slug:code>/unduh/", tracking.download, name="download"),
    path("petugas/permohonan/", desk.inbox, name="inbox"),
    path("petugas/permohonan/unduh.csv", desk.export, name="export"),
    path("petugas/permohonan/penyaring/", desk.save_filter, name="save_filter"),
    path("petugas/permohonan/<uuid:application_id>/", desk.case, name="case"),
    path("petugas/permohonan/<uuid:application_id>/berkas/<uuid:file_id>/", desk.attachment, name="attachment"),
    path("petugas/permohonan/<uuid:application_id>/<verb:verb>/", desk.act, name="act"),
    path("petugas/loket/", desk.counter, name="counter"),
]
