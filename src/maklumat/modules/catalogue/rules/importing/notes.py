"""The notes of an import: what every cell was read as, and what a person must decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from maklumat.kernel.words import N_

from .readings import Reading, shown

Level = Literal["exact", "normalised", "decide", "error"]

AT_LINE = N_("Baris %(line)s: %(sentence)s")
EXACT = N_("Dibaca tanpa perubahan.")
FULL = N_("Catatan terlalu banyak; selebihnya tidak ditulis. Pecah menjadi beberapa berkas.")
MAX_NOTES = 200_000


@dataclass(frozen=True)
class Note:
    """One sentence about one cell. ``message`` takes ``params``; ``options`` are parts of a standard
    (Duration, Fee, …) that answer the question. ``line`` 0: about the file as a whole."""

    file: str
    line: int
    service: str
    column: str
    level: Level
    original: str
    reading: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    options: tuple[Any, ...] = ()

    @property
    def question(self) -> str:
        """The whole sentence in Bahasa Indonesia: what to decide, with its line."""
        sentence = self.message % self.params
        return AT_LINE % {"line": self.line, "sentence": sentence} if self.line else sentence


class Notebook:
    """Collects notes; stops, and says so, when a hostile list would fill the memory."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def reading(self, place: tuple[str, int, str, str], reading: Reading[Any], said: str) -> None:
        """The note of one cell. ``place``: file, line, service, column; ``said``: the value in words."""
        message, params = reading.note or EXACT, reading.params
        self._add(Note(*place, reading.certainty, shown(reading.original), said, message, params, reading.options))

    def say(
        self,
        place: tuple[str, int, str, str],
        level: Level,
        message: str,
        original: str = "",
        said: str = "",
        **params: Any,
    ) -> None:
        """A note that is not about the meaning of one cell."""
        self._add(Note(*place, level, shown(original), said, message, {"original": shown(original), **params}))

    def _add(self, note: Note) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(note)
        elif len(self.notes) == MAX_NOTES:
            self.notes.append(Note(note.file, note.line, "", "", "error", "", "", FULL))
