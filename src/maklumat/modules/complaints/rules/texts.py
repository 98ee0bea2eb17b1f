"""Standard texts: blanks in braces are filled in from the report. An unknown blank is a mistake that is told when it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

BLANKS = ("nomor", "unit", "batas", "layanan", "kategori")
_BLANK = re.compile(r"\{([^{}]{0,40})\}")


def unknown(text: str) -> tuple[str, ...]:
    """The blanks that nothing fills, in the order in which they stand."""
    return tuple(dict.fromkeys(name for name in _BLANK.findall(text) if name.strip() not in BLANKS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled in; what is not known of this report becomes "–"."""
    return _BLANK.sub(lambda hit: (values.get(hit[1].strip()) or "–") if hit[1].strip() in BLANKS else hit[0], text)
