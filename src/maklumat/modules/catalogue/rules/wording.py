"""Promises in plain words. A phrase is (message, params); a parameter may be a phrase itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from maklumat.kernel.words import N_

from .standard import Duration, Fee

type Phrase = tuple[str, dict[str, Any]]

DURATIONS = {
    "minutes": N_("%(number)s menit"),
    "hours": N_("%(number)s jam"),
    "working_days": N_("%(number)s hari kerja"),
    "calendar_days": N_("%(number)s hari kalender"),
}
STARTS = {
    "submitted": N_("%(time)s sejak diajukan"),
    "accepted": N_("%(time)s sejak berkas dinyatakan lengkap"),
}
FREE = N_("Gratis")
FIXED = N_("Rp%(amount)s")
FORMULA = N_("Dihitung: %(formula)s")
_MINUTES = {"minutes": 1, "hours": 60, "working_days": 450, "calendar_days": 450 * 5 // 7}


def duration_text(duration: Duration) -> Phrase:
    """Number and unit: "5 hari kerja"."""
    return DURATIONS[duration.unit], {"number": duration.number}


def promise_text(duration: Duration) -> Phrase:
    """Number, unit and start: "5 hari kerja sejak diajukan"."""
    return STARTS[duration.start_event], {"time": duration_text(duration)}


def fee_text(fee: Fee) -> Phrase:
    """What the resident pays: "Gratis", "Rp50.000", or how it is computed."""
    if fee.kind == "free":
        return FREE, {}
    if fee.kind == "fixed":
        return FIXED, {"amount": f"{fee.amount:,}".replace(",", ".")}
    return FORMULA, {"formula": fee.explanation or fee.formula}


def rough_minutes(duration: Duration) -> int:
    """Working minutes, to compare promises: a working day is 450; a day of the clock is five sevenths of it."""
    return duration.number * _MINUTES[duration.unit]


def render(message: str, params: Mapping[str, Any], translate: Callable[[str], str] = str) -> str:
    """The sentence in the language of ``translate``; phrases inside it first."""
    return translate(message) % {name: _value(value, translate) for name, value in params.items()}


def _value(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], Mapping):
        return render(value[0], value[1], translate)
    return value
