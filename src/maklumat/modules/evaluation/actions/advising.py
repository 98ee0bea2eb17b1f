"""What a unit is coached in: with an owner and a day, watched by the clock."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger, notify
from maklumat.kernel.actor import SYSTEM, Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, require_short
from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..access import JUDGE, may_see, require_judge
from ..events import AdviceEnded, AdviceLate, Advised
from ..models import Advice, Assessment
from ..queries.sheets import instrument_of


@transaction.atomic
def advise(*, by: Actor, assessment_id: UUID, number: int, text: str, due_on: date, at: datetime) -> UUID:
    """Recommend something to a unit; its head owns it."""
    row = Assessment.objects.select_for_update().filter(id=assessment_id).first()
    if row is None or not may_see(by, row.unit_id):
        raise Missing(_("Lembar evaluasi ini tidak ada."))
    require_judge(by, row.unit_id)
    heads = units.holders("head", [row.unit_id], at)
    faults = {}
    if instrument_of(row).indicator(row.variant, number) is None:
        faults["number"] = _("Pilih indikator.")
    if not text.strip():
        faults["text"] = _("Wajib diisi.")
    if due_on <= at.date():
        faults["due_on"] = _("Pilih tanggal sesudah hari ini.")
    if faults or not heads:
        raise Invalid(
            _("Rekomendasi ini belum lengkap.") if faults else _("Unit ini belum punya kepala."), fields=faults
        )
    require_short(text=(text.strip(), 1000))
    one = Advice.objects.create(
        assessment=row, number=number, text=text.strip(), owner=heads[0].account_id, due_on=due_on, made_at=at
    )
    ledger.record(
        Advised(subject=one.id, unit_id=row.unit_id, assessment=row.id, number=number, due_on=due_on), by=by, at=at
    )
    return one.id


@transaction.atomic
def end_advice(*, by: Actor, advice_id: UUID, outcome: str, at: datetime) -> None:
    """Its owner reports that it is done."""
    one = Advice.objects.select_for_update(of=("self",)).select_related("assessment").filter(id=advice_id).first()
    if one is None or not (one.owner == by.account_id or by.may(JUDGE, one.assessment.unit_id)):
        raise Missing(_("Rekomendasi ini tidak ada."))
    if one.ended_at is not None:
        raise Conflict(_("Rekomendasi ini sudah dilaporkan selesai."))
    if not outcome.strip():
        raise Invalid(_("Tulis apa hasilnya."), fields={"outcome": _("Wajib diisi.")})
    require_short(outcome=(outcome.strip(), 1000))
    one.outcome, one.ended_at = outcome.strip(), at
    one.save(update_fields=["outcome", "ended_at"])
    ledger.record(
        AdviceEnded(subject=one.id, unit_id=one.assessment.unit_id, in_time=at.date() <= one.due_on), by=by, at=at
    )


@transaction.atomic
def watch_advice(at: datetime) -> int:
    """Whose day is over: a fact and a letter, once. Returns how many."""
    rows = Advice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("assessment")
    late = list(rows.filter(ended_at=None, due_on__lt=at.date(), told_late_at=None)[:500])
    for one in late:
        one.told_late_at = at
        one.save(update_fields=["told_late_at"])
        ledger.record(AdviceLate(subject=one.id, unit_id=one.assessment.unit_id), by=SYSTEM, at=at)
        for account_id, address in accounts.staff_addresses({one.owner}).items():
            notify.send(
                channel="email", address=address, subject=_("Rekomendasi evaluasi lewat waktu"), at=at, about=one.id, once=f"advice/{one.id}/{account_id}",
                text=f"{one.text}\n\n{settings.BASE_URL}/petugas/evaluasi/{one.assessment_id}/",
            )  # fmt: skip
    return len(late)
