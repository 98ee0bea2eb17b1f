"""The draw: whom the system asks. No officer starts it, sees it, or can repeat it.

Tokens are handed out in an order of chance that is kept nowhere, and the letters are burnt when they are sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random, SystemRandom
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, notify
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..events import Drawn, GivenUp
from ..models import Candidate, Round, Volume
from ..queries.instruments import in_force, same_kind
from ..queries.rounds import token_for
from ..rules.sampling import (
    LONGEST_DAYS,
    MIX,
    PATIENCE_DAYS,
    SMALLEST_GROUP,
    allotted,
    chance,
    divided,
    draw,
    quarter_before,
    quarter_of,
    rate_of,
)
from ..rules.tokens import MOST
from .inviting import ADDRESS, NO_SERVICE
from .rounds import new_round

_GATE = 7_251_040  # advisory lock: one draw at a time
Stratum = tuple[str, UUID, UUID | None]  # kind, unit, service (None: services asked together)


@transaction.atomic
def draw_rounds(at: datetime, dice: Random | None = None) -> int:
    """Ask among all who wait. Returns how many were invited. ``dice``: for tests; else the system's own chance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_GATE])
        if not cursor.fetchone()[0]:
            return 0
    chance_of_all = dice or SystemRandom()
    today = _today(at)
    ready = _ready(list(Candidate.objects.all()), today)
    invited = sum(_ask(stratum, waiting, today, at, chance_of_all) for stratum, waiting in ready.items())
    _give_up(today, at)
    return invited


def _today(at: datetime) -> date:
    root = units.tree().government
    return at.astimezone(ZoneInfo(calendars.zone_of(root.id if root else None))).date()


def _ready(waiting: list[Candidate], today: date) -> dict[Stratum, list[Candidate]]:
    """Who is asked now, by stratum. Too few of a service wait; when they waited long they are asked with the others of their unit, then with
    those of the unit above."""
    groups: dict[Stratum, list[Candidate]] = defaultdict(list)
    for one in waiting:
        if one.kind in MIX and one.unit_id in units.tree().by_id:
            groups[(one.kind, one.unit_id, one.service_id)].append(one)
    ready = {key: group for key, group in groups.items() if len(group) >= SMALLEST_GROUP}
    rest = [one for key, group in groups.items() if key not in ready for one in group]
    for level in range(1, 6):
        old = [one for one in rest if (today - one.since).days >= PATIENCE_DAYS * level]
        pooled: dict[Stratum, list[Candidate]] = defaultdict(list)
        for one in old:
            line = units.tree().above(one.unit_id)
            pooled[(one.kind, line[max(len(line) - level, 0)].id, None)].append(one)
        enough = {key: group for key, group in pooled.items() if len(group) >= SMALLEST_GROUP}
        for key, group in enough.items():
            ready.setdefault(key, []).extend(group)
        taken = {one.id for group in enough.values() for one in group}
        rest = [one for one in rest if one.id not in taken]
    return ready


def _ask(stratum: Stratum, waiting: list[Candidate], today: date, at: datetime, dice: Random) -> int:
    kind, unit_id, service_id = stratum
    instruments = {key: held for key, _share in MIX[kind] if (held := in_force(key, today))}
    if not instruments:
        return 0
    share = _share(unit_id, service_id, today) if kind != "complaint" else Fraction(1)
    chosen = draw(waiting, share, dice)
    mix = [(key, part) for key, part in MIX[kind] if key in instruments]
    done = 0
    for key, part in divided(chosen, mix, dice).items():
        rounds = -(-len(part) // MOST)
        for number in range(rounds):
            group = part[number::rounds]  # evenly: the last one must not be a crowd of one
            row = new_round(
                instruments[key], unit_id=unit_id, service_id=service_id, period=quarter_of(today), channel=Round.Channel.INVITED,
                today=today, waiting=round(len(waiting) * len(group) / len(chosen)), places=len(group),
            )  # fmt: skip
            _send(row, group, at, dice)
            ledger.record(
                Drawn(
                    subject=row.id, unit_id=unit_id, questionnaire=row.questionnaire_id, service=service_id, period=row.period,
                    waiting=row.waiting, invited=row.size, share=str(share),
                ),
                by=SYSTEM, at=at,
            )  # fmt: skip
            done += len(group)
    Candidate.objects.filter(id__in=[one.id for one in waiting]).delete()
    return done


def _share(unit_id: UUID, service_id: UUID | None, today: date) -> Fraction:
    """Of those waiting in this stratum, how many to ask: so that the quarter gives as many answers as Krejcie–Morgan wants of a volume like
    the last one, or of this one while there is no last one."""
    period = quarter_of(today)
    for wanted in (quarter_before(period), period):
        rows = Volume.objects.filter(unit_id=unit_id, period=wanted, cases__gt=0)
        volumes = {str(service): cases for service, cases in rows.values_list("service_id", "cases")}
        if volumes:
            break
    rounds = Round.objects.filter(unit_id=unit_id, channel=Round.Channel.INVITED, questionnaire_id__in=same_kind("skm"))
    known = rounds.exclude(closes_on__gte=today).aggregate(size=Sum("size"), came=Sum("came"))
    rate = rate_of(known["size"] or 0, known["came"] or 0)
    key = str(service_id or NO_SERVICE)
    return chance(allotted(volumes).get(key, 1), volumes.get(key, 1), rate)


def _send(row: Round, group: list[Candidate], at: datetime, dice: Random) -> None:
    """One letter each. Which place is whose stands in the letters alone."""
    places = list(range(len(group)))
    dice.shuffle(places)
    unit = units.tree().by_id[row.unit_id]
    service = next((v.standard for v in catalogue.shelf(at).versions if v.service_id == row.service_id), None)
    for one, place in zip(group, places, strict=True):
        with translation.override(one.language):
            said = {
                "unit": unit.name, "link": f"{settings.BASE_URL}/s/{token_for(row, place)}/", "days": (row.closes_on - row.opened_on).days,
                "service": ((one.language == "en" and service.name_en) or service.name) if service else _("layanan"),
            }  # fmt: skip
            text = _(
                "Bagaimana %(service)s di %(unit)s? Anda terpilih secara acak untuk menilainya, sekitar 3 menit. "
                "Jawaban tidak dapat dihubungkan dengan Anda, juga oleh petugas.\n\n%(link)s\n\n"
                "Tautan ini hanya untuk sekali isi, berlaku %(days)d hari. Bila tidak berkenan, abaikan atau pilih “Tidak bersedia”."
            )
            notify.send(
                channel=one.channel, address=crypto.unseal(one.address, ADDRESS).decode(), subject=_("Nilai layanan kami"),
                text=text % said, at=at, burns=True,
            )  # fmt: skip


def _give_up(today: date, at: datetime) -> None:
    """After so long nobody remembers: those who were always too few are not asked any more."""
    old = Candidate.objects.filter(since__lt=today - timedelta(days=LONGEST_DAYS))
    counts: dict[UUID, int] = defaultdict(int)
    for unit_id in _units_of(old):
        counts[unit_id] += 1
    for unit_id, many in counts.items():
        ledger.record(GivenUp(subject=unit_id, unit_id=unit_id, candidates=many), by=SYSTEM, at=at)
    old.delete()


def _units_of(rows: Iterable[Candidate]) -> list[UUID]:
    return [row.unit_id for row in rows]
