"""What a comment speaks of: by the words people use, one list for each element. A comment may speak of several."""

from __future__ import annotations

import re

THEMES = {
    "persyaratan": "syarat persyaratan berkas dokumen fotokopi fotocopy kelengkapan formulir blangko requirements documents",
    "prosedur": "prosedur alur ribet berbelit bolak-balik mondar-mandir dioper rumit sistem aplikasi error daring online procedure complicated",
    "waktu": "lama lambat menunggu tunggu cepat antri antre antrean antrian jam telat terlambat hari tepat molor slow wait queue fast",
    "biaya": "biaya tarif bayar mahal gratis uang pungutan pungli kwitansi cost fee paid money",
    "produk": "hasil salah ketik cetak keliru surat jadi ktp akta result wrong",
    "kompetensi": "mengerti paham menjelaskan jelas bingung ahli terampil pintar competent explain",
    "perilaku": "ramah sopan santun senyum judes galak kasar cuek marah melayani membantu sabar polite rude friendly",
    "sarpras": "kursi toilet wc parkir panas ac ruang tempat sempit kotor bersih fasilitas kipas ramp disabilitas laktasi chair parking room",
    "pengaduan": "pengaduan aduan lapor keluhan saran tanggapan dijawab complaint answer",
}  # fmt: skip
_OF = {word: theme for theme, words in THEMES.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDINGS = ("nya", "lah", "kah")


def themes_of(text: str) -> list[str]:
    """The themes of a text, in the order of the elements."""
    found = set()
    for word in _WORD.findall(text.casefold()):
        plain = next((word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)), word)
        found |= {_OF[one] for one in (word, plain) if one in _OF}
    return [theme for theme in THEMES if theme in found]
