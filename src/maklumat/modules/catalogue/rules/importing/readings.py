"""What one cell was read as, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Certainty = Literal["exact", "normalised", "decide"]

MAX_CELL = 20_000
MAX_LINE = 300
MAX_WORDING = 1000
_SHOWN = 120
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_NOTHING = re.compile(
    r"[\s\-–—_.?/*]*|n\s*/?\s*a\.?|nihil|tidak ada(?: data)?|belum ada|null|none|kosong|tbd|belum (?:diisi|ditentukan)"
)


@dataclass(frozen=True)
class Reading[T]:
    """``note`` is a sentence that takes ``params``; ``options`` are offered to the person who decides."""

    value: T | None
    certainty: Certainty
    original: str
    note: str = ""
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    options: tuple[T, ...] = ()

    @property
    def sentence(self) -> str:
        """The note in Bahasa Indonesia."""
        return self.note % self.params if self.note else ""


def exact[T](value: T, original: str) -> Reading[T]:
    """A cell with one possible meaning."""
    return Reading(value, "exact", original)


def normalised[T](value: T, original: str, note: str, **params: Any) -> Reading[T]:
    """A cell that a rule turned into a value; the note tells the rule."""
    return Reading(value, "normalised", original, note, {"original": shown(original), **params})


def decide[T](
    original: str, note: str, options: tuple[T, ...] = (), value: T | None = None, **params: Any
) -> Reading[T]:
    """A cell that a person must decide."""
    return Reading(value, "decide", original, note, {"original": shown(original), **params}, options)


def clean(text: str) -> str:
    """Compatibility characters unified, control characters out, spaces single, length limited."""
    text = text[:MAX_CELL].replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:MAX_CELL].replace("\u2044", "/")
    text = _CONTROL.sub("", text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def flat(text: str) -> str:
    """Cleaned, on one line."""
    return " ".join(clean(text).split())


def shown(text: str) -> str:
    """Short enough to stand inside a sentence."""
    text = flat(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def line(text: str) -> str:
    """At most what a :data:`Line` of a standard holds."""
    text = flat(text)
    return text if len(text) <= MAX_LINE else text[: MAX_LINE - 1] + "…"


def is_nothing(text: str) -> bool:
    """True for the ways in which lists write "nothing here"."""
    return _NOTHING.fullmatch(flat(text).lower()) is not None
