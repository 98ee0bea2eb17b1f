"""The instruments: those of the rules in force ship with the program, newer ones and free surveys stand in the table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from maklumat.kernel import memo
from maklumat.kernel.errors import Missing

from ..models import Questionnaire, Wording
from ..rules.instrument import Instrument, Item, load

_SHIPPED = UUID("01936f00-0000-7000-8000-737572760001")


@dataclass(frozen=True)
class Held:
    """An instrument with its id. ``unit_id``: whose free survey it is; ``state``: draft, published or ended; ``shipped``: with the program."""

    id: UUID
    instrument: Instrument
    unit_id: UUID | None
    state: str
    shipped: bool

    def asked_on(self, day: date) -> bool:
        """Whether it may be asked on a day."""
        one = self.instrument
        return (
            self.state == "published" and one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
        )


@lru_cache(maxsize=1)
def _shipped() -> tuple[Held, ...]:
    folder = resources.files("maklumat.modules.surveys").joinpath("rules/instruments")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    read = [load(json.loads(folder.joinpath(name).read_text(encoding="utf-8"))) for name in found]
    return tuple(Held(shipped_id(one.key, one.version), one, None, "published", True) for one in read)


def shipped_id(key: str, version: int) -> UUID:
    """The same in every installation."""
    return uuid5(_SHIPPED, f"{key}/{version}")


# Drafts change often, but they are few and short.
memo.announce(
    "surveys.instruments",
    "SELECT (SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM surveys_questionnaire) || '/' || "
    "(SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM surveys_wording)",
)


@lru_cache(maxsize=4)
def _held(_edition: tuple) -> dict[UUID, Held]:
    rows = (
        Held(row.id, load(row.definition), row.unit_id, row.state, False)
        for row in Questionnaire.objects.order_by("key", "version")
    )
    return {one.id: one for one in (*_shipped(), *rows)}


@lru_cache(maxsize=4)
def _wordings(_edition: tuple) -> dict[tuple[UUID, UUID, str], dict[str, str]]:
    return {(row.questionnaire_id, row.service_id, row.item): row.text for row in Wording.objects.all()}


def every() -> tuple[Held, ...]:
    """All instruments, shipped ones first. No query when nothing changed."""
    return tuple(_held(memo.ground("surveys.instruments")).values())


def held(questionnaire_id: UUID) -> Held:
    """One instrument. Raises :class:`Missing`."""
    found = _held(memo.ground("surveys.instruments")).get(questionnaire_id)
    if found is None:
        raise Missing(_("Kuesioner ini tidak ada."))
    return found


def in_force(key: str, day: date) -> Held | None:
    """The newest published version of a rule's instrument that is valid on a day."""
    found = [one for one in every() if one.instrument.key == key and one.unit_id is None and one.asked_on(day)]
    return max(found, key=lambda one: one.instrument.version, default=None)


def versions(key: str) -> tuple[Held, ...]:
    """All versions of an instrument, newest first."""
    return tuple(sorted((one for one in every() if one.instrument.key == key), key=lambda one: -one.instrument.version))


def same_kind(key: str) -> frozenset[UUID]:
    """The ids of all versions of an instrument."""
    return frozenset(one.id for one in every() if one.instrument.key == key)


def worded(one: Held, services: Iterable[UUID]) -> tuple[Item, ...]:
    """The items as these services ask them: in their own words only where all asked together use the same."""
    known = _wordings(memo.ground("surveys.instruments")) if one.instrument.reword else {}
    wanted = list(services)
    items = []
    for item in one.instrument.items:
        own = [known.get((one.id, service, item.key)) for service in wanted]
        same = own and own[0] and all(text == own[0] for text in own)
        items.append(item.model_copy(update={"text": {**item.text, **own[0]}}) if same and own[0] else item)
    return tuple(items)
