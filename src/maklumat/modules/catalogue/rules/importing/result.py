"""What an import found: drafts with their sources, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..standard import Standard
from .notes import Note


class Source(NamedTuple):
    """The lines of one file that speak of a service."""

    file: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Draft:
    """``standard`` holds what is known; ``unit`` and ``code`` are as the list writes them."""

    standard: Standard
    source: tuple[Source, ...]
    unit: str = ""
    code: str = ""


@dataclass(frozen=True)
class Import:
    """Everything that was read, and everything there is to say about it."""

    drafts: tuple[Draft, ...]
    notes: tuple[Note, ...]

    def count(self, level: str) -> int:
        """How many notes have this level."""
        return sum(note.level == level for note in self.notes)
