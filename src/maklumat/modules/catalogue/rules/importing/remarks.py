"""The words around a duration: at most, about, since when, and what nobody foresaw."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UPPER = re.compile(
    r"paling (?:lama|lambat)|se?lambat[ \-]?lambatnya|selama[ \-]?lamanya|maksimal|maksimum|maximum|\bmaks?\b\.?|\bmax\b\.?"
    r"|<=|[≤<]|kurang dari|within|up to|batas waktu"
)
_ABOUT = re.compile(
    r"±|\+\s?/?\s?-|kurang lebih|lebih kurang|sekitar|kira[ \-]kira|estimasi|perkiraan|rata[ \-]rata|about|approx\w*\.?|~"
)
_LOWER = re.compile(
    r"minimal|minimum|\bmin\b\.?|paling (?:cepat|sedikit|singkat)|se?kurang[ \-]?kurangnya|lebih dari|>=|[≥>]|at least"
)
_SINCE = (
    r"(?:terhitung|dihitung)?\s*(?:sejak|setelah|sesudah|dari|mulai|semenjak|from|after|since|jika|apabila|bila|dengan)"
)
_COMPLETE = re.compile(rf"(?:{_SINCE}\b)?[^.;]{{0,80}}\b(?:lengkap|valid|memenuhi syarat|complete)\b[^.;]{{0,60}}")
_SUBMITTED = re.compile(
    rf"{_SINCE}\s+(?:tanggal\s+)?[^.;]{{0,40}}(?:pendaftaran|pengajuan|diajukan|masuk|didaftarkan|submitted|submission)\b[^.;]{{0,40}}"
)
_UNCLEAR = re.compile(r"(?:terhitung|dihitung)?\s*\b(?:sejak|setelah|sesudah|semenjak|after|since)\b")
_CONDITIONAL = re.compile(r"\b(?:tidak|belum|kecuali|khusus|bagi|untuk)\b")
_HARMLESS = re.compile(
    r"\b(?:selesai|proses|penyelesaian|jangka|waktu|lama(?:nya)?|pelayanan|layanan|di ?tempat|dalam|adalah|yaitu|durasi"
    r"|langsung|the|in|total|estimated)\b"
)


@dataclass(frozen=True)
class Remarks:
    """``start`` is "", "accepted", "submitted" or "unclear"; ``extra`` is what no rule explains."""

    upper: bool = False
    about: bool = False
    lower: bool = False
    start: str = ""
    extra: str = ""

    @classmethod
    def of(cls, rest: str) -> Remarks:
        """Read the text that is left when the quantities are taken out."""
        start = ""
        if not _CONDITIONAL.search(rest):
            for word, pattern in (("accepted", _COMPLETE), ("submitted", _SUBMITTED)):
                cut = pattern.sub(" ", rest, count=1)
                if cut != rest:
                    upper_inside = _UPPER.search(rest) is not None
                    rest, start = cut + (" maks " if upper_inside else ""), word
                    break
        if not start and _UNCLEAR.search(rest):
            start = "unclear"
        kept, found = rest, []
        for pattern in (_UPPER, _ABOUT, _LOWER):
            cut = pattern.sub(" ", kept)
            found.append(cut != kept)
            kept = cut
        kept = " ".join(re.sub(r"[^\w%]+", " ", _HARMLESS.sub(" ", kept)).split())
        return cls(found[0], found[1], found[2], start, kept)
