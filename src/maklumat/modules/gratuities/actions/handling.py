"""The work of the unit that controls gratuities (UPG)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, require_short

from ..access import get_to_handle
from ..events import Deposited, Determined, Forwarded, Recorded, Returned, Settled
from ..models import Report
from ..rules.states import FINISHED, OUTCOMES, after
from . import clockwork

LONGEST = 2000


@transaction.atomic
def return_(*, by: Actor, report_id: UUID, revision: int, note: str, at: datetime) -> None:
    """Ask the reporter for what is missing."""
    row = _ready(by, report_id, revision, "return")
    _note(note, _("Tulis apa yang perlu dilengkapi."))
    clockwork.move(row, "return", by, at, note.strip())
    ledger.record(Returned(subject=row.id, unit_id=row.unit_id), by=by, at=at)


@transaction.atomic
def record(*, by: Actor, report_id: UUID, revision: int, note: str, at: datetime) -> None:
    """Keep it in the register without forwarding it: refused, or not to be reported."""
    row = _ready(by, report_id, revision, "record")
    _nothing_kept(row)
    if row.duty == "must":
        _note(note, _("Menurut aturan laporan ini wajib diteruskan. Tulis mengapa tidak."))
    require_short(note=(note.strip(), LONGEST))
    clockwork.move(row, "record", by, at, note.strip())
    ledger.record(Recorded(subject=row.id, unit_id=row.unit_id, duty=row.duty), by=by, at=at)


@transaction.atomic
def forward(*, by: Actor, report_id: UUID, revision: int, note: str, at: datetime) -> None:
    """Passed on to the KPK (through its own system; ``note``: under which number)."""
    row = _ready(by, report_id, revision, "forward")
    _note(note, _("Tulis nomor laporan di sistem KPK."))
    within = row.due_at is None or at <= row.due_at
    clockwork.move(row, "forward", by, at, note.strip())
    ledger.record(Forwarded(subject=row.id, unit_id=row.unit_id, within=within), by=by, at=at)


@transaction.atomic
def determine(*, by: Actor, report_id: UUID, revision: int, outcome: str, note: str, at: datetime) -> None:
    """What the KPK decided: whose the thing is, and by which decision."""
    row = _ready(by, report_id, revision, "determine")
    if outcome not in OUTCOMES:
        raise Invalid(_("Pilih milik siapa menurut keputusan KPK."), fields={"outcome": _("Pilih salah satu.")})
    _note(note, _("Tulis nomor dan tanggal keputusan KPK."))
    row.outcome = outcome
    clockwork.move(row, "determine", by, at, note.strip())
    ledger.record(Determined(subject=row.id, unit_id=row.unit_id, outcome=outcome, value=row.value), by=by, at=at)


@transaction.atomic
def settle(*, by: Actor, report_id: UUID, revision: int, note: str, at: datetime) -> None:
    """Delivered to whom it belongs. A thing that the unit still keeps leaves it first."""
    row = _ready(by, report_id, revision, "settle")
    _nothing_kept(row)
    _note(note, _("Tulis kapan dan kepada siapa diserahkan, atau bahwa barang tetap pada penerima."))
    clockwork.move(row, "settle", by, at, note.strip())
    ledger.record(Settled(subject=row.id, unit_id=row.unit_id), by=by, at=at)


@transaction.atomic
def deposit(*, by: Actor, report_id: UUID, revision: int, inside: bool, note: str, at: datetime) -> None:
    """The thing comes to the unit while the report is open, or leaves it: also later, for what lapsed may lie there."""
    row = get_to_handle(by, report_id, revision)
    if row.deposited == inside:
        raise Conflict(_("Barangnya sudah dititipkan.") if inside else _("Tidak ada barang yang dititipkan."))
    if inside and row.state in FINISHED:
        raise Conflict(_("Laporan ini sudah selesai, jadi tidak ada lagi barang yang dititipkan."))
    _note(note, _("Tulis tempat menyimpannya, atau kepada siapa diserahkan."))
    row.deposited, row.revision = inside, row.revision + 1
    row.save(update_fields=["deposited", "revision"])
    clockwork.write_step(row, "deposit" if inside else "release", by, at, note.strip())
    ledger.record(Deposited(subject=row.id, unit_id=row.unit_id, inside=inside), by=by, at=at)


def _ready(by: Actor, report_id: UUID, revision: int, act: str) -> Report:
    row = get_to_handle(by, report_id, revision)
    if after(row.state, act) is None:
        raise Conflict(_("Langkah ini tidak terbuka pada keadaan sekarang. Lihat keadaannya dulu."))
    return row


def _nothing_kept(row: Report) -> None:
    if row.deposited:
        raise Conflict(_("Barangnya masih dititipkan di UPG. Catat dulu penyerahannya."))


def _note(note: str, sentence: str) -> None:
    if not note.strip():
        raise Invalid(sentence, fields={"note": _("Wajib diisi.")})
    require_short(note=(note.strip(), LONGEST))
