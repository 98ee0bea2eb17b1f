"""Bytes → rows: encoding, delimiter, quotes, and the line on which every row begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .readings import MAX_CELL

MAX_BYTES = 10_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
_MAX_QUOTED = 1_000_000
_MAX_BROKEN = 20
DELIMITERS = (",", ";", "\t", "|")
_PATTERNS = {
    sign: (
        re.compile(rf'[ ]*"((?:[^"]++|"")*+)"[ ]*(?=[{re.escape(sign)}\n]|\Z)'),
        re.compile(rf"[^{re.escape(sign)}\n]*+"),
    )
    for sign in DELIMITERS
}


@dataclass(frozen=True)
class Raw:
    """One row: the line where it begins and its cells; ``cut`` when a cell was too long."""

    line: int
    cells: tuple[str, ...]
    cut: bool = False


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding): UTF-8 with or without mark, UTF-16 with mark, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _lines(data.decode(encoding, "replace")), encoding
    try:
        return _lines(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _lines(data.decode("cp1252", "replace")), "windows-1252"


def is_binary(data: bytes) -> bool:
    """True for spreadsheets, PDFs and other files that are no text."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        return True
    return b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows(text: str, delimiter: str, limit: int = MAX_ROWS) -> Iterator[Raw]:
    """The rows that hold anything. A quote that is never closed is taken as a plain sign."""
    quoted, bare = _PATTERNS[delimiter]
    at, line, given, broken, size = 0, 1, 0, 0, len(text)
    while at < size and given < limit:
        start, cut, begins = at, False, line
        cells: list[str] = []
        while True:
            match = None
            if broken < _MAX_BROKEN and text.startswith(('"', ' "'), at):
                match = quoted.match(text, at, min(size, at + _MAX_QUOTED))
                broken += match is None
            if match:
                cell = match.group(1)
                line += cell.count("\n")
                cell = cell.replace('""', '"')
            else:
                match = bare.match(text, at)
                cell = match.group() if match else ""
            if len(cells) < MAX_COLUMNS:
                cells.append(cell[:MAX_CELL].strip())
                cut = cut or len(cell) > MAX_CELL
            at = match.end() if match else at
            if at >= size or text[at] == "\n":
                break
            if text[at] != delimiter:  # a quoted cell that ended at the limit
                at += 1
                continue
            at += 1
        at, line = at + 1, line + 1
        if at <= start:
            break
        if any(cells):
            given += 1
            yield Raw(begins, tuple(cells), cut)
