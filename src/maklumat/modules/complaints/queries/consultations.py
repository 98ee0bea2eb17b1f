"""Questions to others: as the office sees them, and as the one who is asked does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units

from ..access import index_of
from ..models import Consultation, Identity
from ..rules.masking import find, masked
from ..rules.states import FINISHED
from .parts import IDENTITY, content_of

ADVICE = "consultation"


@dataclass(frozen=True)
class Asked:
    """For colleagues: who was asked what, until when, and whether he answered."""

    id: UUID
    name: str
    question: str
    asked_at: datetime
    ends_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class AdvicePage:
    """For the one who is asked: the masked report and the question. ``open``: he may still answer."""

    number: str
    unit: str
    title: str
    text: str
    question: str
    ends_at: datetime
    answered: bool
    open: bool


def asked_about(report_id: UUID) -> tuple[Asked, ...]:
    """Oldest first. One query."""
    rows = Consultation.objects.filter(report_id=report_id).order_by("asked_at")
    return tuple(
        Asked(
            row.id, crypto.unseal_json(row.sealed, ADVICE).get("name", "") if row.sealed else "",
            crypto.unseal(row.question, ADVICE).decode(), row.asked_at, row.ends_at, row.answered_at,
        )
        for row in rows
    )  # fmt: skip


def advice_page(code: str, now: datetime) -> AdvicePage:
    """Behind the link. Raises :class:`Missing`. Queries: consultation with its report, who reported (to hide him)."""
    row = Consultation.objects.select_related("report__root").filter(code_index=index_of(code)).first()
    if row is None:
        raise Missing(_("Tautan ini tidak ada."))
    report = row.report
    identity = Identity.objects.filter(report_id=report.root_id or report.id, erased_at=None).first()
    name = crypto.unseal_json(identity.sealed, IDENTITY).get("name", "") if identity else ""
    content = content_of(report)
    shown = [
        masked(text, find(text, (name,)))
        for text in (content.get("title", ""), content.get("task") or content.get("text", ""))
    ]
    return AdvicePage(
        number=report.number or "", unit=units.tree().by_id[report.holder_unit_id].name, title=shown[0], text=shown[1],
        question=crypto.unseal(row.question, ADVICE).decode(), ends_at=row.ends_at, answered=row.answered_at is not None,
        open=row.answered_at is None and now <= row.ends_at and report.state not in FINISHED,
    )  # fmt: skip
