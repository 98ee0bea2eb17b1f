"""A decree as CSV: ``date,name,kind,effect``, one line per date; every fault is named with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maklumat.kernel.words import N_

from .holidays import DECREE_KINDS, EFFECTS, DecreeDay

COLUMNS = ("date", "name", "kind", "effect")
LONGEST_NAME = 200

WRONG_HEADER = N_("Baris pertama harus berisi: date,name,kind,effect.")
WRONG_DATE = N_("Tanggal harus ditulis TTTT-BB-HH, misalnya 2027-03-10.")
WRONG_NAME = N_("Nama hari libur wajib diisi, paling panjang 200 huruf.")
WRONG_KIND = N_("Jenis harus 'national' (libur nasional) atau 'collective_leave' (cuti bersama).")
WRONG_EFFECT = N_("Akibat harus 'closed' (libur) atau 'open' (kembali menjadi hari kerja).")
WRONG_COUNT = N_("Setiap baris harus berisi tepat empat kolom.")
TWICE = N_("Tanggal ini sudah ada di baris lain.")
EMPTY = N_("Berkas tidak berisi satu tanggal pun.")
NOT_READABLE = N_("Berkas tidak dapat dibaca sebagai CSV.")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The days of the file, and its faults: line number (the header is line 1) -> sentence (a msgid)."""

    days: tuple[DecreeDay, ...]
    faults: Mapping[int, str]


def parse(text: str) -> Parsed:
    """Read a decree. ``days`` is complete only when ``faults`` is empty."""
    days: dict[date, DecreeDay] = {}
    faults: dict[int, str] = {}
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        if tuple(cell.strip().lower() for cell in next(reader, [])) != COLUMNS:
            return Parsed((), {1: WRONG_HEADER})
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            day = _day(cells)
            if isinstance(day, DecreeDay) and day.date not in days:
                days[day.date] = day
            else:
                faults[reader.line_num] = TWICE if isinstance(day, DecreeDay) else day
    except csv.Error:
        faults[reader.line_num] = NOT_READABLE
    if not days and not faults:
        faults[1] = EMPTY
    return Parsed(tuple(days.values()), faults)


def _day(cells: list[str]) -> DecreeDay | str:
    """The day in one line, or what is wrong with it."""
    if len(cells) != len(COLUMNS):
        return WRONG_COUNT
    written, name, kind, effect = cells
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return WRONG_DATE
    if day.isoformat() != written:
        return WRONG_DATE
    if not 0 < len(name) <= LONGEST_NAME:
        return WRONG_NAME
    if kind not in DECREE_KINDS:
        return WRONG_KIND
    if effect not in EFFECTS:
        return WRONG_EFFECT
    return DecreeDay(day, name, kind, effect)  # type: ignore[arg-type]
