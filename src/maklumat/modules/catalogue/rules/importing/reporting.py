"""The import told to people: a text with what is left to decide, and a table of everything."""

from __future__ import annotations

from collections.abc import Callable

from maklumat.kernel.sheets import csv_lines
from maklumat.kernel.words import N_

from .notes import AT_LINE, Note
from .result import Import

SUMMARY = N_("%(drafts)s layanan dibaca dari %(files)s berkas.")
COUNTS = N_(
    "%(exact)s sel jelas, %(normalised)s dibaca dengan aturan, %(decide)s perlu diputuskan, %(error)s gagal dibaca."
)
START = N_("Waktu yang tidak menyebut saat mulai dihitung sejak pengajuan.")
NOTHING = N_("Tidak ada yang perlu diputuskan.")
HEADERS = ("berkas", "baris", "layanan", "kolom", "tingkat", "asli", "dibaca", "keterangan")


def _same(sentence: str) -> str:
    return sentence


def sentence(note: Note, translate: Callable[[str], str] = _same) -> str:
    """The note as a whole sentence, in the language of ``translate``."""
    told = translate(note.message) % note.params
    return translate(AT_LINE) % {"line": note.line, "sentence": told} if note.line else told


def report_text(result: Import, translate: Callable[[str], str] = _same) -> str:
    """Counts, then line by line what a person must decide and what could not be read."""
    files = {note.file for note in result.notes} | {source.file for draft in result.drafts for source in draft.source}
    counts = {level: result.count(level) for level in ("exact", "normalised", "decide", "error")}
    lines = [
        translate(SUMMARY) % {"drafts": len(result.drafts), "files": len(files)},
        translate(COUNTS) % counts,
        translate(START),
    ]
    file = service = None
    for note in result.notes:
        if note.level not in ("decide", "error"):
            continue
        if note.file != file:
            file, service = note.file, None
            lines += ["", f"== {file} =="]
        if note.service and note.service != service:
            service = note.service
            lines.append(f"-- {service} --")
        lines.append(("! " if note.level == "error" else "? ") + sentence(note, translate))
        if note.level == "decide" and note.reading:
            lines.append(f"    → {note.reading}")
    if file is None:
        lines.append(translate(NOTHING))
    return "\n".join(lines) + "\n"


def report_csv(result: Import, translate: Callable[[str], str] = _same) -> str:
    """Every note as one row, with a mark that spreadsheets need to read UTF-8."""
    rows = (
        (
            note.file,
            str(note.line or ""),
            note.service,
            note.column,
            note.level,
            note.original,
            note.reading,
            translate(note.message) % note.params,
        )
        for note in result.notes
    )
    return "\ufeff" + "".join(csv_lines(HEADERS, rows, end="\r\n"))
