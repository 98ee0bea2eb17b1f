"""What the pages of one application share: its files, its judgements, its answers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import formats

from maklumat.kernel import crypto
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..models import Application, Attachment

CONTACT = "application contact"


@dataclass(frozen=True)
class FileFacts:
    id: UUID
    requirement: str
    media_type: str
    size: int
    scan: str
    added_at: datetime
    erased_at: datetime | None


def files_held(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these files that some application still keeps."""
    return set(Attachment.objects.filter(file_id__in=list(ids), erased_at=None).values_list("file_id", flat=True))


def files_of(application: Application) -> dict[str, FileFacts]:
    """What is handed in now, by requirement line. One query."""
    with connection.cursor() as cursor:  # written out like the read of the case itself, see access
        cursor.execute(
            "SELECT file_id, requirement, media_type, size, scan, added_at, erased_at FROM applications_attachment "
            "WHERE application_id = %s AND removed_at IS NULL ORDER BY added_at",
            [application.id],
        )
        found = [FileFacts(*row) for row in cursor.fetchall()]
    return {file.requirement: file for file in found}


def checks_of(application: Application) -> list[tuple[str, str, str]]:
    """Line, verdict and note of every judgement, oldest first."""
    rows = application.checks.order_by("id").values_list("requirement", "verdict", "note")
    return [(line, verdict, crypto.unseal(note, "check note").decode() if note else "") for line, verdict, note in rows]


def wanting_of(application: Application) -> tuple[dict[str, str], dict[str, str]]:
    """Lines now wanting with their notes; and the newest note of every line."""
    newest = {line: (verdict, note) for line, verdict, note in checks_of(application)}
    return (
        {line: note for line, (verdict, note) in newest.items() if verdict == "wanting"},
        {line: note for line, (_verdict, note) in newest.items()},
    )


def answer_text(question: catalogue.Question, value: Any) -> Any:
    """One answer in words; a group as a tuple of tuples of (label, answer)."""
    if value in (None, "", []):
        return ""
    if question.kind == "group":
        return tuple(tuple((f.label, answer_text(f, row.get(f.key))) for f in question.fields) for row in value)
    if question.kind == "choice":
        return next((c.label for c in question.choices if c.value == value), str(value))
    if question.kind == "yes_no":
        return "Ya" if value == "true" else "Tidak"
    if question.kind == "region":
        known = units.region(str(value))
        return known.name if known else str(value)
    if question.kind == "money":
        return f"Rp {int(value):,}".replace(",", ".")
    if question.kind == "date":
        return formats.date_format(date.fromisoformat(value), "j F Y")
    return str(value)
