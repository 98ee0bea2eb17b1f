"""Legal bases named in a text: "Perda No. 5 Tahun 2011"."""

from __future__ import annotations

import re

from .readings import clean, line

_KIND = (
    r"undang[ \-]undang|uu|peraturan pemerintah(?: pengganti undang[ \-]undang)?|perppu|pp|peraturan presiden|perpres"
    r"|permen[a-z\-]{0,20}|peraturan menteri[a-z ]{0,80}?|keputusan (?:menteri|bupati|wali ?kota|gubernur|kepala|camat)[a-z ]{0,80}?"
    r"|kepmen[a-z\-]{0,20}|kepbup|kepwal|peraturan daerah[a-z ]{0,60}?|perda[a-z ]{0,60}?|peraturan bupati[a-z ]{0,40}?"
    r"|perbup[a-z ]{0,40}?|peraturan wali ?kota[a-z ]{0,40}?|perwa(?:li|ko|l)[a-z ]{0,40}?|peraturan gubernur[a-z ]{0,40}?"
    r"|pergub[a-z ]{0,40}?|peraturan desa[a-z ]{0,40}?|perdes[a-z ]{0,40}?|peraturan (?:bkn|kapolri|kepala)[a-z ]{0,60}?"
    r"|surat keputusan[a-z ]{0,60}?|surat edaran[a-z ]{0,60}?|instruksi (?:presiden|bupati|menteri)[a-z ]{0,40}?|inpres"
)
_LAW = re.compile(
    rf"\b(?:{_KIND})(?:\s*\(\s*[a-z]{{2,12}}\s*\))?\s*(?:nomor|nomer|no\b|nr\b)?\s*[.:]?\s*(?:\d{{1,4}}[\w/.\-]{{0,40}}(?<![.\-]))"
    r"(?:\s*(?:tahun|thn\.?|th\.?)\s*\d{4})?(?:\s+tentang\s+[^;\n.]{1,200})?",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:per(?:da|bup|wali|gub|des|pres)|pp|uu)\b.*\btentang\b", re.IGNORECASE)


def find(text: str) -> tuple[str, ...]:
    """Every legal basis named, each at most one line, without repetition, at most thirty."""
    found = (line(match.group().strip(" ,")) for match in _LAW.finditer(clean(text)))
    return tuple(dict.fromkeys(found))[:30]


def without(text: str) -> str:
    """The text with the legal bases taken out, so that their numbers are not read as money."""
    return _LAW.sub(" ", clean(text))


def is_law(text: str) -> bool:
    """True when the text as a whole names a legal basis."""
    return bool(_LAW.search(text) or _BARE.search(text))
