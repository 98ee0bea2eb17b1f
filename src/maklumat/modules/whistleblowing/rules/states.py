"""The way of a case, and the words of its casework."""

from __future__ import annotations

from maklumat.kernel.words import N_

RECEIVED, REVIEW, INVESTIGATION, CLOSED, ERASED = "received", "review", "investigation", "closed", "erased"
NAMES = {
    RECEIVED: N_("Diterima"), REVIEW: N_("Ditelaah"), INVESTIGATION: N_("Diperiksa APIP"), CLOSED: N_("Selesai"), ERASED: N_("Dihapus sesuai jadwal"),
}  # fmt: skip
NEXT = {
    RECEIVED: (REVIEW, CLOSED),
    REVIEW: (INVESTIGATION, CLOSED),
    INVESTIGATION: (REVIEW, CLOSED),
    CLOSED: (REVIEW,),
    ERASED: (),
}
OUTCOMES = {
    "proven": N_("Terbukti, ditindaklanjuti"), "unproven": N_("Tidak terbukti"), "unfit": N_("Tidak cukup petunjuk"), "forwarded": N_("Diteruskan ke instansi yang berwenang"),
}  # fmt: skip
MEASURES = {
    "secrecy": N_("Identitas dirahasiakan"), "transfer": N_("Pindah tugas atas permintaan pelapor"), "legal": N_("Pendampingan hukum"),
    "witness": N_("Diteruskan ke LPSK"), "relief": N_("Penundaan tindakan kepegawaian terhadap pelapor"),
}  # fmt: skip


def may_move(before: str, after: str) -> bool:
    """Whether a case may go there; staying is no move."""
    return after in NEXT.get(before, ())
