"""The steps of one service, from all its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from maklumat.kernel.words import N_

from ..standard import Duration, Step
from . import cells, durations, keys, steps
from .notes import Level, Notebook
from .promise import Cell, place
from .readings import Reading, is_nothing
from .services import Service
from .sources import Row, Table

SHARES = N_("Waktu langkah belum semuanya diketahui; waktu dibagi rata. Berapa bagian waktu setiap langkah?")
SHARES_READ = N_("Bagian waktu setiap langkah dihitung dari waktu langkah: %(reading)s.")
DROPPED = N_("Langkah “%(original)s” sudah ada dan tidak diulang.")
ONE_TIME = N_("“%(original)s” berlaku untuk %(count)s langkah dalam satu sel. Berapa lama setiap langkah?")
TOO_MANY = N_("Lebih dari %(limit)s langkah; selebihnya tidak dibaca.")
MAX_STEPS = 100


@dataclass
class Procedure:
    """``times`` are the durations of the steps; ``whole`` the cells that hold the time of the service."""

    steps: tuple[Step, ...]
    times: tuple[Duration | None, ...]
    whole: tuple[Cell, ...]


def procedure(service: Service, timed: set[tuple[str, int]], book: Notebook) -> Procedure:
    """Reads every step cell and every duration cell of the service."""
    works: list[steps.Work] = []
    whole: list[Cell] = []
    seen: set[tuple[str, str]] = set()
    full = False
    for table, row in service.rows:
        listed = [i for i in cells.items(row.cells.get("step", "")) if not is_nothing(i)]
        text, own = _time(table, row, (table.file, id(service)) in timed and len(listed) == 1)
        if len(listed) == 1 and steps.is_total(listed[0]):
            listed, own = [], False
        split = cells.items(text) if len(listed) > 1 else ()
        paired = len(listed) > 1 and len(split) == len(listed)
        times: list[Duration | None] = [None] * len(listed)
        if text and listed and (own or paired):
            times = _times(service, table, row, text, listed, split, paired, book)
        elif text:
            whole.append((table, row, text))
        for title, time in zip(listed, times, strict=True):
            mark = (keys.same(title), row.cells.get("actor", ""))
            where = place(service, table, row, "step")
            if mark in seen:
                book.say(where, "normalised", DROPPED, title)
            elif len(works) >= MAX_STEPS:
                if not full:
                    book.say(where, "error", TOO_MANY, limit=MAX_STEPS)
                full = True
                break
            else:
                seen.add(mark)
                reading = steps.read_step(title, row.cells.get("actor", ""), row.cells.get("step_note", ""))
                work = reading.value or steps.Work(title, "technical")
                book.reading(where, reading, steps.ROLE_WORDS[work.role])
                works.append(replace(work, duration=time))
    made, known = steps.placed(works)
    _tell_shares(service, made, known, book)
    return Procedure(made, tuple(work.duration for work in works), tuple(whole))


def _time(table: Table, row: Row, timed: bool) -> tuple[str, bool]:
    """The duration cell of a row, and whether it belongs to the step."""
    own = row.cells.get("step_duration", "")
    general = row.cells.get("duration", "")
    text = own or general
    unit = row.cells.get("duration_unit", "")
    if text and unit and not any(sign.isalpha() for sign in text):
        text = f"{text} {unit}"
    return text, bool(own) or (bool(general) and timed)


def _times(
    service: Service,
    table: Table,
    row: Row,
    text: str,
    listed: list[str],
    split: tuple[str, ...],
    paired: bool,
    book: Notebook,
) -> list[Duration | None]:
    """One note for the cell, one duration for each step."""
    role = "step_duration" if "step_duration" in row.cells else "duration"
    where, title = place(service, table, row, role), table.title(role)
    if not paired and len(listed) > 1:
        book.say(where, "decide", ONE_TIME, text, count=len(listed))
        return [None] * len(listed)
    readings = [durations.read_duration(part, title) for part in (split if paired else (text,))]
    order = ("exact", "normalised", "decide")
    worst: Reading[Duration] = max(readings, key=lambda r: order.index(r.certainty))
    values = [reading.value for reading in readings]
    said = (
        "; ".join(durations.text(v) if v else "?" for v in values)
        if any(values)
        else " / ".join(map(durations.text, worst.options))
    )
    book.reading(where, worst if not paired else replace(worst, original=text), said)
    return values


def _tell_shares(service: Service, made: tuple[Step, ...], timed: bool, book: Notebook) -> None:
    if len(made) < 2:
        return
    table, row = next((t, r) for t, r in service.rows if "step" in r.cells)
    where = place(service, table, row, "step")
    level: Level = "normalised" if timed else "decide"
    reading = ", ".join(f"{step.share}%" for step in made)
    book.say(where, level, SHARES_READ if timed else SHARES, said=reading, reading=reading)
