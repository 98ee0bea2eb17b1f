"""Questionnaires for who writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import DESIGN, require_desk, require_manage
from ..models import Questionnaire, Wording
from ..rules.instrument import Instrument
from .instruments import Held, every, held, in_force
from .pages import today_at


def questionnaires(actor: Actor) -> tuple[Held, ...]:
    """Those of the rules, and the surveys of the actor's units. No query when nothing changed."""
    require_desk(actor)
    return tuple(one for one in every() if one.unit_id is None or actor.may(DESIGN, one.unit_id))


def places(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The units for which this actor writes surveys."""
    return tuple((unit.code, unit.name) for unit in units.tree().units if actor.may(DESIGN, unit.id))


def keys() -> list[str]:
    return [one.instrument.key for one in every()]


@dataclass(frozen=True)
class QuestionnairePage:
    """A questionnaire. ``data``: as it was written (with its drafts' freedom); ``may_change``: it is a draft of the actor's."""

    id: UUID
    instrument: Instrument
    data: dict[str, Any]
    unit_id: UUID | None
    unit_name: str
    state: str
    may_change: bool
    may_end: bool

    @property
    def items(self) -> list[dict[str, Any]]:
        return self.data["items"]


def questionnaire(actor: Actor, questionnaire_id: UUID) -> QuestionnairePage:
    """One questionnaire. One query, none for a shipped one."""
    require_desk(actor)
    one = held(questionnaire_id)
    if one.unit_id is not None and not actor.may(DESIGN, one.unit_id):
        raise Missing(_("Kuesioner ini tidak ada."))
    row = None if one.shipped else Questionnaire.objects.filter(id=questionnaire_id).first()
    root = units.tree().government
    writes = actor.may(DESIGN, one.unit_id or (root.id if root else None)) and row is not None
    data = row.definition if row is not None else one.instrument.model_dump(mode="json", by_alias=True)
    unit = units.tree().by_id.get(one.unit_id) if one.unit_id else None
    return QuestionnairePage(
        one.id, one.instrument, data, one.unit_id, unit.name if unit else _("Semua unit"), one.state, writes and one.state == "draft",
        writes and one.state == "published",
    )  # fmt: skip


@dataclass(frozen=True)
class WordingPage:
    """``lines``: item, the rule's words, the service's own."""

    questionnaire_id: UUID
    slug: str
    service: str
    unit_code: str
    lines: tuple[tuple[str, str, str], ...]


def wordings(actor: Actor, slug: str, at: datetime) -> WordingPage:
    """The instrument in force with a service's own words. One query."""
    version = catalogue.in_force(slug, at)
    if version is None:
        raise Missing(_("Layanan ini tidak ada."))
    require_manage(actor, version.unit_id)
    one = in_force("skm", today_at(version.unit_id, at))
    if one is None:
        raise Missing(_("Tidak ada kuesioner SKM yang berlaku."))
    own = {
        row.item: row.text.get("id", "")
        for row in Wording.objects.filter(questionnaire_id=one.id, service_id=version.service_id)
    }
    return WordingPage(
        one.id, slug, version.standard.name, units.tree().by_id[version.unit_id].code,
        tuple((item.key, item.text["id"], own.get(item.key, "")) for item in one.instrument.items),
    )  # fmt: skip
