"""Codes of a report, and their words."""

from __future__ import annotations

from maklumat.kernel.words import N_

KINDS = {"received": N_("Saya terima"), "refused": N_("Saya tolak")}
HAPPENED = {"received": N_("Diterima"), "refused": N_("Ditolak")}
OCCASIONS = {
    "duty": N_("Berhubungan dengan pekerjaan saya"), "ceremony": N_("Pernikahan, kelahiran, khitanan, upacara adat atau agama"),
    "coworker": N_("Pemberian antar rekan kerja"), "coworker_event": N_("Pisah sambut, pensiun, promosi, atau ulang tahun rekan kerja"), "other": N_("Lainnya"),
}  # fmt: skip
RELATIONS = {
    "service_user": N_("Pengguna layanan"), "vendor": N_("Penyedia atau rekanan"), "coworker": N_("Rekan kerja"), "superior": N_("Atasan"),
    "subordinate": N_("Bawahan"), "family": N_("Keluarga"), "other": N_("Lainnya"),
}  # fmt: skip
THINGS = {
    "money": N_("Uang"), "voucher": N_("Voucer, pulsa, atau saldo"), "food": N_("Makanan atau parsel"), "goods": N_("Barang"),
    "travel": N_("Perjalanan, penginapan, atau tiket"), "service": N_("Fasilitas, potongan harga, atau jasa"), "other": N_("Lainnya"),
}  # fmt: skip
STATES = {
    "submitted": N_("Diterima UPG"), "returned": N_("Perlu dilengkapi"), "forwarded": N_("Diteruskan ke KPK"), "determined": N_("Sudah ditetapkan"),
    "settled": N_("Selesai"), "recorded": N_("Dicatat UPG"), "lapsed": N_("Tidak diproses"),
}  # fmt: skip
TONES = {
    "submitted": "info",
    "returned": "warning",
    "forwarded": "info",
    "determined": "info",
    "settled": "success",
    "recorded": "success",
    "lapsed": "neutral",
}
OUTCOMES = {"state": N_("Milik negara"), "recipient": N_("Milik penerima"), "official": N_("Milik kantor (kedinasan)")}
ACTS = {
    "submit": N_("Dilaporkan"), "return": N_("Diminta melengkapi"), "complete": N_("Dilengkapi"), "record": N_("Dicatat, tidak diteruskan"),
    "forward": N_("Diteruskan ke KPK"), "determine": N_("Ditetapkan KPK"), "settle": N_("Selesai"), "lapse": N_("Tidak dilengkapi pada waktunya"),
    "deposit": N_("Barang dititipkan di UPG"), "release": N_("Barang diserahkan"),
    "erase": N_("Isi laporan dihapus"),
    "reopen": N_("Dibuka lagi: bersama pemberian lain dari orang yang sama wajib dilaporkan"), "rejudge": N_("Dinilai lagi bersama pemberian lain dari orang yang sama"),
}  # fmt: skip
REASONS = {
    "refused": N_("Pemberian ini Anda tolak. Penolakan dicatat dan dihargai."),
    "ceremony": N_("Nilainya tidak lebih dari batas pemberian pada upacara untuk tiap pemberi, jadi tidak wajib dilaporkan."),
    "over_ceremony": N_("Nilainya lebih dari batas pemberian pada upacara untuk tiap pemberi, jadi wajib dilaporkan."),
    "coworker": N_("Nilainya dalam batas pemberian antar rekan kerja, jadi tidak wajib dilaporkan."),
    "coworker_event": N_("Nilainya dalam batas pemberian pada acara rekan kerja, jadi tidak wajib dilaporkan."),
    "money": N_("Uang atau yang setara uang dari rekan kerja wajib dilaporkan, berapa pun nilainya."),
    "over_event": N_("Nilainya lebih dari batas pemberian pada acara rekan kerja, jadi wajib dilaporkan."),
    "over_each": N_("Nilainya lebih dari batas satu pemberian antar rekan kerja, jadi wajib dilaporkan."),
    "over_year": N_("Bersama pemberian lain dari orang yang sama tahun ini nilainya lebih dari batas setahun, jadi wajib dilaporkan."),
    "duty": N_("Pemberian yang berhubungan dengan pekerjaan wajib dilaporkan, berapa pun nilainya."),
    "no_exemption": N_("Tidak ada pengecualian untuk pemberian seperti ini, jadi wajib dilaporkan."),
}  # fmt: skip
