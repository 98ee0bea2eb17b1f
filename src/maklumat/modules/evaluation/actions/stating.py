"""F-01: the unit's sheet is opened, what the system does not know is stated, the sheet is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed, require_short
from maklumat.modules.units import api as units

from ..access import JUDGE, STATE, get_for
from ..events import HandedIn, Opened, Stated
from ..models import Assessment, Statement
from ..queries.sheets import instrument_of
from ..rules.instrument import VARIANTS, shipped

FIRST_YEAR = 2022  # PermenPANRB 29/2022


@transaction.atomic
def open_sheet(*, by: Actor, unit_id: UUID, year: int, variant: str, at: datetime) -> UUID:
    """A unit's sheet for a year, under the instrument in force. One a year."""
    if not (by.may(STATE, unit_id) or by.may(JUDGE, unit_id)) or unit_id not in units.tree().by_id:
        raise NotAllowed(_("Lembar evaluasi dibuka kepala unit atau Bagian Organisasi."))
    if not FIRST_YEAR <= year <= at.year or variant not in VARIANTS:
        raise Invalid(_("Pilih tahun yang sudah berjalan, dan bentuk layanan: luring atau daring."))
    instrument = shipped()
    row, new = Assessment.objects.get_or_create(
        unit_id=unit_id,
        year=year,
        defaults={"variant": variant, "instrument": instrument.key, "version": instrument.version, "opened_at": at},
    )
    if not new:
        raise Conflict(_("Lembar tahun ini sudah ada."))
    ledger.record(
        Opened(
            subject=row.id,
            unit_id=unit_id,
            year=year,
            variant=variant,
            instrument=f"{instrument.key}/{instrument.version}",
        ),
        by=by,
        at=at,
    )
    return row.id


@transaction.atomic
def state(
    *, by: Actor, assessment_id: UUID, number: int, items: Iterable[str], numbers: Mapping[str, int | None], note: str, proof: bytes, at: datetime
) -> None:  # fmt: skip
    """What the unit says of an indicator; its former statement is replaced, a file stays unless a new one comes."""
    row = get_for(by, STATE, assessment_id, Assessment.State.OPEN)
    indicator = instrument_of(row).indicator(row.variant, number)
    if indicator is None:
        raise Invalid(_("Indikator ini tidak ada."))
    keys = {item.key for item in indicator.items if not item.number}
    counted = {item.key for item in indicator.items if item.number}
    given = sorted(set(items) & keys)
    kept = {key: value for key, value in numbers.items() if key in counted and value is not None}
    if any(not 0 <= value <= 1_000_000 for value in kept.values()):
        raise Invalid(_("Tulis bilangan antara 0 dan 1.000.000."))
    require_short(note=(note.strip(), 1000))
    former = Statement.objects.filter(assessment=row, number=number).first()
    file_id = former.file_id if former else None
    if proof:
        file_id = files.store(proof, formats=("pdf", "jpg", "png"), max_bytes=10_000_000, at=at).id
    if (given or kept) and file_id is None:
        raise Invalid(_("Pernyataan ini perlu bukti: unggah satu berkas."), fields={"proof": _("Unggah bukti.")})
    Statement.objects.update_or_create(
        assessment=row,
        number=number,
        defaults={"items": given, "numbers": kept, "note": note.strip(), "file_id": file_id, "at": at},
    )
    ledger.record(
        Stated(subject=row.id, unit_id=row.unit_id, number=number, items=tuple(given), file=file_id is not None),
        by=by,
        at=at,
    )


@transaction.atomic
def hand_in(*, by: Actor, assessment_id: UUID, at: datetime) -> None:
    """The unit is done."""
    row = get_for(by, STATE, assessment_id, Assessment.State.OPEN)
    row.state, row.handed_in_at = Assessment.State.HANDED_IN, at
    row.save(update_fields=["state", "handed_in_at"])
    ledger.record(HandedIn(subject=row.id, unit_id=row.unit_id), by=by, at=at)
