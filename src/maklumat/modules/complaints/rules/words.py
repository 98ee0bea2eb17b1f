"""The fixed words of reports, before translation, with the tone they are shown in."""

from __future__ import annotations

from maklumat.kernel.words import N_

from .ladder import Kind
from .states import Ending, State

STATES = {
    State.DRAFT: (N_("Belum dikirim"), "neutral"),
    State.RECEIVED: (N_("Menunggu verifikasi"), "info"),
    State.FORWARDED: (N_("Diteruskan ke unit"), "info"),
    State.JUDGING: (N_("Menunggu penetapan unit"), "warning"),
    State.IN_PROCESS: (N_("Sedang ditindaklanjuti"), "info"),
    State.ASKED: (N_("Menunggu keterangan pelapor"), "warning"),
    State.ANSWERED: (N_("Sudah dijawab"), "success"),
    State.DIVIDED: (N_("Dijawab beberapa unit"), "info"),
    State.JOINED: (N_("Digabung dengan laporan yang sama"), "info"),
    State.CLOSED: (N_("Selesai"), "success"),
    State.ARCHIVED: (N_("Tidak dilanjutkan"), "neutral"),
}
ENDINGS = {
    Ending.CONFIRMED: (N_("Selesai: dikonfirmasi pelapor"), "success"),
    Ending.SILENT: (N_("Selesai: tanpa tanggapan"), "neutral"),
    Ending.DISPUTED: (N_("Selesai: disanggah pelapor"), "warning"),
}
KINDS = {
    Kind.REQUEST: N_("Permintaan informasi"),
    Kind.COMPLAINT: N_("Pengaduan tidak berkadar pengawasan"),
    Kind.OVERSIGHT: N_("Pengaduan berkadar pengawasan"),
    Kind.ASPIRATION: N_("Aspirasi"),
}
PLAIN = {  # the same for residents
    Kind.REQUEST: N_("Pertanyaan"),
    Kind.COMPLAINT: N_("Pengaduan tentang layanan"),
    Kind.OVERSIGHT: N_("Dugaan penyalahgunaan wewenang"),
    Kind.ASPIRATION: N_("Usul"),
}
REASONS = {
    "unclear": N_("Isinya belum jelas dan pelapor tidak dapat dihubungi"),
    "duplicate": N_("Sama dengan laporan pelapor yang sudah ada"),
    "hate": N_("Berisi ujaran kebencian"),
    "not_public_service": N_("Bukan tentang pelayanan publik"),
    "in_court": N_("Perkaranya sedang di pengadilan"),
    "not_logical": N_("Tidak masuk akal"),
}
CHANNELS = {
    "web": N_("Situs"),
    "counter": N_("Loket"),
    "phone": N_("Telepon"),
    "letter": N_("Surat"),
    "api": N_("Aplikasi lain"),
    "email": N_("Email"),
    "lapor": N_("SP4N-LAPOR!"),
    "promise": N_("Janji yang terlewat"),
}
HISTORY = {
    "complaints.filed": N_("Laporan diterima"),
    "complaints.verified": N_("Diverifikasi dan diteruskan"),
    "complaints.archived": N_("Tidak dilanjutkan"),
    "complaints.taken_on": N_("Diterima oleh unit"),
    "complaints.handed_back": N_("Dikembalikan: bukan kewenangan unit"),
    "complaints.placed": N_("Unit ditetapkan"),
    "complaints.asked": N_("Pertanyaan kepada pelapor"),
    "complaints.told": N_("Pelapor memberi keterangan"),
    "complaints.left_untold": N_("Waktu pelapor memberi keterangan habis"),
    "complaints.answered": N_("Dijawab"),
    "complaints.objected": N_("Pelapor keberatan; penanganan dilanjutkan"),
    "complaints.closed": N_("Selesai"),
    "complaints.narrowed": N_("Perlindungan ditambah"),
    "complaints.divided": N_("Dibagi kepada beberapa unit"),
    "complaints.part_made": N_("Bagian diteruskan ke unit"),
    "complaints.gathered": N_("Semua bagian selesai"),
    "complaints.scattered": N_("Dibuka lagi"),
    "complaints.joined": N_("Digabung dengan laporan yang sama"),
    "complaints.parted": N_("Gabungan dibatalkan"),
    "complaints.rated": N_("Pelapor memberi penilaian"),
    "complaints.contact_verified": N_("Kontak pelapor dikonfirmasi"),
    "complaints.redacted": N_("Pelapor menutup sebagian dari umum"),
    "complaints.forgotten": N_("Data dihapus menurut jadwal"),
    "complaints.put_down": N_("Penerimaan dibatalkan"),
    "complaints.consulted": N_("Pihak luar ditanya"),
    "complaints.advised": N_("Pihak luar menjawab"),
    "complaints.clock_moved": N_("Batas waktu disesuaikan dengan kalender"),
    "complaints.step_reached": N_("Peringatan waktu"),
}
