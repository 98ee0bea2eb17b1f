"""The facts behind an indicator in plain words: what happened, and the little that the fact itself tells of it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_

from ..queries.sheets import FactLine

KINDS = {
    "applications.submitted": N_("Permohonan diserahkan"), "applications.checked": N_("Persyaratan diperiksa"),
    "applications.advanced": N_("Langkah permohonan selesai"), "applications.issued": N_("Dokumen terbit"), "applications.rejected": N_("Permohonan ditolak"),
    "applications.returned": N_("Permohonan dikembalikan untuk dilengkapi"), "applications.completed": N_("Permohonan dilengkapi pemohon"),
    "calendars.week_set": N_("Jam pelayanan ditetapkan"),
    "catalogue.standard_published": N_("Standar pelayanan terbit"), "catalogue.maklumat_published": N_("Maklumat pelayanan terbit"),
    "catalogue.maklumat_shown": N_("Maklumat diumumkan di suatu media"),
    "complaints.filed": N_("Laporan warga diterima"), "complaints.verified": N_("Laporan warga diverifikasi"),
    "complaints.answered": N_("Laporan warga dijawab"), "complaints.objected": N_("Pelapor keberatan atas jawaban"),
    "complaints.closed": N_("Laporan warga selesai"), "complaints.archived": N_("Laporan warga tidak dilanjutkan, alasannya disampaikan"),
    "complaints.joined": N_("Laporan digabung dengan laporan yang sama"),
    "documents.certificate_signed": N_("Dokumen ditandatangani secara elektronik"),
    "surveys.answered": N_("Jawaban survei masuk"), "surveys.result_published": N_("Hasil survei diumumkan"),
    "surveys.medium_logged": N_("Hasil survei dipasang di suatu media"), "surveys.planned": N_("Rencana tindak lanjut survei dibuat"),
    "surveys.plan_ended": N_("Rencana tindak lanjut survei selesai"),
    "units.appointed": N_("Petugas ditunjuk"),
}  # fmt: skip
# What a fact tells besides its kind: field → value → word.
_TOLD = {
    "medium": {
        "print": N_("cetakan atau papan"), "display": N_("layar"), "social": N_("media sosial"), "instagram": N_("Instagram"), "facebook": N_("Facebook"),
        "youtube": N_("YouTube"), "whatsapp": N_("WhatsApp"), "website": N_("situs"), "app": N_("aplikasi"),
        "press": N_("media massa"), "sippn": N_("SIPPN"), "other": N_("lainnya"),
    },
    "channel": {
        "web": N_("lewat situs"), "counter": N_("lewat loket"), "phone": N_("lewat telepon"), "letter": N_("lewat surat"), "api": N_("lewat aplikasi lain"),
        "email": N_("lewat email"), "lapor": N_("lewat SP4N-LAPOR!"), "kiosk": N_("di tablet"), "paper": N_("di kertas"), "invited": N_("lewat undangan"),
    },
    "consulted": {
        "users": N_("pengguna layanan"), "experts": N_("ahli, praktisi, atau akademisi"), "agencies": N_("instansi terkait"),
        "civil-society": N_("organisasi masyarakat sipil"), "mass-media": N_("media massa"),
    },
    "standards": {True: N_("dengan standar semua layanan")},
    "in_time": {True: N_("tepat waktu"), False: N_("lewat waktu")},
}  # fmt: skip


def kind_word(kind: str) -> str:
    """A kind of fact as everybody understands it; one without a word keeps its name."""
    return _(KINDS[kind]) if kind in KINDS else kind


def row(fact: FactLine) -> list[str]:
    """A fact as a line of a table: when, what happened, its number in the ledger."""
    more = told(fact)
    return [
        date_format(localtime(fact.at), "j M Y, H.i"),
        f"{kind_word(fact.kind)} ({more})" if more else kind_word(fact.kind),
        str(fact.id),
    ]


def told(fact: FactLine) -> str:
    """What the fact tells besides: a medium, a way, elements of the public; empty where it is nothing of these."""
    found = []
    for field, words in _TOLD.items():
        value = fact.data.get(field)
        values = value if isinstance(value, list) else [value]
        said = [_(words[one]) for one in values if one in words]
        found += [_("konsultasi dengan %(who)s") % {"who": ", ".join(said)}] if field == "consulted" and said else said
    return ", ".join(found)
