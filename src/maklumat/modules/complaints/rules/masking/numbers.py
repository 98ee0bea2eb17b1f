"""Numbers and addresses: NIK and KK, telephones, e-mail, number plates, bank accounts.

Sources: NIK and KK have 16 digits (domain of identity numbers); plates as in Perpol 7/2021, whose area codes are listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Passage = tuple[int, int, str]

_EMAIL = re.compile(
    r"[A-Z0-9._%+\-]+\s?(?:@|\(at\)|\[at\])\s?[A-Z0-9\-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[A-Z]{2,}){1,3}", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<![\d\w])(?:\+|\()?\d(?:[ .\-–/()]{0,2}\d){5,24}(?!\d)")
_SIXTEEN, _MOBILE = 16, re.compile(r"(?:62|0)?8[1-9]\d{6,11}")
_LANDLINE = re.compile(r"(?:62|0)[2-7]\d{7,10}")
_ACCOUNT_BEFORE = re.compile(
    r"(?:\brek(?:ening)?\b|\brek\.|\bnorek\b|\bacc(?:ount)?\b|\btransfer\b|\bvirtual account\b|\bva\b"
    r"|\b(?:bca|bri|bni|mandiri|bsi|btn|bjb|cimb|danamon|permata|bpd|jatim|jateng|dana|ovo|gopay)\b)[^\d\n]{0,30}$",
    re.IGNORECASE,
)
_IDENTITY_BEFORE = re.compile(r"\b(?:nik|no\.?\s*ktp|ktp|kk|kartu keluarga|nkk)\b[^\d\n]{0,20}$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[./\-– ]\d{1,2}[./\-– ]\d{1,4}")
_MONEY_BEFORE = re.compile(r"\b(?:rp|idr)\.?\s*$", re.IGNORECASE)
_TICKET_BEFORE = re.compile(
    r"\b(?:lpr|tkt|tiket|laporan|lapor|aduan|register|regis|kode(?: wilayah)?(?: desa)?)\b[^\d\n]{0,25}$", re.IGNORECASE
)
_DEGREES = re.compile(r"\d{1,3}\.\d{4,8}")
_LONG = 9  # digits from which a number of no known kind is hidden, too

AREAS = (
    "AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|EA|EB|ED|KB|KH|KT|KU"
    "|PA|PB|PG|PS|PT|PY|A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z"
)
_PLATE = re.compile(
    rf"(?<![\w.])(?<!Blok )(?!\w+ \d+[ .\-]+(?:No|RT|RW|CP|DAN)\b)(?:{AREAS})[ .\-]{{0,2}}[1-9]\d{{0,3}}[ .\-]{{0,2}}[A-Z]{{1,3}}(?!\w)"
)
_SMALL_PLATE = re.compile(
    rf"(?<![\w.])(?:{AREAS})[ .\-]{{0,2}}[1-9]\d{{1,3}}[ .\-]{{0,2}}(?!(?:di|ke|rt|rw|an|as|yg|dr|jl|kg|km|cm|ml|th|hr|jt|rb|no|cp|dan|sdh)\b)[a-z]{{2,3}}(?!\w)",
    re.IGNORECASE,
)
_CALLED_PLATE = re.compile(
    rf"(?<=\b)(?:plat(?:nya)?|nopol|no\.?\s?pol(?:isi)?|nomor polisi)\b[^\n\d]{{0,25}}?(?P<plate>(?:{AREAS})[ .\-]{{0,2}}[1-9]\d{{0,3}}(?:[ .\-]{{0,2}}[A-Z]{{1,3}}\b)?)",
    re.IGNORECASE,
)

_OF_A_VEHICLE = re.compile(
    rf"\b(?:motor|mobil|truk|truck|pikap|pick ?up|bus|angkot|tangki|dump|ambulans|sepeda motor)\b[^\n\d,.]{{0,20}}?(?P<plate>(?:{AREAS})[ .\-]{{0,2}}[1-9]\d{{1,3}}[ .\-]{{0,2}}[A-Z]{{1,3}})(?!\w)",
    re.IGNORECASE,
)


def numbers_in(text: str) -> Iterator[Passage]:
    """Passages with numbers that lead to a person, the surest kind first."""
    yield from ((*found.span(), "email") for found in _EMAIL.finditer(text))
    for shape in (_CALLED_PLATE, _OF_A_VEHICLE):
        yield from ((*found.span("plate"), "plate") for found in shape.finditer(text))
    for found in _DIGITS.finditer(text):
        kind = _kind(found.group(), text[max(0, found.start() - 50) : found.start()])
        if kind:
            yield (*found.span(), kind)
    yield from ((*found.span(), "plate") for shape in (_PLATE, _SMALL_PLATE) for found in shape.finditer(text))


def _kind(written: str, before: str) -> str:
    digits = re.sub(r"\D", "", written)
    if _MONEY_BEFORE.search(before):
        return ""
    if _IDENTITY_BEFORE.search(before) and len(digits) >= _LONG:
        return "identity"
    if _ACCOUNT_BEFORE.search(before) and len(digits) >= 8:
        return "account"
    if len(digits) == _SIXTEEN:
        return "identity"
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return "phone"
    if _DATE.fullmatch(written) or re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+", written):
        return ""
    if _DEGREES.fullmatch(written) or _TICKET_BEFORE.search(before):
        return ""
    return "number" if len(digits) >= _LONG else ""
