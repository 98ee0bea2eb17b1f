from django.urls import include, path

from .views import building, desk, filling, showing

app_name = "surveys"
_results = [
    path("", showing.overview, name="overview"),
    path("isi/", filling.enter, name="enter"),
    path("terima-kasih/", filling.thanks, name="thanks"),
    path("unit/<slug:code>/", showing.unit, name="unit"),
    path("unit/<slug:code>/angka.csv", showing.unit_csv, name="unit_csv"),
    path("hasil/<uuid:result_id>/", showing.result, name="result"),
    path("hasil/<uuid:result_id>/poster.pdf", showing.poster, name="poster"),
    path("hasil/<uuid:result_id>/laporan.pdf", showing.report, name="report"),
    path("hasil/<uuid:result_id>/laporan.xlsx", showing.sheet, name="workbook"),
    path("bukti/<uuid:plan_id>/", showing.proof, name="proof"),
]
_desk = [
    path("", desk.listing, name="desk"),
    path("ketik/", filling.typed, name="typed"),
    path("unit/<slug:code>/", desk.unit_desk, name="unit_desk"),
    path("unit/<slug:code>/tablet/", desk.open_kiosk, name="open_kiosk"),
    path("unit/<slug:code>/tablet/<uuid:kiosk_id>/matikan/", desk.end_kiosk, name="end_kiosk"),
    path("unit/<slug:code>/lembar/", desk.open_sheets, name="open_sheets"),
    path("unit/<slug:code>/umumkan/", desk.publish, name="publish"),
    path("lembar/<uuid:round_id>.pdf", desk.sheets, name="sheets"),
    path("hasil/<uuid:result_id>/", desk.result, name="result_desk"),
    path("tindak-lanjut/<uuid:plan_id>/", desk.plan_end, name="plan_end"),
    path("kuesioner/", building.listing, name="questionnaires"),
    path("kuesioner/baru/", building.new, name="questionnaire_new"),
    path("kuesioner/<uuid:questionnaire_id>/", building.one, name="questionnaire"),
    path("kuesioner/<uuid:questionnaire_id>/pratinjau/", building.preview, name="preview"),
    path("kuesioner/<uuid:questionnaire_id>/soal/", building.question, name="question_new"),
    path("kuesioner/<uuid:questionnaire_id>/soal/<slug:key>/", building.question, name="question"),
    path("kata/<slug:slug>/", building.wording, name="wording"),
    path("kata/<slug:slug>/ubah/", building.reword, name="reword"),
]
urlpatterns = [
    path("s/<str:code>/", filling.invited, name="invited"),
    path("s/<str:code>/tolak/", filling.declined, name="declined"),
    path("kios/<slug:code>/", filling.kiosk, name="kiosk"),
    path("kios/<slug:code>/selesai/", filling.kiosk_thanks, name="kiosk_thanks"),
    path("survei/", include(_results)),
    path("petugas/survei/", include(_desk)),
]
