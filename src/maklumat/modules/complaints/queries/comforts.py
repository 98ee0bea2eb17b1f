"""Filters of one's own, standard texts, and who else has a report open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.words import N_
from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..access import SUPERVISE, VERIFY
from ..models import Batch, Looker, SavedFilter, StandardText
from ..rules.texts import filled
from .parts import Subject

OPEN_FOR = timedelta(minutes=10)  # so long who opened a report counts as still looking at it
USES = {"answer": N_("Jawaban"), "ask": N_("Pertanyaan kepada pelapor"), "archive": N_("Alasan tidak dilanjutkan")}


@dataclass(frozen=True)
class TextFacts:
    id: UUID
    use: str
    use_word: str
    title: str
    text: str
    unit: str
    may_end: bool


@dataclass(frozen=True)
class Undo:
    """What may be taken back."""

    id: UUID
    verb: str
    count: int


def saved_filters(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Names and queries. One query."""
    return tuple(SavedFilter.objects.filter(account=actor.account_id).order_by("name").values_list("name", "query"))


def last_batch(actor: Actor, since: datetime) -> Undo | None:
    """The newest act on many that may still be taken back. One query."""
    row = Batch.objects.filter(account=actor.account_id, undone_at=None, at__gte=since).order_by("-at").first()
    return Undo(row.id, row.verb, len(row.items)) if row else None


def texts_for(actor: Actor, unit_id: UUID | None = None) -> tuple[TextFacts, ...]:
    """Those of a unit and of all above it; without a unit those that the actor may write. One query."""
    tree = units.tree()
    line = (
        [unit.id for unit in tree.above(unit_id)]
        if unit_id
        else [*actor.units_for(SUPERVISE), *actor.units_for(VERIFY)]
    )
    rows = StandardText.objects.filter(ended_at=None, unit_id__in=line).order_by("use", "title")
    return tuple(
        TextFacts(
            row.id, row.use, _(USES[row.use]), row.title, row.text, tree.by_id[row.unit_id].label,
            actor.may(SUPERVISE, row.unit_id) or actor.may(VERIFY, row.unit_id),
        )
        for row in rows
    )  # fmt: skip


def filled_for(text: str, number: str, unit: str, due_at: datetime | None, subject: Subject) -> str:
    """A standard text with the blanks of a report filled in."""
    due = formats.date_format(due_at, "j F Y") if due_at else ""
    return filled(
        text, {"nomor": number, "unit": unit, "batas": due, "layanan": subject.service, "kategori": subject.category}
    )


def others_looking(actor: Actor, report_id: UUID, since: datetime) -> tuple[tuple[str, datetime], ...]:
    """Colleagues who have it open, the latest first. Two queries."""
    rows = list(
        Looker.objects.filter(report_id=report_id, at__gte=since).exclude(account=actor.account_id).order_by("-at")[:5]
    )
    names = accounts.staff_names({row.account for row in rows})
    return tuple((names[row.account], row.at) for row in rows if row.account in names)


def writable_units(actor: Actor) -> list[units.UnitFacts]:
    """Units for which this actor may write standard texts."""
    tree = units.tree()
    mine = {*actor.units_for(SUPERVISE), *actor.units_for(VERIFY)}
    return [unit for unit in tree.units if unit.id in mine and unit.kind != "counter"]
