"""What other systems are told of one report: its outline, and what its reporter reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from maklumat.kernel import crypto
from maklumat.kernel.actor import Actor

from ..access import visible_to
from ..models import Entry, Identity, Report
from ..rules.ladder import Kind
from .parts import CODE, ENTRY, IDENTITY, OPEN_TO_REPORTER
from .public import is_open_to_all


@dataclass(frozen=True)
class Outline:
    """Where a report stands. ``whole``: of a part, the divided report, else itself. ``public``: everybody may read it now.
    ``oversight``: of that class, which leaves no system. ``holder``: the unit that has it."""

    id: UUID
    whole: UUID
    holder: UUID
    number: str
    state: str
    ending: str
    public: bool
    oversight: bool
    filed_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Said:
    """One thing said in the thread that the reporter reads, by an office (``answer``, ``question``, ``reason``) or by him."""

    id: UUID
    kind: str
    text: str
    at: datetime


def outlines(ids: Iterable[UUID]) -> dict[UUID, Outline]:
    """The outlines of filed reports by their ids. One query."""
    rows = Report.objects.filter(id__in=list(ids), filed_at__isnull=False)
    return {
        row.id: Outline(
            id=row.id,
            whole=row.root_id or row.id,
            holder=row.holder_unit_id,
            number=row.number or "",
            state=row.state,
            ending=row.ending,
            public=is_open_to_all(row),
            oversight=row.kind == Kind.OVERSIGHT,
            filed_at=row.filed_at or row.created_at,
            changed_at=row.changed_at,
        )
        for row in rows
    }


def visible(actor: Actor, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these reports that this actor may see. One query."""
    return frozenset(visible_to(actor).filter(id__in=list(ids)).values_list("id", flat=True))


def number_of(number: str) -> UUID | None:
    """The report of this number. One query."""
    return Report.objects.filter(number=number.strip().upper()).values_list("id", flat=True).first()


def read_by_reporter(report_id: UUID) -> tuple[Said, ...]:
    """The thread as its reporter reads it, that of its parts included, oldest first. One query."""
    whole = Q(report_id=report_id) | Q(report__root_id=report_id)
    rows = Entry.objects.filter(whole, kind__in=OPEN_TO_REPORTER).order_by("at", "id")
    return tuple(Said(row.id, row.kind, crypto.unseal(row.text, ENTRY).decode(), row.at) for row in rows)


def code_of(report_id: UUID) -> str:
    """The reporter's code, for who proved otherwise to be the reporter. One query."""
    row = Report.objects.filter(id=report_id).only("code").first()
    return crypto.unseal(row.code, CODE).decode() if row else ""


@dataclass(frozen=True)
class Reporter:
    """Where a survey about an ended report could go. ``contact``: phone, email (empty where unknown) and language."""

    unit_id: UUID
    contact: dict[str, str]


def reporter_of(report_id: UUID) -> Reporter | None:
    """Who reported openly and left an address. None for secret, anonymous and oversight reports: they asked to be left out of everything.
    Two queries."""
    report = (
        Report.objects.filter(id=report_id, root=None, secret=False, anonymous=False)
        .exclude(kind=Kind.OVERSIGHT)
        .first()
    )
    identity = Identity.objects.filter(report_id=report_id, erased_at=None).first() if report else None
    if report is None or identity is None:
        return None
    contact = crypto.unseal_json(identity.sealed, IDENTITY)
    known = {name: contact.get(name) or "" for name in ("phone", "email")}
    return Reporter(report.holder_unit_id, known | {"language": report.language})
