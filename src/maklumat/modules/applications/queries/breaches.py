"""An application whose promise was broken, for the complaint that its standard announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maklumat.kernel import crypto
from maklumat.modules.catalogue import api as catalogue

from ..models import Application
from .parts import CONTACT


@dataclass(frozen=True)
class Breach:
    """What the complaint is about, and whom it is for. ``promise``: a phrase, untranslated; ``contact`` with name, phone and email, empty where unknown."""

    number: str
    slug: str
    service: str
    promise: tuple[str, dict[str, Any]]
    contact: dict[str, str]
    language: str


@dataclass(frozen=True)
class Applicant:
    """Where a survey about an ended application could go. ``kind``: online or counter; ``contact``: phone, email (empty where unknown) and language."""

    kind: str
    unit_id: UUID
    service_id: UUID
    contact: dict[str, str]


def applicant_of(application_id: UUID) -> Applicant | None:
    """None for an unknown one. One query."""
    application = Application.objects.filter(id=application_id).first()
    if application is None:
        return None
    contact = crypto.unseal_json(application.contact, CONTACT) if application.contact else {}
    known = {name: contact.get(name) or "" for name in ("phone", "email")}
    kind = "online" if application.channel == "web" else "counter"
    return Applicant(kind, application.unit_id, application.service_id, known | {"language": application.language})


def breach_of(application_id: UUID) -> Breach | None:
    """None where the standard under which it was filed announces no complaint. Two queries."""
    application = Application.objects.filter(id=application_id).first()
    if application is None:
        return None
    standard = catalogue.published_version(application.version_id).standard
    if not standard.consequences.complain or standard.duration is None:
        return None
    contact = crypto.unseal_json(application.contact, CONTACT) if application.contact else {}
    return Breach(
        number=application.number or "",
        slug=standard.slug,
        service=standard.name,
        promise=catalogue.duration_text(standard.duration),
        contact={name: contact.get(name) or "" for name in ("name", "phone", "email")},
        language=application.language,
    )
