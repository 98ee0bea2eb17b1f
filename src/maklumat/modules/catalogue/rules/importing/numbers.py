"""Numbers as people write them: digits with Indonesian separators, and words."""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_SCALES = {"puluh": 10, "ratus": 100}
_BIG = {"ribu": 1000, "juta": 1_000_000}
_HALVES = {"setengah": Fraction(1, 2), "separuh": Fraction(1, 2), "seperempat": Fraction(1, 4), "half": Fraction(1, 2)}
_WORD = "|".join((*_DIGITS, *_SCALES, *_BIG, *_HALVES, "belas"))
_START = "|".join((*_DIGITS, *_HALVES))
_RUN = re.compile(rf"\b(?:{_START})(?:[ \-](?:{_WORD})){{0,11}}\b")
_ONE = re.compile(r"\bse(menit|jam|hari|minggu|pekan|bulan|tahun)\b")
_SPELLED = re.compile(r"(?<![\d.,])(\d[\d.,]{0,30}) ?(?:[\-–] ?)?\( ?([a-z]+(?:[ \-][a-z]+){0,13}) ?\)")
_SWAPPED = re.compile(rf"((?:{_START})(?:[ \-](?:{_WORD})){{0,11}}) ?\( ?(\d[\d.,]{{0,30}}) ?\)")

NUMBER = r"\d{1,9}(?:[.,]\d{1,6})?(?:\s?/\s?\d{1,2}(?!\d))?"


def from_words(text: str) -> Fraction | None:
    """ "lima belas" → 15, "satu setengah" → 1½. None when a word is not a number word."""
    total = current = digit = Fraction(0)
    found = False
    for word in re.split(r"[ \-]+", text.strip().lower()):
        if word in _DIGITS:
            digit += _DIGITS[word]
        elif word == "belas":
            digit += 10
        elif word in _SCALES:
            current += digit * _SCALES[word]
            digit = Fraction(0)
        elif word in _BIG:
            total += (current + digit or 1) * _BIG[word]
            current = digit = Fraction(0)
        elif word in _HALVES:
            digit += _HALVES[word]
        else:
            return None
        found = True
    return total + current + digit if found else None


def plain(value: Fraction) -> str:
    """Decimal digits, short, with a point."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def to_digits(text: str) -> tuple[str, bool]:
    """Number words replaced by digits ("sehari" → "1 hari"); True when any was."""
    replaced = _ONE.sub(r"1 \1", text)
    replaced = _RUN.sub(lambda m: plain(from_words(m.group()) or Fraction(0)), replaced)
    return replaced, replaced != text


def check_spelled(text: str) -> tuple[str, Fraction | None]:
    """Takes out "(lima)" after "5". The second value is the spelled number when it does not agree."""
    other: list[Fraction] = []
    text = _SWAPPED.sub(r"\2 (\1)", text)

    def compare(match: re.Match[str]) -> str:
        spelled = from_words(match.group(2).removesuffix(" rupiah"))
        if spelled is None:
            return match.group()
        if spelled != number(match.group(1).rstrip(".,").removesuffix(",00")):
            other.append(spelled)
        return match.group(1) + " "

    return _SPELLED.sub(compare, text), other[0] if other else None


def number(text: str) -> Fraction | None:
    """ "1.000" → 1000, "0.5" and "0,5" → ½, "1/2" → ½. None when it is not a number."""
    text = re.sub(r"\s", "", text)
    if "/" in text:
        above, _, below = text.partition("/")
        upper, lower = number(above), number(below)
        return upper / lower if upper is not None and lower else None
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text):
        return Fraction(text.replace(".", "")[:18])
    if re.fullmatch(r"\d{1,18}(?:[.,]\d{1,6})?", text, re.ASCII):
        return Fraction(text.replace(",", "."))
    return None
