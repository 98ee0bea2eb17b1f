"""All writes of the calendars. Each adds a row that holds from then on; nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid

from . import access
from .events import DecreeImported, LocalHolidayAdded, WeekSet
from .models import Effect, HolidayDecree, LocalHoliday, WeekVersion, WorkCalendar
from .rules import decree_csv
from .rules.calendar import ZONES, Week
from .rules.calendar import WeekVersion as CheckedWeek

LONGEST_LINE = 200


@transaction.atomic
def set_week(
    *,
    by: Actor,
    unit_id: UUID,
    valid_from: date,
    zone: str,
    week: Week,
    legal_basis: str,
    at: datetime,
    observes: str = WeekVersion.Observes.ALL,
) -> UUID:
    """Opening hours of a unit and those below it from a date on; for a date set before, these replace them.

    ``week``: seven days, Monday first, each ``((open, close), ...)`` in local minutes of day.
    """
    access.require_manage(by, unit_id)
    _demand_lines(legal_basis=legal_basis)
    if zone not in ZONES:
        raise _invalid(zone=_("Pilih zona waktu WIB, WITA, atau WIT."))
    if observes not in WeekVersion.Observes.values:
        raise _invalid(observes=_("Pilih hari libur mana yang diikuti unit ini."))
    calendar, _new = WorkCalendar.objects.get_or_create(unit_id=unit_id)
    version = WeekVersion.objects.create(
        calendar=calendar,
        valid_from=valid_from,
        zone=zone,
        week=_checked(valid_from, zone, week),
        observes=observes,
        legal_basis=legal_basis.strip(),
        recorded_at=at,
    )
    fact = WeekSet(subject=version.id, unit_id=unit_id, valid_from=valid_from.isoformat(), zone=zone)
    ledger.record(fact, by=by, at=at)
    return version.id


@transaction.atomic
def import_decree(*, by: Actor, number: str, title: str, issued_on: date, text: str, at: datetime) -> UUID:
    """Record a decree on holidays from CSV (``date,name,kind,effect``); all lines or none.

    A number recorded before is replaced by this text. Faults are in ``Invalid.fields``: "baris 3" -> sentence.
    """
    access.require_manage(by, None)
    _demand_lines(number=number, title=title)
    parsed = decree_csv.parse(text)
    if parsed.faults:
        lines = {_("baris %(line)d") % {"line": line}: _(fault) for line, fault in sorted(parsed.faults.items())}
        raise Invalid(_("Keputusan belum disimpan. Perbaiki baris yang disebut, lalu impor lagi."), fields=lines)
    days = [{"date": d.date.isoformat(), "name": d.name, "kind": d.kind, "effect": d.effect} for d in parsed.days]
    decree = HolidayDecree.objects.create(
        number=number.strip(), title=title.strip(), issued_on=issued_on, days=days, recorded_at=at
    )
    opened = sum(day["effect"] == Effect.OPEN for day in days)
    fact = DecreeImported(
        subject=decree.id,
        number=decree.number,
        issued_on=issued_on.isoformat(),
        closed=len(days) - opened,
        opened=opened,
    )
    ledger.record(fact, by=by, at=at)
    return decree.id


@transaction.atomic
def add_local_holiday(
    *,
    by: Actor,
    unit_id: UUID | None,
    date: date,
    name: str,
    basis: str,
    at: datetime,
    effect: str = Effect.CLOSED,
) -> UUID:
    """Close a date for a unit and all below it (None: the whole government); effect "open" withdraws that."""
    access.require_manage(by, unit_id)
    _demand_lines(name=name, basis=basis)
    if effect not in Effect.values:
        raise _invalid(effect=_("Pilih libur atau buka."))
    if (
        effect == Effect.OPEN
        and not LocalHoliday.objects.filter(unit_id=unit_id, date=date, effect=Effect.CLOSED).exists()
    ):
        raise _invalid(
            date=_("Tidak ada hari libur setempat pada tanggal ini untuk unit itu, jadi tidak ada yang ditarik.")
        )
    holiday = LocalHoliday.objects.create(
        unit_id=unit_id, date=date, name=name.strip(), basis=basis.strip(), effect=effect, recorded_at=at
    )
    fact = LocalHolidayAdded(subject=holiday.id, unit_id=unit_id, date=date.isoformat(), effect=effect)
    ledger.record(fact, by=by, at=at)
    return holiday.id


def _checked(valid_from: date, zone: str, week: Week) -> list:
    """``week`` as JSON once the rules accept it."""
    try:
        accepted = CheckedWeek(valid_from, zone, week).week
    except (TypeError, ValueError) as fault:
        sentence = _(
            "Periksa jam buka: tujuh hari mulai Senin, jam berurutan dan tidak bertumpuk, dan sedikitnya satu hari buka."
        )
        raise _invalid(week=sentence) from fault
    return [[list(pair) for pair in hours] for hours in accepted]


def _demand_lines(**lines: str) -> None:
    """Refuse a required line that is empty or too long."""
    for field, written in lines.items():
        if not 0 < len(written.strip()) <= LONGEST_LINE:
            raise _invalid(**{field: _("Wajib diisi, paling panjang 200 huruf.")})


def _invalid(**fields: str) -> Invalid:
    return Invalid(_("Data belum disimpan. Perbaiki isian yang ditandai."), fields=fields)
