"""The time and the fee of one service, from all its cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from maklumat.kernel.words import N_

from ..standard import Duration, Fee
from ..wording import rough_minutes
from . import cells as lists
from . import costs, durations, keys, laws, steps
from .notes import Level, Notebook
from .readings import Reading, flat, line
from .services import Service
from .sources import Row, Table

REPEATED = N_("Sama dengan baris %(first)s.")
CONFLICT = N_("“%(original)s” berbeda dari baris %(first)s. Mana yang berlaku?")
NO_DURATION = N_("Jangka waktu belum ditulis. Berapa lama janji waktunya?")
NO_COST = N_("Biaya belum ditulis. Gratis, atau berapa biayanya?")
SUMMED = N_("Jangka waktu dijumlahkan dari semua langkah: %(reading)s.")
UNEQUAL = N_("Jumlah waktu langkah %(sum)s melebihi janji waktu %(reading)s. Mana yang benar?")

Cell = tuple[Table, Row, str]


def place(service: Service, table: Table, row: Row, role: str) -> tuple[str, int, str, str]:
    """Where a note stands."""
    return (table.file, row.line, service.name, table.title(role))


def _first[T](
    service: Service,
    cells: Sequence[Cell],
    role: str,
    book: Notebook,
    read: Callable[[str, str], Reading[T]],
    said: Callable[[Any], str],
) -> tuple[T | None, Cell | None]:
    """Reads the first cell; the others are repetitions or conflicts. Exactly one note for every cell."""
    value: T | None = None
    first: Cell | None = None
    for table, row, text in cells:
        where = place(service, table, row, role)
        reading = read(text, table.title(role))
        words = said(reading.value) if reading.value is not None else " / ".join(map(said, reading.options))
        if first is None:
            book.reading(where, reading, words)
            value, first = reading.value, (table, row, text)
        elif keys.same(text) == keys.same(first[2]) or (value is not None and reading.value == value):
            book.say(where, "normalised", REPEATED, text, words, first=first[1].line)
        else:
            book.say(where, "decide", CONFLICT, text, words, first=first[1].line)
            value = None
    return value, first


def duration(
    service: Service, cells: Sequence[Cell], times: Sequence[Duration | None], expected: bool, book: Notebook
) -> Duration | None:
    """The promised time. ``times``: of the steps; ``expected``: the lists have a column for it."""
    value, first = _first(service, cells, "duration", book, durations.read_duration, durations.text)
    table, row = service.rows[0]
    where = (table.file, row.line, service.name, table.title("duration") if table.has("duration") else "")
    summed = steps.total(times)
    if first is None and summed is not None:
        book.say(where, "normalised", SUMMED, said=durations.text(summed), reading=durations.text(summed))
        return summed
    if first is None and expected:
        book.say(where, "decide", NO_DURATION)
    if value is not None and summed is not None and rough_minutes(summed) > rough_minutes(value):
        book.say(where, "decide", UNEQUAL, sum=durations.text(summed), reading=durations.text(value))
    return value


def fee(service: Service, cells: Sequence[Cell], expected: bool, book: Notebook) -> Fee | None:
    """The fee, with the legal basis that its own column or cell names."""
    value, first = _first(service, cells, "cost", book, costs.read_cost, costs.text)
    basis = next(((t, r, r.cells["cost_law"]) for t, r in service.rows if "cost_law" in r.cells), None)
    if basis is not None:
        table, row, text = basis
        book.say(
            place(service, table, row, "cost_law"), "exact", N_("Dasar hukum biaya dicatat."), text, flat(text)[:120]
        )
    if first is None and expected:
        table, row = service.rows[0]
        book.say((table.file, row.line, service.name, ""), "decide", NO_COST)
    if value is not None and basis is not None:
        return value.model_copy(update={"legal_basis": line(basis[2])})
    return value


def named_laws(service: Service, book: Notebook) -> tuple[dict[str, Any], ...]:
    """All legal bases named for the service, in its own columns or inside the cost."""
    found: dict[str, dict[str, Any]] = {}
    for table, row in service.rows:
        for role in ("law", "cost_law", "cost"):
            text = row.cells.get(role, "")
            if not text:
                continue
            titles = laws.find(text) if role == "cost" else lists.items(text)
            fresh = [title for title in titles if keys.same(title) not in found]
            for title in fresh:
                found[keys.same(title)] = {"title": line(title)}
            if fresh:
                level: Level = "exact" if role == "law" else "normalised"
                book.say(
                    place(service, table, row, role),
                    level,
                    N_("Dasar hukum dicatat: %(reading)s."),
                    text,
                    "; ".join(fresh)[:120],
                    reading="; ".join(fresh)[:120],
                )
    return tuple(found.values())[:100]
