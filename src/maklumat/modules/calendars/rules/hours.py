"""Opening hours as people write them: "08.00–12.00", "8:00 - 12:00", "08.00 s.d. 12.00". Minutes of the local day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maklumat.kernel.words import N_

from .calendar import DAY_MINUTES, Hours

NOT_HOURS = N_("Tulis jam buka dan tutup, misalnya 08.00–12.00.")
BACKWARDS = N_("Jam tutup harus sesudah jam buka.")
OVERLAP = N_("Jam ini bertumpuk dengan jam sebelumnya. Tulis berurutan dari pagi.")
_PAIR = re.compile(r"(\d{1,2})[.:](\d{2})\s*(?:[-–—]|s\.?\s?d\.?|sampai)\s*(\d{1,2})[.:](\d{2})", re.IGNORECASE)


def parse_pair(typed: str) -> tuple[int, int]:
    """Minutes of opening and closing. Raises ValueError with a sentence (a msgid)."""
    found = _PAIR.fullmatch(typed.strip())
    if found is None:
        raise ValueError(NOT_HOURS)
    hour, minute, last_hour, last_minute = map(int, found.groups())
    opens, closes = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or closes > DAY_MINUTES:
        raise ValueError(NOT_HOURS)
    if opens >= closes:
        raise ValueError(BACKWARDS)
    return opens, closes


def read_day(typed: Sequence[str]) -> tuple[Hours, dict[int, str]]:
    """The hours of one day, and what is wrong: place of the text -> sentence (a msgid)."""
    hours: list[tuple[int, int]] = []
    faults: dict[int, str] = {}
    for place, text in enumerate(typed):
        if not text.strip():
            continue
        try:
            pair = parse_pair(text)
        except ValueError as fault:
            faults[place] = str(fault)
            continue
        if hours and pair[0] < hours[-1][1]:
            faults[place] = OVERLAP
        else:
            hours.append(pair)
    return tuple(hours), faults
