"""Amounts of money in a line of text: "Rp 50.000,-", "25rb", "1,5 juta", "Rp 2.500 per m2"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_SCALES = {
    "ribu": 1000, "rb": 1000, "rbu": 1000, "k": 1000, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?:(?P<rp>(?<![a-z])(?:rp|idr|rupiah)[\s.:]*)|(?<![\d.,a-z]))(?P<minus>-\s?)?(?P<digits>\d[\d.,]{0,24})"
    r"(?:\s?(?P<scale>ribu|rbu|rb|juta|jt|mil[iy]ar|k)(?![a-z]))?(?P<tail>\s?[.,]?\s?[-–=]+(?!\s?(?:\d|rp)))?(?:\s?(?P<after>rupiah|idr))?"
    r"(?:\s?(?:/|\bper\b|\bsetiap\b|\btiap\b)\s?(?P<per>[a-z][a-z0-9]{0,20}(?:\s(?:persegi|kubik|meter|luas)[a-z]{0,10})?))?"
)
_RANGE = re.compile(r"\s?(?:-|–|—|~|s\s?/\s?d|s\.\s?d\.?|sd|sampai(?: dengan)?|hingga|to)\s?")
_LARGEST = 10**12


@dataclass(frozen=True)
class Amount:
    """``value`` None: the digits can be read in two ways. ``per``: the unit it is charged for."""

    value: int | None
    currency: bool
    scaled: bool
    per: str
    ranged: bool
    start: int
    end: int


def find(text: str) -> list[Amount]:
    """All amounts in order, at most ten."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        value, scaled = _value(match["digits"], match["scale"] or "")
        if match["minus"] and not (found and found[-1].end == match.start()):
            value = None
        currency = bool(match["rp"] or match["after"] or match["tail"])
        ranged = (
            bool(found)
            and _RANGE.fullmatch(text[found[-1].end : match.start("rp") if match["rp"] else match.start("digits")])
            is not None
        )
        found.append(Amount(value, currency, scaled, match["per"] or "", ranged, match.start(), match.end()))
        if len(found) == 10:
            break
    return found


def _value(digits: str, scale: str) -> tuple[int | None, bool]:
    digits = digits.rstrip(".,")
    factor = _SCALES.get(scale, 1)
    if re.fullmatch(r"\d{1,15}", digits):
        number, other = Fraction(digits), False
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", digits):
        number, other = Fraction(digits.replace(".", "").replace(",", ".")), False
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?", digits):
        number, other = Fraction(digits.replace(",", "")), True
    elif re.fullmatch(r"\d{1,15},0{1,2}", digits):
        number, other = Fraction(digits.partition(",")[0]), False
    elif factor > 1 and re.fullmatch(r"\d{1,9}[.,]\d{1,2}", digits):
        number, other = Fraction(digits.replace(",", ".")), True
    else:
        return None, False
    value = number * factor
    if value.denominator != 1 or value > _LARGEST:
        return None, False
    return int(value), other or factor > 1
