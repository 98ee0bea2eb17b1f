"""One file → one table with known columns, or an error note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from maklumat.kernel.words import N_

from . import tables
from .columns import Column, header_row, known_titles, resolve
from .notes import Notebook
from .readings import clean, shown

EMPTY = N_("Berkas ini kosong.")
BINARY = N_("Berkas ini bukan CSV. Buka di aplikasi lembar kerja, lalu simpan sebagai CSV.")
TOO_LARGE = N_("Berkas ini lebih dari 10 MB. Pecah menjadi beberapa berkas.")
TOO_MANY = N_("Hanya %(rows)s baris pertama yang dibaca. Pecah menjadi beberapa berkas.")
NO_HEADER = N_("Judul kolom tidak dikenali. Beri judul, misalnya “nama layanan”, “persyaratan”, “waktu”, “biaya”.")
ENCODING = N_("Huruf dibaca sebagai Windows-1252. Periksa apakah tanda khusus tampil benar.")
UNREAD = N_("Kolom “%(original)s” tidak dikenal dan tidak dibaca.")
CUT = N_("Ada sel yang lebih dari 20.000 huruf; sisanya tidak dibaca. Pecah isinya.")

_SNIFFED = 60
_KEPT = {"row_id", "order"}


class NamedBytes(NamedTuple):
    """A file as it was given."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Row:
    """``cells``: role → text; ``ids``: title of an id column → value."""

    line: int
    cells: Mapping[str, str]
    ids: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of one file that hold anything."""

    file: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def has(self, role: str) -> bool:
        """True when a column carries this role."""
        return any(column.role == role for column in self.columns)

    def title(self, role: str) -> str:
        """The title of the first column with this role."""
        return next((column.title for column in self.columns if column.role == role), role)


def read_table(file: NamedBytes, book: Notebook) -> Table | None:
    """The table of a file; None when it cannot be read, and the notes say why."""
    place = (file.name, 0, "", "")
    if not file.data.strip():
        book.say(place, "error", EMPTY)
    elif len(file.data) > tables.MAX_BYTES:
        book.say(place, "error", TOO_LARGE)
    elif tables.is_binary(file.data):
        book.say(place, "error", BINARY)
    else:
        return _parsed(file, book)
    return None


def _parsed(file: NamedBytes, book: Notebook) -> Table | None:
    place = (file.name, 0, "", "")
    text, encoding = tables.decode(file.data)
    if re.match(r"sep=.\n", text):
        text = "\n" + text.partition("\n")[2]
    delimiter = max(tables.DELIMITERS, key=lambda sign: _fit(text, sign))
    raws = list(tables.rows(text, delimiter, tables.MAX_ROWS + 20))
    at = header_row(raws)
    if at < 0:
        book.say(place, "error", NO_HEADER)
        return None
    if encoding == "windows-1252":
        book.say(place, "normalised", ENCODING)
    titles = [shown(cell) for cell in raws[at].cells]
    columns = resolve(titles, file.name)
    for column in columns:
        if not column.role and column.title:
            book.say((file.name, raws[at].line, "", column.title), "normalised", UNREAD, column.title)
    rows = []
    for raw in raws[at + 1 : at + 1 + tables.MAX_ROWS]:
        if raw.cut:
            book.say((file.name, raw.line, "", ""), "error", CUT)
        if not _is_numbering(raw.cells) and list(raw.cells) != list(raws[at].cells):
            rows.append(_row(raw, columns))
    if len(raws) - at - 1 > tables.MAX_ROWS:
        book.say(place, "error", TOO_MANY, rows=tables.MAX_ROWS)
    return Table(file.name, columns, tuple(row for row in rows if row.cells or row.ids))


def _fit(text: str, delimiter: str) -> tuple[int, int, int]:
    """How well a delimiter fits: known titles, rows with as many cells as the titles, fewer odd rows."""
    sample = list(tables.rows(text[:200_000], delimiter, _SNIFFED))
    at = header_row(sample)
    if at < 0:
        return (0, 0, 0)
    width = len(sample[at].cells)
    return known_titles(sample), sum(len(raw.cells) == width for raw in sample) if width > 1 else 0, -abs(width - 8)


def _is_numbering(cells: tuple[str, ...]) -> bool:
    """True for the row "(1) (2) (3)" that some lists put under their titles."""
    return len(cells) > 1 and all(re.fullmatch(rf"\(?{i + 1}\)?", cell) for i, cell in enumerate(cells))


def _row(raw: tables.Raw, columns: tuple[Column, ...]) -> Row:
    cells: dict[str, list[str]] = {}
    ids: dict[str, str] = {}
    for column in columns:
        value = raw.cells[column.index] if column.index < len(raw.cells) else ""
        if not value or not column.role or column.role in _KEPT or not (value.isprintable() or clean(value)):
            continue
        if column.role in ("service_id", "service_id2"):
            ids[column.title] = value[:200]
        else:
            cells.setdefault(column.role, []).append(value)
    return Row(raw.line, {role: "\n".join(values) for role, values in cells.items()}, ids)
