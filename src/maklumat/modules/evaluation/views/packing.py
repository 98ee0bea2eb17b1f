"""The pack of evidence: a report (PDF), the facts as CSV, the files of the unit, and the SHA-256 of each, in one ZIP. Instead of a shared drive."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maklumat.kernel import files
from maklumat.kernel.sheets import csv_lines
from maklumat.modules.units import api as units
from maklumat.ui import paper
from maklumat.ui.formats import number

from ..queries.sheets import Sheet, entry_lines
from ..rules.index import rounded
from ..rules.instrument import in_words
from . import words

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "evaluation" / "typst" / "report.typ"
MOST_FACTS = 2000  # of one indicator in the pack; the ledger has them all


def pack(page: Sheet, at: datetime) -> bytes:
    """As bytes. Facts have the hash of their canonical JSON, so that each can be held against the ledger."""
    parts = {"laporan.pdf": report(page, at), "catatan.csv": facts(page), **_files(page)}
    parts["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(parts.items())
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, 0)), content)
    return out.getvalue()


def facts(page: Sheet) -> bytes:
    """One line for each fact behind a computed indicator."""
    rows = []
    for place, entry in entry_lines(page.lines, MOST_FACTS):
        plain = {
            "id": str(entry.id),
            "kind": entry.kind,
            "subject": str(entry.subject),
            "at": entry.at.isoformat(),
            "data": entry.data,
        }
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        content = json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
        rows.append(
            [
                place,
                entry.id,
                entry.kind,
                entry.subject,
                entry.at.isoformat(),
                content,
                hashlib.sha256(text.encode()).hexdigest(),
            ]
        )
    head = ("indikator", "id", "jenis", "tentang", "waktu_utc", "isi", "sha256")
    return "".join(csv_lines(head, rows)).encode()


def _files(page: Sheet) -> dict[str, bytes]:
    found = {}
    for line in page.lines:
        if line.statement and line.statement.file_id:
            content, kind = files.read(line.statement.file_id)
            found[f"bukti-{line.indicator.number:02d}.{kind.rpartition('/')[2]}"] = content
    return found


def report(page: Sheet, at: datetime) -> bytes:
    """The sheet as a PDF."""
    government, language = units.tree().government or page.unit, words.language()
    rows = [
        [str(line.indicator.number), in_words(line.indicator.name, language), str(line.proposed), str(line.score), _(words.SOURCES[line.source][0]), number(line.count)]
        for line in page.lines
    ]  # fmt: skip
    reasons = [
        [str(line.indicator.number), line.verdict.reason] for line in page.lines if line.verdict and line.verdict.reason
    ]
    data: dict[str, Any] = {
        "language": language, "government": government.name, "unit": page.unit.name, "address": page.unit.address, "colour": government.colour or "#0b5d3b",
        "emblem": government.emblem or paper.emblem(), "date": [at.year, at.month, at.day], "title": _("Evaluasi kinerja pelayanan publik (PEKPPP)"), "year": str(page.year),
        "index": words.two(page.value), "category": words.category_words(page.index.category), "basis": page.instrument.legal_basis,
        "summary": _("F-02 %(f02)s × 0,75 + F-03 %(f03)s × 0,25 (%(n)s responden). Dari 100 poin F-02, %(computed)s dihitung dari catatan, %(attested)s dinyatakan unit.")
        % {"f02": words.two(rounded(page.index.f02)), "f03": words.two(rounded(page.f03)), "n": number(page.f03_answers), "computed": number(page.points[0], 1), "attested": number(page.points[1], 1)},
        "heads": ["No", _("Indikator"), _("Hasil aturan"), _("Nilai"), _("Sumber"), _("Catatan")], "rows": rows, "reasons": reasons,
        "reason_title": _("Alasan penilai"), "made": _("Dibuat %(day)s. Jumlah periksa semua berkas ada di SHA256SUMS.") % {"day": date_format(at, "j F Y")},
        "emblem_alt": _("Lambang %(name)s") % {"name": government.name},
    }  # fmt: skip
    return paper.pdf(_TEMPLATE, data, at)
