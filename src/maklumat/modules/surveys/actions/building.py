"""Questionnaires: written, changed while a draft, published and from then on frozen, ended. And how a service words a question."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from pydantic import ValidationError

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, require_short
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import require_design, require_manage
from ..events import InstrumentEnded, InstrumentKept, InstrumentPublished, Reworded
from ..models import Questionnaire, Wording
from ..queries.instruments import held, versions
from ..rules.instrument import SOURCE, Instrument, load


@transaction.atomic
def keep_instrument(
    *, by: Actor, questionnaire_id: UUID | None, unit_id: UUID | None, data: Mapping[str, Any], at: datetime
) -> UUID:
    """Write a draft, new (``questionnaire_id`` None) or changed. Its number follows the versions that there are."""
    root = units.tree().government
    require_design(by, unit_id, root.id if root else None)
    one = _read(data)
    row = _draft(questionnaire_id) if questionnaire_id else None
    if row is not None and (row.unit_id != unit_id or row.key != one.key):
        raise Conflict(_("Kuesioner ini milik unit lain, atau namanya sudah dipakai."))
    if row is None:
        known = versions(one.key)
        if any(before.unit_id != unit_id for before in known):
            raise Invalid(_("Kode kuesioner ini sudah dipakai. Pilih kode lain."), fields={"key": _("Sudah dipakai.")})
        last = Questionnaire.objects.filter(key=one.key).aggregate(last=Max("version"))["last"] or 0
        number = max([last, *(before.instrument.version for before in known)]) + 1
        row = Questionnaire(key=one.key, version=number, unit_id=unit_id, made_at=at)
    definition = one.model_dump(mode="json", by_alias=True) | {"version": row.version}
    row.definition, row.valid_from, row.valid_until = definition, one.valid_from, one.valid_until
    row.save()
    ledger.record(InstrumentKept(subject=row.id, unit_id=unit_id, key=row.key, version=row.version), by=by, at=at)
    return row.id


@transaction.atomic
def publish_instrument(*, by: Actor, questionnaire_id: UUID, at: datetime) -> None:
    """From now on it may be asked, and nobody changes it any more."""
    row = _draft(questionnaire_id)
    root = units.tree().government
    require_design(by, row.unit_id, root.id if root else None)
    if load(row.definition).method != "free" and not row.definition.get("legal_basis"):
        raise Invalid(_("Kuesioner yang dinilai perlu dasar hukum."), fields={"legal_basis": _("Wajib diisi.")})
    row.state, row.published_at = Questionnaire.State.PUBLISHED, at
    row.save(update_fields=["state", "published_at"])
    text = json.dumps(row.definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    ledger.record(
        InstrumentPublished(
            subject=row.id, unit_id=row.unit_id, key=row.key, version=row.version, content_hash=hashlib.sha256(text.encode()).hexdigest()
        ),
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def end_instrument(*, by: Actor, questionnaire_id: UUID, at: datetime) -> None:
    """It is asked no more; what was answered stays."""
    row = Questionnaire.objects.select_for_update().filter(id=questionnaire_id).first()
    if row is None or row.state == Questionnaire.State.ENDED:
        raise Missing(_("Kuesioner ini tidak ada, atau sudah diakhiri."))
    root = units.tree().government
    require_design(by, row.unit_id, root.id if root else None)
    row.state = Questionnaire.State.ENDED
    row.save(update_fields=["state"])
    ledger.record(InstrumentEnded(subject=row.id, unit_id=row.unit_id, key=row.key, version=row.version), by=by, at=at)


@transaction.atomic
def reword(*, by: Actor, questionnaire_id: UUID, slug: str, item: str, text: str, at: datetime) -> None:
    """Ask an item of a service in its own words, where the instrument allows it; empty takes that back. The element and its answers stay."""
    one, version = held(questionnaire_id), catalogue.in_force(slug, at)
    if version is None:
        raise Missing(_("Layanan ini tidak ada."))
    require_manage(by, version.unit_id)
    if not one.instrument.reword:
        raise Invalid(_("Kata-kata kuesioner ini ditetapkan aturan dan tidak dapat diubah."))
    if item not in {known.key for known in one.instrument.items}:
        raise Invalid(_("Pertanyaan ini tidak ada. Pilih dari daftar."))
    require_short(text=(text.strip(), 300))
    rows = Wording.objects.filter(questionnaire_id=one.id, service_id=version.service_id, item=item)
    rows.delete()
    if text.strip():
        Wording.objects.create(
            questionnaire_id=one.id, service_id=version.service_id, item=item, text={SOURCE: text.strip()}
        )
    ledger.record(
        Reworded(subject=one.id, unit_id=version.unit_id, service=version.service_id, item=item), by=by, at=at
    )


def _draft(questionnaire_id: UUID) -> Questionnaire:
    row = Questionnaire.objects.select_for_update().filter(id=questionnaire_id).first()
    if row is None:
        raise Missing(_("Kuesioner ini tidak ada."))
    if row.state != Questionnaire.State.DRAFT:
        raise Conflict(_("Kuesioner yang sudah terbit tidak diubah. Buat versi baru."))
    return row


def _read(data: Mapping[str, Any]) -> Instrument:
    try:
        return load(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = " › ".join(str(part) for part in first["loc"]) or "–"
        raise Invalid(
            _("Kuesioner ini belum lengkap di bagian %(place)s: %(fault)s")
            % {"place": place, "fault": str(first["msg"]).removeprefix("Value error, ")}
        ) from fault
