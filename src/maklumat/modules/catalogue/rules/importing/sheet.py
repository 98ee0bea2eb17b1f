"""The door of the importer: files in, drafts and notes out. Bad rows never stop it.

A time without a word on when it begins is held to begin at submission, as the standard itself does.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import keys
from .drafting import draft, unit
from .notes import Note, Notebook
from .reporting import report_csv, report_text
from .result import Draft, Import, Source
from .services import Service, gather, step_times
from .sources import NamedBytes, read_table

__all__ = ["Draft", "Import", "NamedBytes", "Note", "Source", "read_files", "report_csv", "report_text"]


def read_files(files: Sequence[NamedBytes]) -> Import:
    """Reads the files together: lists that share an id or a name are joined."""
    book = Notebook()
    order = {name: i for i, (name, _) in reversed(list(enumerate(files)))}
    given = [table for file in files if (table := read_table(NamedBytes(*file), book)) is not None]
    services = gather(given, book)
    timed = step_times(services, given, book)
    expected = {column.role for table in given for column in table.columns}
    slugs = keys.Unique(80, "-")
    drafts = []
    for service in services:
        if not service.rows:
            continue
        standard = draft(service, slugs.take(keys.slug(service.name)), timed, expected, book)
        drafts.append(Draft(standard, _sources(service), unit(service, book), service.code))
    notes = sorted(book.notes, key=lambda note: (order.get(note.file, 0), note.line))
    return Import(tuple(drafts), tuple(notes))


def _sources(service: Service) -> tuple[Source, ...]:
    lines: dict[str, list[int]] = {}
    for table, row in service.rows:
        lines.setdefault(table.file, []).append(row.line)
    return tuple(Source(file, tuple(found)) for file, found in lines.items())
