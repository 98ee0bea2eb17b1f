"""The recipients' desk: all cases sealed, for their browser to find out which it can open; keys; recoveries; and numbers for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing

from ..access import require_keyholder
from ..models import Case, Key, Keyholder, Letter, Recovery, Released, Share
from ..rules.shapes import b64
from ..rules.states import ERASED
from .mailbox import case_facts, letters_of

AT_ONCE, SHORT = 50, 16_384  # cases in one answer; bytes of a letter that goes along with the list
FEWEST = 10  # reports of a year; below it nobody learns how many


def desk(actor: Actor, at: datetime, *, proved: bool) -> dict[str, Any]:
    """Besides what everybody starts from. ``proved``: whether this login has shown lately who it is. Raises :class:`NotAllowed`."""
    duty = require_keyholder(actor)
    me = Keyholder.objects.filter(account=actor.account_id, duty=duty).first()
    key = me.keys.filter(retired=False).first() if me else None
    own = (
        {"id": str(key.id), "box": key.box, "sign": key.sign, "wrapped": key.wrapped, "passkey": key.passkey}
        if key
        else None
    )
    former = [{"box": one.box, "wrapped": one.wrapped} for one in me.keys.filter(retired=True)] if me else []
    return {
        "me": {
            "id": str(me.id) if me else None,
            "title": me.title if me else actor.name,
            "duty": duty,
            "proved": proved,
            "key": own,
            "former": former,
        },
        **(cases_from(None) if duty == Keyholder.Duty.RECIPIENT else {"cases": [], "more": None}),
        "recoveries": _recoveries(me, at),
    }


def has_key(actor: Actor) -> bool:
    """Whether the actor has made a key before. One query."""
    return Key.objects.filter(holder__account=actor.account_id, retired=False).exists()


def older(actor: Actor, cursor: str) -> dict[str, Any]:
    """The next of the list. Raises :class:`NotAllowed`, :class:`Missing`."""
    if require_keyholder(actor) != Keyholder.Duty.RECIPIENT:
        raise Missing(_("Perkara ini tidak ada."))
    return cases_from(cursor)


def cases_from(cursor: str | None) -> dict[str, Any]:
    """Newest first, :data:`AT_ONCE` of them after a cursor, and the cursor of the next. Long letters are left out: who can open them asks for them. Two queries."""
    first = Prefetch("letters", Letter.objects.filter(place=0), to_attr="first")
    rows = Case.objects.exclude(state=ERASED).order_by("-received_on", "-id").prefetch_related(first)
    if cursor is not None:
        day, name = _read_cursor(cursor)
        rows = rows.filter(Q(received_on__lt=day) | Q(received_on=day, id__lt=name))
    found = list(rows[: AT_ONCE + 1])
    shown, last = found[:AT_ONCE], found[AT_ONCE - 1] if len(found) > AT_ONCE else None
    more = f"{last.received_on.isoformat()}.{last.id}" if last else None
    return {"cases": [_sealed_case(row) for row in shown if row.first], "more": more}


def _sealed_case(row: Any) -> dict[str, Any]:
    letter = row.first[0]
    sent = not row.by_form and len(letter.payload) <= SHORT
    return {
        **case_facts(row), "id": str(row.id), "handler": _handler(row),
        "header": b64(bytes(letter.header)), "payload": b64(bytes(letter.payload)) if sent else None,
    }  # fmt: skip


def _handler(row: Case) -> str | None:
    return b64(bytes(row.handler)) if row.handler else None


def _read_cursor(text: str) -> tuple[date, UUID]:
    day, _dot, name = text.partition(".")
    try:
        return date.fromisoformat(day), UUID(name)
    except ValueError as error:
        raise Missing(_("Daftar ini sudah berubah. Muat ulang halaman.")) from error


def case(actor: Actor, case_id: UUID, *, first: bool = False) -> dict[str, Any]:
    """One case with its letters, sealed; ``first``: with the first of them alone. Four queries. Raises :class:`Missing`."""
    if require_keyholder(actor) != Keyholder.Duty.RECIPIENT:
        raise Missing(_("Perkara ini tidak ada."))
    row = Case.objects.filter(id=case_id).exclude(state=ERASED).first()
    if row is None:
        raise Missing(_("Perkara ini tidak ada."))
    return {**case_facts(row), "handler": _handler(row), "letters": letters_of(row, first=first)}


def _recoveries(me: Keyholder | None, at: datetime) -> list[dict[str, Any]]:
    """Those that wait: with the own share for a custodian, with what was released for who asked."""
    found = []
    for row in (
        Recovery.objects.filter(state=Recovery.State.WAITING)
        .select_related("asker", "key")
        .prefetch_related("asker__keys")
    ):
        boxes = [one.box for one in row.asker.keys.all() if not one.retired]
        share = Share.objects.filter(key_id=row.key_id, custodian=me).first() if me else None
        mine = me is not None and row.asker_id == me.id
        released = list(Released.objects.filter(recovery=row))
        found.append(
            {
                "id": str(row.id), "asker": row.asker.title, "asker_id": str(row.asker_id), "box": boxes[0] if boxes else None, "key": row.key.box, "opens_at": row.opens_at.isoformat(timespec="minutes"),
                "open": at >= row.opens_at, "share": b64(bytes(share.sealed)) if share else None, "given": any(me and one.custodian_id == me.id for one in released),
                "mine": mine, "so_far": len(released), "released": [b64(bytes(one.sealed)) for one in released] if mine else [],
            }
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class YearOf:
    """A year in numbers. ``reports`` is None when they are too few to be told; then the rest is None, too."""

    year: int
    reports: int | None
    closed: int | None
    proven: int | None


def years(now: date) -> tuple[YearOf, ...]:
    """Whole years for everybody, newest first. Two queries."""
    over = Case.objects.filter(
        received_on__year__lt=now.year
    )  # a year that goes on would tell of each report when it comes
    rows = over.values("received_on__year").annotate(n=Count("id")).order_by("-received_on__year")
    done = {
        (row["received_on__year"], row["outcome"]): row["n"]
        for row in over.exclude(outcome="").values("received_on__year", "outcome").annotate(n=Count("id"))
    }
    found = []
    for row in rows:
        year, n = row["received_on__year"], row["n"]
        closed = sum(count for (of, _outcome), count in done.items() if of == year)
        told = n >= FEWEST
        rest = told and closed >= FEWEST and n - closed >= FEWEST
        proven = done.get((year, "proven"), 0)
        fine = rest and proven >= FEWEST and closed - proven >= FEWEST
        found.append(YearOf(year, n if told else None, closed if rest else None, proven if fine else None))
    return tuple(found)
