"""How states, roles and acts are called on screens."""

from maklumat.kernel.words import N_

ROLES = {
    "front_desk": N_("Petugas loket"),
    "verifier": N_("Verifikator"),
    "technical": N_("Petugas teknis"),
    "head": N_("Kepala unit"),
}
# state → (word, tone of the tag)
STATES = {
    "draft": (N_("Belum dikirim"), "neutral"),
    "in_process": (N_("Sedang diproses"), "info"),
    "returned": (N_("Menunggu Anda melengkapi"), "warning"),
    "approved": (N_("Disetujui, dokumen sedang dibuat"), "info"),
    "issued": (N_("Selesai"), "success"),
    "rejected": (N_("Ditolak"), "danger"),
    "withdrawn": (N_("Dibatalkan pemohon"), "neutral"),
}
UNITS = {
    "minutes": N_("menit"),
    "hours": N_("jam"),
    "working_days": N_("hari kerja"),
    "calendar_days": N_("hari kalender"),
}
FACTS = {
    "applications.submitted": N_("Permohonan diserahkan"),
    "applications.claimed": N_("Diambil petugas"),
    "applications.checked": N_("Persyaratan diperiksa"),
    "applications.returned": N_("Dikembalikan untuk dilengkapi"),
    "applications.asked_outside": N_("Diminta di luar standar"),
    "applications.completed": N_("Dilengkapi pemohon"),
    "applications.advanced": N_("Langkah selesai"),
    "applications.approved": N_("Disetujui"),
    "applications.issued": N_("Dokumen terbit"),
    "applications.rejected": N_("Ditolak"),
    "applications.withdrawn": N_("Dibatalkan"),
    "applications.mark_reached": N_("Tanda waktu tercapai"),
    "applications.file_viewed": N_("Berkas dilihat"),
    "applications.documents_erased": N_("Berkas dihapus sesuai masa simpan"),
    "documents.certificate_numbered": N_("Dokumen diberi nomor"),
    "documents.certificate_rendered": N_("Dokumen disusun"),
    "documents.certificate_signed": N_("Dokumen ditandatangani"),
    "documents.certificate_revoked": N_("Dokumen dicabut"),
    "documents.certificate_superseded": N_("Dokumen diganti yang baru"),
}
