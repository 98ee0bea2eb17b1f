"""Answers that say nothing: phrases that stand where an act should stand. No Django."""

from __future__ import annotations

import re

_PHRASES = (
    r"akan (?:segera )?(?:kami )?(?:tindak ?lanjuti|proses|koordinasikan|sampaikan|teruskan)",
    r"(?:sedang|masih) (?:dalam )?(?:proses|koordinasi|ditindaklanjuti)",
    r"terima kasih (?:atas|untuk) (?:laporan|aduan|masukan|informasi)\w*",
    r"mohon (?:maaf|bersabar|menunggu|kesabaran\w*)",
    r"(?:laporan|aduan)\w* (?:anda |bapak/ibu |saudara )?(?:sudah|telah) (?:kami )?(?:terima|teruskan|diterima|diteruskan|koordinasikan)",
    r"menjadi (?:perhatian|masukan|bahan evaluasi)",
)
_EMPTY = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)
_ACT = re.compile(
    r"\b(?:sudah|telah)\s+(?:kami\s+)?(?:di|me|mem|men|meng|meny)\w{3,}|\bpada (?:hari|tanggal)\b|\b\d{1,2}[ /\-](?:\d{1,2}|jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)",
    re.IGNORECASE,
)


def empty_phrases(text: str) -> tuple[str, ...]:
    """The empty phrases of an answer, when nothing beside them tells of an act; else nothing."""
    found = tuple(match.group() for match in _EMPTY.finditer(text))
    rest = _EMPTY.sub(" ", text)
    return found if found and not _ACT.search(rest) else ()
