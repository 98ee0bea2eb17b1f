"""An answer: its place is used up and it is kept, sealed. One statement, so that it happens once or not at all. It is counted with others
(counting)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, limits, rows
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, TooMany
from maklumat.modules.calendars import api as calendars

from ..access import require_receive
from ..models import Answer, Kiosk, Round
from ..queries.instruments import Held, held
from ..queries.rounds import check_of
from ..rules import quality
from ..rules.layout import makeup
from ..rules.sampling import days_of, quarter_of
from ..rules.tokens import Token, read
from . import counting
from .rounds import new_round
from .sealing import Sealed

GUESSES = limits.Limit("survey token", 20)
SITTINGS = limits.Limit("survey kiosk", 60)


@dataclass(frozen=True)
class Given:
    """What came in. ``values``: in the order of the items; ``texts``: by item; ``traits``: who it is, by trait.

    ``key``: of the form, so that the same one counts once. ``seconds``: how long it was open, None when nobody measured.
    """

    key: UUID
    values: tuple[int | None, ...]
    texts: Mapping[str, str]
    traits: Mapping[str, int | None]
    seconds: int | None


def place_of(typed: str, source: str, at: datetime) -> tuple[Round, int]:
    """The round and place of a token. Wrong ones are counted, so nobody guesses. Queries: the round (and the count)."""
    found = read(typed)
    if found is not None and check_of(found[0]) == found[1]:
        row = _round(found[0])
        if row is not None and found[0].place < row.size:
            return row, found[0].place
    if limits.count(GUESSES, source, at):
        raise TooMany(_("Terlalu banyak kode yang tidak cocok. Tunggu 15 menit, lalu coba lagi."))
    raise Missing(_("Kode survei ini tidak dikenal. Periksa lagi hurufnya di pesan atau lembar Anda."))


def _round(token: Token) -> Round | None:
    found = rows.read(Round, "WHERE number = %s", [token.number])
    return found[0] if found else None


@transaction.atomic
def answer(*, row: Round, place: int, given: Given, device: str, at: datetime) -> None:
    """The answer of one place. A second one is refused, except the same form sent again, which counts once."""
    if _local_day(row, at) > row.closes_on:
        raise Conflict(_("Masa survei ini sudah lewat. Terima kasih atas niat Anda."))
    one = held(row.questionnaire_id)
    if not _keep(row, one, given, at, device, place=place, shared=row.channel == Round.Channel.PAPER):
        if Answer.objects.filter(id=given.key, round_id=row.id).exists():
            return
        raise Conflict(_("Kode ini sudah dipakai. Setiap undangan berlaku untuk satu jawaban."))


@transaction.atomic
def decline(*, row: Round, place: int) -> None:
    """The place says no; it is counted, and used up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveys_round SET spent = set_bit(spent, %(place)s, 1), declined = declined + 1 "
            "WHERE id = %(id)s AND get_bit(spent, %(place)s) = 0",
            {"id": row.id, "place": place},
        )
        if cursor.rowcount == 0:
            raise Conflict(_("Kode ini sudah dipakai. Setiap undangan berlaku untuk satu jawaban."))


@transaction.atomic
def type_in(*, by: Actor, row: Round, place: int, given: Given, at: datetime) -> None:
    """A paper sheet, typed in by an officer of the unit."""
    require_receive(by, row.unit_id)
    if row.channel != Round.Channel.PAPER:
        raise Invalid(_("Kode ini bukan dari lembar kertas, jadi hanya dapat diisi oleh yang diundang."))
    answer(row=row, place=place, given=given, device=f"typist {by.account_id}", at=at)


@transaction.atomic
def answer_at_kiosk(*, kiosk: Kiosk, questionnaire: Held, given: Given, at: datetime) -> None:
    """Somebody at a tablet. Nobody was invited, so it counts apart: the index shows both."""
    if limits.count(SITTINGS, str(kiosk.id), at):
        raise TooMany(_("Tablet ini sedang sangat ramai. Tunggu beberapa menit, lalu kirim lagi; isian Anda tetap ada."))  # fmt: skip
    row = _kiosk_round(kiosk, questionnaire, at)
    _keep(row, questionnaire, given, at, f"kiosk {kiosk.id}", place=None, shared=True)


def _kiosk_round(kiosk: Kiosk, questionnaire: Held, at: datetime) -> Round:
    today = at.astimezone(ZoneInfo(calendars.zone_of(kiosk.unit_id))).date()
    period = quarter_of(today)
    wanted = {
        "unit_id": kiosk.unit_id, "service_id": kiosk.service_id, "period": period, "channel": Round.Channel.KIOSK,
        "questionnaire_id": questionnaire.id,
    }  # fmt: skip
    found = Round.objects.filter(**wanted).first()
    if found is None:
        with connection.cursor() as cursor:  # two tablets at once make one round
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{wanted}"])
        found = Round.objects.filter(**wanted).first() or new_round(
            questionnaire, unit_id=kiosk.unit_id, service_id=kiosk.service_id, period=period, channel=Round.Channel.KIOSK,
            today=today, closes_on=days_of(period)[1] - timedelta(days=1),
        )  # fmt: skip
    return found


_COUNT = """
WITH used AS (
  UPDATE surveys_round SET spent = {spent}, came = came + 1 WHERE id = %(round)s {free} RETURNING id, came - answered AS waiting),
kept AS (
  INSERT INTO surveys_answer (id, round_id, flags, moment, looked, counted) SELECT %(key)s, id, 0, %(moment)s, false, false FROM used
  RETURNING round_id)
SELECT waiting FROM used, kept LIMIT 1
"""


def _keep(row: Round, one: Held, given: Given, at: datetime, device: str, *, place: int | None, shared: bool) -> bool:
    """Whether it was taken: not when the place is used up. One statement, and now and then a step of counting; the same key again is refused by
    the table."""
    told = _told(one, given, at, device, shared=shared)
    values: dict[str, Any] = {"round": row.id, "key": given.key, "moment": told.seal(), "place": place}
    free = "AND get_bit(spent, %(place)s) = 0" if place is not None else ""
    spent = "set_bit(spent, %(place)s, 1)" if place is not None else "spent"
    if place is None and Answer.objects.filter(id=given.key).exists():  # a tablet's form sent again
        return False
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(spent=spent, free=free), values)
        found = cursor.fetchone()
    if found is not None and found[0] >= 2 * counting.STEP:
        counting.step(row)
    return found is not None


def _told(one: Held, given: Given, at: datetime, device: str, *, shared: bool) -> Sealed:
    instrument = one.instrument
    flags = quality.at_once([given.values[number] for number in instrument.scored], given.seconds)
    mark = crypto.blind(f"{at:%Y-%m-%d} {device}", "survey device").hex()
    said = {key: text.strip() for key, text in given.texts.items() if text.strip()}
    who = makeup(instrument, given.traits)
    return Sealed(round(at.timestamp() / 60, 2), mark, shared, given.values, said, given.seconds, who, None, int(flags))


def _local_day(row: Round, at: datetime) -> date:
    return at.astimezone(ZoneInfo(calendars.zone_of(row.unit_id))).date()
