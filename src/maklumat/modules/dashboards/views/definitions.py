"""What each published figure means, in plain words. One place: tiles, pages and CSV files say the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maklumat.kernel.words import N_

from ..rules import ENOUGH, RANKABLE


@dataclass(frozen=True)
class Term:
    """``figure``: the number; ``basis``: the number it is of (n); ``written``: percent, working, wall or count."""

    label: str
    figure: str
    basis: str
    written: str
    sentence: str


TILES = (
    Term(
        N_("Janji ditepati"), "kept_percent", "issued", "percent",
        N_("Permohonan yang terbit dalam waktu yang dijanjikan standar, dibagi semua permohonan yang terbit. "
           "Yang ditolak atau dibatalkan tidak ikut dihitung."),
    ),
    Term(
        N_("Terpakai dari janji, nilai tengah"), "used_median", "issued", "percent",
        N_("Waktu yang terpakai dibandingkan dengan janji; 100% berarti tepat di batas. "
           "Setengah dari permohonan yang terbit memakai paling banyak sebesar ini."),
    ),
    Term(
        N_("Terpakai dari janji, 9 dari 10"), "used_p90", "issued", "percent",
        N_("Sembilan dari sepuluh permohonan yang terbit memakai paling banyak sebesar ini dari waktu yang dijanjikan."),
    ),
    Term(
        N_("Waktu bersih, nilai tengah"), "net_median", "issued", "working",
        N_("Waktu bersih: jam kerja yang berjalan, tanpa waktu menunggu pemohon. "
           "Setengah dari permohonan yang terbit selesai paling lama dalam waktu ini."),
    ),
    Term(
        N_("Waktu bersih, 9 dari 10"), "net_p90", "issued", "working",
        N_("Waktu bersih: jam kerja yang berjalan, tanpa waktu menunggu pemohon. "
           "Sembilan dari sepuluh permohonan yang terbit selesai paling lama dalam waktu ini."),
    ),
    Term(
        N_("Pernah dikembalikan"), "sent_back_percent", "finished", "percent",
        N_("Permohonan yang pernah dikembalikan kepada pemohon untuk dilengkapi, dibagi semua permohonan yang selesai."),
    ),
    Term(
        N_("Waktu kotor, nilai tengah"), "gross_median", "issued", "wall",
        N_("Waktu kotor: sejak diserahkan sampai terbit menurut kalender, termasuk malam, hari libur, dan waktu "
           "menunggu pemohon. Setengah dari permohonan yang terbit selesai paling lama dalam waktu ini."),
    ),
    Term(
        N_("Waktu kotor, 9 dari 10"), "gross_p90", "issued", "wall",
        N_("Waktu kotor: sejak diserahkan sampai terbit menurut kalender, termasuk malam, hari libur, dan waktu "
           "menunggu pemohon. Sembilan dari sepuluh permohonan yang terbit selesai paling lama dalam waktu ini."),
    ),
    Term(
        N_("Diminta di luar standar"), "outside", "received", "count",
        N_("Berapa kali petugas meminta sesuatu yang tidak tertulis di standar. "
           "Permintaan seperti itu hanya boleh dilakukan terbuka, karena itu dihitung di sini."),
    ),
)  # fmt: skip
COUNTS = (
    N_("Masuk dan selesai"),
    N_(
        "Masuk: diserahkan dalam masa ini. Selesai: berakhir dalam masa ini karena terbit, ditolak, atau dibatalkan "
        "pemohon, kapan pun masuknya."
    ),
)


def all_terms() -> list[tuple[str, str]]:
    """Every term with its sentence, translated."""
    return [(_(COUNTS[0]), _(COUNTS[1])), *((_(term.label), _(term.sentence)) for term in TILES)]


def enough() -> str:
    words = _(
        "Persentase dan waktu baru ditampilkan bila ada paling sedikit %(n)d permohonan; jumlah selalu ditampilkan."
    )
    return words % {"n": ENOUGH}


def ranking() -> str:
    words = _(
        "Daftar ini menurut abjad. Urutan menurut capaian baru dibuka bila setiap layanan sudah menerbitkan paling "
        "sedikit %(n)d permohonan, supaya kebetulan tidak terbaca sebagai prestasi."
    )
    return words % {"n": RANKABLE}
