"""Plain values at the door of the room: what is asked for, and what was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .content import Facts

TEMPLATES = ("letter", "licence", "card")


@dataclass(frozen=True, kw_only=True)
class IssueRequest:
    """One product to be issued. ``subject`` is the opaque id of the application it answers.

    ``register`` names the book of numbers (usually a unit's or a service's code); numbers run gapless within a
    register and a year, and ``pattern`` writes them (see :mod:`.numbers`). ``template``: letter | licence | card.
    ``emblem`` is an SVG text or empty.
    """

    subject: UUID
    unit_id: UUID
    register: str
    pattern: str
    unit_code: str
    product: str
    service: str
    government: str
    unit: str
    unit_address: str
    holder: str
    facts: Facts
    body: str
    place: str
    signatory_name: str
    signatory_title: str
    signatory_nip: str
    valid_until: date | None = None
    template: str = "letter"
    language: str = "id"
    emblem: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuedCertificate:
    """A certificate as other rooms see it. ``holder`` is masked. ``ready``: there is a signed PDF to hand out."""

    id: UUID
    subject: UUID
    unit_id: UUID
    number: str
    product: str
    holder: str
    state: str
    issued_at: datetime
    valid_until: date | None
    signed_at: datetime | None
    content_hash: str
    verify_url: str
    ready: bool
