"""A gift is reported by whoever was offered it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger, numbering
from maklumat.kernel.actor import Actor
from maklumat.kernel.crypto import Envelope
from maklumat.kernel.errors import Conflict, Invalid, require_short
from maklumat.kernel.ids import new_id
from maklumat.modules.units import api as units

from ..access import get_own, offices_of, require_staff
from ..events import Completed, Reported
from ..models import Key, Photo, Report
from ..queries.parts import PURPOSE, envelope_of, local_date
from ..rules.provisions import in_force
from ..rules.states import LAPSED, SUBMITTED, after
from ..rules.vocabulary import OCCASIONS, RELATIONS, THINGS
from . import clockwork, summing

MOST_PHOTOS, MOST_BYTES, MOST_VALUE = 5, 8_000_000, 1_000_000_000_000
TEXTS = {
    "giver": 120,
    "giver_agency": 160,
    "giver_address": 300,
    "thing_words": 300,
    "place": 200,
    "story": 4000,
    "reason": 1000,
    "phone": 30,
}  # most letters


@transaction.atomic
def report(
    *, by: Actor, unit_id: UUID, kind: str, occasion: str, relation: str, thing: str, value: int, received_on: date, texts: Mapping[str, str],
    photos: Sequence[bytes], at: datetime,
) -> UUID:  # fmt: skip
    """Report a gift that was received or refused. Raises NotAllowed, Invalid. Returns the report's id."""
    require_staff(by)
    if unit_id not in offices_of(by):
        raise Invalid(_("Pilih unit tempat Anda bertugas."), fields={"unit": _("Pilih unit Anda.")})
    _check(unit_id, kind, occasion, relation, thing, value, received_on, texts, at)
    provision = in_force(received_on)
    limit = clockwork.deadline(unit_id, clockwork.noon(unit_id, received_on), provision.days["to_upg"], at)
    summing.one_at_a_time(by.account_id)
    envelope = Envelope.new(PURPOSE)
    content = {name: texts.get(name, "").strip() for name in TEXTS} | {"name": by.name}
    today = local_date(at)
    row = Report(
        id=new_id(), number=f"GRT-{today:%y}-{numbering.take(f'gratuities/{today:%Y}'):05d}", unit_id=unit_id, reporter=by.account_id, kind=kind, occasion=occasion, relation=relation,
        thing=thing, value=value, received_on=received_on, submitted_at=at, within=limit is None or at <= limit, provision=provision.key,
        state=SUBMITTED, step_since=at, content=envelope.seal_json(content), giver_index=summing.giver_index(texts["giver"]),
    )  # fmt: skip
    summing.judge(row)
    row.due_at = clockwork.deadline(unit_id, at, provision.days["upg_to_kpk"], at)
    row.save(force_insert=True)
    Key.objects.create(report_id=row.id, sealed=envelope.wrapped)
    _keep(row, photos, at)
    clockwork.write_step(row, "submit", by, at)
    ledger.record(
        Reported(
            subject=row.id, unit_id=unit_id, gift=kind, occasion=occasion, relation=relation, thing=thing, value=value, within=row.within, duty=row.duty,
            provision=provision.key,
        ),
        by=by, at=at, private=content,
    )  # fmt: skip
    summing.judge_others(row, [row.giver_index], at)
    return row.id


@transaction.atomic
def complete(
    *,
    by: Actor,
    report_id: UUID,
    revision: int,
    value: int,
    texts: Mapping[str, str],
    photos: Sequence[bytes],
    at: datetime,
) -> None:
    """Add what the UPG asked for: texts replace the former ones, pictures are added. Raises Missing, Conflict, Invalid."""
    require_staff(by)
    summing.one_at_a_time(by.account_id)
    row = get_own(by, report_id, revision)
    late = row.due_at is not None and at > row.due_at
    if after(row.state, "complete") is None and row.state != LAPSED:
        raise Conflict(_("Laporan ini tidak sedang menunggu Anda."))
    if late or row.state == LAPSED:
        raise Conflict(_("Batas waktu untuk melengkapi laporan ini sudah lewat. Sampaikan laporan baru."))
    _check(row.unit_id, row.kind, row.occasion, row.relation, row.thing, value, row.received_on, texts, at)
    envelope = envelope_of(row.id)
    if envelope is None:
        raise Conflict(_("Laporan ini tidak dapat dibuka lagi: kuncinya tidak ada."))
    content = envelope.unseal_json(row.content) | {name: texts.get(name, "").strip() for name in TEXTS}
    former = row.giver_index
    row.value, row.content, row.giver_index = value, envelope.seal_json(content), summing.giver_index(texts["giver"])
    summing.judge(row)
    _keep(row, photos, at)
    clockwork.move(row, "complete", by, at)
    ledger.record(Completed(subject=row.id, unit_id=row.unit_id, value=value), by=by, at=at, private=content)
    summing.judge_others(row, [former, row.giver_index], at)


def _check(
    unit_id: UUID, kind: str, occasion: str, relation: str, thing: str, value: int, received_on: date, texts: Mapping[str, Any], at: datetime
) -> None:  # fmt: skip
    today = local_date(at, unit_id)
    wrong = {}
    if kind not in Report.Kind.values:
        wrong["kind"] = _("Pilih diterima atau ditolak.")
    for name, chosen, known in (
        ("occasion", occasion, OCCASIONS),
        ("relation", relation, RELATIONS),
        ("thing", thing, THINGS),
    ):
        if chosen not in known:
            wrong[name] = _("Pilih salah satu.")
    if not 0 <= value <= MOST_VALUE:
        wrong["value"] = _("Tulis nilai dalam rupiah; taksir bila tidak tahu persis.")
    if received_on > today:
        wrong["received_on"] = _("Tanggal ini belum tiba.")
    if received_on.year < 2001:
        wrong["received_on"] = _("Aturan gratifikasi berlaku sejak 2001. Periksa tahunnya.")
    for name, sentence in (("giver", _("Tulis siapa pemberinya; tulis “tidak dikenal” bila tidak tahu.")), ("thing_words", _("Tulis apa yang diberikan.")),
                           ("story", _("Ceritakan singkat kapan, di mana, dan bagaimana."))):  # fmt: skip
        if not texts.get(name, "").strip():
            wrong[name] = sentence
    if wrong:
        raise Invalid(_("Ada isian yang perlu diperbaiki."), fields=wrong)
    require_short(**{name: (texts.get(name, "").strip(), most) for name, most in TEXTS.items()})
    if unit_id not in units.tree().by_id:
        raise Invalid(_("Pilih unit tempat Anda bertugas."), fields={"unit": _("Pilih unit Anda.")})


def _keep(row: Report, photos: Sequence[bytes], at: datetime) -> None:
    given = [one for one in photos if one]
    if Photo.objects.filter(report=row).count() + len(given) > MOST_PHOTOS:
        raise Invalid(
            _("Paling banyak %(n)d foto atau berkas.") % {"n": MOST_PHOTOS}, fields={"photos": _("Kurangi jumlahnya.")}
        )
    for content in given:
        stored = files.store(content, formats=("jpg", "png", "pdf"), max_bytes=MOST_BYTES, at=at)
        Photo.objects.create(report=row, file_id=stored.id, at=at)
