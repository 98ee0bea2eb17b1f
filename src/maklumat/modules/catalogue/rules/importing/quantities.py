"""Finds "5 hari kerja", "1-2 jam", "3 x 24 jam" in a line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from . import numbers

DAY = ("day", "hr")
_SIZE = ("year", "month", "week", "working_weeks", "calendar_weeks", "working_days", "calendar_days", "clock_days", "day", "hr", "hours", "minutes", "seconds")  # fmt: skip
_UNITS = (
    ("working_days", r"(?:hari|hr)[ \-]?(?:kerja|efektif)(?: efektif)?", False),
    ("working_days", r"h\.?k\.?(?![a-z])|(?:working|business|work)[ \-]days?", True),
    ("calendar_days", r"(?:hari|hr)[ \-]?(?:kalender|takwim)", False),
    ("calendar_days", r"calendar[ \-]days?", True),
    ("day", r"hari|days?", False),
    ("hr", r"hrs?\b\.?", False),
    ("working_weeks", r"(?:minggu|pekan) kerja|working weeks?", True),
    ("calendar_weeks", r"(?:minggu|pekan) kalender|calendar weeks?", True),
    ("week", r"minggu|mgg|pekan|weeks?", False),
    ("month", r"bulan|bln|months?", False),
    ("year", r"tahun|thn|years?", False),
    ("minutes", r"menit", False),
    ("minutes", r"mnt|minutes?|mins?\b", True),
    ("hours", r"jam", False),
    ("hours", r"hours?", True),
    ("seconds", r"detik|seconds?", False),
)
_UNIT = "|".join(f"(?P<u{i}>{pattern})" for i, (_, pattern, _) in enumerate(_UNITS))
_TO = r"(?:-|–|—|~|s\s?/\s?d|s\.\s?d\.?|sd|sampai(?: dengan)?|hingga|to)"
_QUANTITY = re.compile(
    rf"(?<![\d.,])(?P<low>{numbers.NUMBER})\s*(?:{_TO}\s*(?P<high>{numbers.NUMBER})\s*)?(?:\(\s*)?(?:{_UNIT})(?![a-z])"
)
_CLOCK = re.compile(rf"(?<![\d.,])(?P<low>{numbers.NUMBER})\s*[x×*]\s*24\s*(?:jam|hours?)(?![a-z])")
_RANGE = re.compile(rf"\s*{_TO}\s*")
_AND = re.compile(r"[\s,&+]*(?:dan|lebih|and)?[\s,&+]*")


@dataclass(frozen=True)
class Quantity:
    """``ranged`` is the upper end of "1-2 jam"; ``start``/``end`` say where it stands in the text."""

    number: Fraction
    unit: str
    ranged: Fraction | None = None
    short: bool = False
    start: int = 0
    end: int = 0


def find(text: str) -> list[Quantity]:
    """All quantities in order, at most twelve."""
    found: list[Quantity] = []
    clocks = [(m.start(), m.end(), m) for m in _CLOCK.finditer(text)]
    for start, end, match in clocks:
        low = numbers.number(match["low"])
        if low is not None:
            found.append(Quantity(low, "clock_days", None, False, start, end))
    for match in _QUANTITY.finditer(text):
        if any(start < match.end() and match.start() < end for start, end, _ in clocks):
            continue
        low, high = numbers.number(match["low"]), numbers.number(match["high"] or "")
        index = next(i for i in range(len(_UNITS)) if match[f"u{i}"])
        if low is not None:
            unit, _, short = _UNITS[index]
            found.append(Quantity(low, unit, high, short, match.start(), match.end()))
    return sorted(found, key=lambda q: q.start)[:12]


def joined(text: str, found: list[Quantity]) -> str:
    """ "sum" for "1 jam 30 menit", "range" for "1 jam - 2 jam", "" for alternatives."""
    between = [text[a.end : b.start] for a, b in pairwise(found)]
    falling = all(_SIZE.index(a.unit) < _SIZE.index(b.unit) for a, b in pairwise(found))
    if falling and all(_AND.fullmatch(gap) for gap in between):
        return "sum"
    return "range" if len(found) == 2 and _RANGE.fullmatch(between[0]) else ""


def rest(text: str, found: list[Quantity]) -> str:
    """The text without the quantities, and without the words that join them to one sum."""
    if len(found) > 1 and joined(text, found) == "sum":
        return f"{text[: found[0].start]} {text[found[-1].end :]}"
    pieces, at = [], 0
    for q in found:
        pieces.append(text[at : q.start])
        at = max(at, q.end)
    return " ".join((*pieces, text[at:]))


def hinted_unit(title: str) -> str:
    """The unit that a column title names: "durasi_hari_kerja" → "hari kerja"; "" when it names none."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", " ", title).lower()
    match = re.search(rf"(?<![a-z])(?:{_UNIT})(?![a-z])", words[:200])
    return match.group() if match else ""
