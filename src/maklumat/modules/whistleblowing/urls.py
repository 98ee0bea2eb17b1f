from django.urls import path

from .views import desk, plain, reporting

app_name = "whistleblowing"
urlpatterns = [
    path("lapor-aman/", reporting.page, name="page"),
    path("lapor-aman/en/", reporting.page, {"address": "en/"}, name="page_en"),
    path("lapor-aman/meja/", reporting.page, {"address": "meja/"}, name="desk_page"),
    path("lapor-aman/en/meja/", reporting.page, {"address": "en/meja/"}, name="desk_page_en"),
    path("lapor-aman/lapor-aman.html", reporting.copy, name="copy"),
    path("lapor-aman/rilis.json", reporting.manifest, name="manifest"),
    path("lapor-aman/kata.txt", reporting.words, name="words"),
    path("lapor-aman/keadaan.json", reporting.begin, name="state"),
    path("lapor-aman/unggah", reporting.announce, name="announce"),
    path("lapor-aman/unggah/<uuid:file_id>", reporting.part, name="part"),
    path("lapor-aman/kirim", reporting.send, name="send"),
    path("lapor-aman/surat/tantangan", reporting.ask, name="ask"),
    path("lapor-aman/surat/buka", reporting.open_, name="open"),
    path("lapor-aman/surat/kirim", reporting.send_more, name="send_more"),
    path("lapor-aman/berkas/<uuid:file_id>", reporting.file, name="file"),
    path("lapor-aman/bukti/<uuid:letter_id>", reporting.proof, name="proof"),
    path("lapor-aman/tanpa-skrip/", plain.send, name="plain"),
    path("lapor-aman/tanpa-skrip/penerima.txt", plain.recipients, name="recipients"),
    path("lapor-aman/tanpa-skrip/surat/", plain.box, name="plain_box"),
    path("lapor-aman/tanpa-skrip/surat/<uuid:letter_id>", plain.letter, name="plain_letter"),
    path("lapor-aman/angka/", plain.figures, name="figures"),
    path("lapor-aman/meja/keadaan.json", desk.begin, name="desk"),
    path("lapor-aman/meja/kunci", desk.key, name="key"),
    path("lapor-aman/meja/perkara", desk.cases, name="cases"),
    path("lapor-aman/meja/perkara/<uuid:case_id>", desk.case, name="case"),
    path("lapor-aman/meja/perkara/<uuid:case_id>/langkah", desk.act, name="act"),
    path("lapor-aman/meja/berkas/<uuid:file_id>", desk.file, name="desk_file"),
    path("lapor-aman/meja/pemulihan/kunci", desk.recovery_key, name="recovery_key"),
    path("lapor-aman/meja/pemulihan", desk.ask_recovery, name="ask_recovery"),
    path("lapor-aman/meja/pemulihan/<uuid:recovery_id>", desk.recovery, name="recovery"),
]
