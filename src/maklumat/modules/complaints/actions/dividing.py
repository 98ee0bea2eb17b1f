"""One report, several units: it is divided into parts with own units and clocks, and one thread for the reporter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, require_short
from maklumat.kernel.ids import new_id

from ..access import VERIFY, get_for
from ..events import Divided, PartMade
from ..models import Imprint, Interval, Report
from ..queries.parts import CONTENT
from ..queries.wording import words_kept
from ..rules.ladder import Kind
from ..rules.states import State, after
from ..rules.text import title_of
from .moving import clockwork, move, save
from .verifying import office, publish

FEWEST, MOST_PARTS = 2, 8


@dataclass(frozen=True)
class Part:
    """What one unit is to answer: the code of the unit, and the task in the officer's words."""

    unit: str
    task: str


@transaction.atomic
def divide(*, by: Actor, report_id: UUID, kind: str, parts: Sequence[Part], revision: int, at: datetime) -> list[UUID]:
    """Several units each answer a part, each on a clock that goes on from the first one; the reporter keeps one thread.

    ``kind``: the class, where it is not decided yet. The desk that divides keeps the whole.
    """
    report = get_for(by, VERIFY, report_id, revision)
    _refuse_what_stays_whole(report)
    report.kind = report.kind or _kind(kind)
    chosen = [(office(part.unit), part.task.strip()) for part in parts]
    if not FEWEST <= len(chosen) <= MOST_PARTS or len({unit.id for unit, _task in chosen}) != len(chosen):
        raise Invalid(_("Pilih dua sampai delapan unit yang berbeda."), fields={"parts": _("Periksa pilihan unit.")})
    for _unit, task in chosen:
        require_short(parts=(task, 2000))
    if not all(task for _unit, task in chosen):
        raise Invalid(_("Tulis apa yang harus dijawab tiap unit."), fields={"parts": _("Wajib diisi.")})
    intervals = list(report.stretches)
    move(report, "divided")
    made = [_part(report, number, unit.id, task, intervals, by, at) for number, (unit, task) in enumerate(chosen)]
    clockwork.turn(report, "paused", "divided", at)
    report.assigned_to = None
    publish(report, "", "", at)
    save(report, at)
    ledger.record(Divided(subject=report.id, unit_id=report.holder_unit_id, parts=len(made)), by=by, at=at)
    return made


def _kind(kind: str) -> Kind:
    if kind not in (Kind.REQUEST, Kind.COMPLAINT, Kind.ASPIRATION):
        raise Invalid(_("Pilih jenis laporan."), fields={"kind": _("Pilih salah satu.")})
    return Kind(kind)


def _refuse_what_stays_whole(report: Report) -> None:
    if report.kind == Kind.OVERSIGHT:
        raise Conflict(_("Laporan berkadar pengawasan tetap di Inspektorat, jadi tidak dibagi."))
    if report.root_id:
        raise Conflict(_("Laporan ini sudah merupakan bagian dari laporan lain, jadi tidak dapat dibagi lagi."))


def _part(
    whole: Report, number: int, unit_id: UUID, task: str, intervals: Sequence[Interval], by: Actor, at: datetime
) -> UUID:
    content = crypto.unseal_json(whole.content, CONTENT)
    part = Report(
        id=new_id(),
        number=f"{whole.number}-{ascii_uppercase[number]}",
        root=whole,
        state=after(State.RECEIVED, "verified"),
        kind=whole.kind,
        category_id=whole.category_id,
        service_id=whole.service_id,
        version_id=whole.version_id,
        about_unit_id=unit_id,
        holder_unit_id=unit_id,
        anonymous=whole.anonymous,
        secret=whole.secret,
        content=crypto.seal_json(content | {"title": title_of(task), "task": task}, CONTENT),
        region=whole.region,
        channel=whole.channel,
        language=whole.language,
        code=whole.code,
        ladder=whole.ladder,
        created_at=at,
        changed_at=at,
        filed_at=whole.filed_at,
        desk_since=at,
        entered_by=whole.entered_by,
    )
    part.save(force_insert=True)
    Imprint.objects.create(report=part, words=words_kept(whole), category_id=part.category_id, filed_at=part.filed_at)
    for one in intervals:
        Interval.objects.create(
            report=part, state=one.state, reason=one.reason, started_at=one.started_at, ended_at=one.ended_at
        )
    clockwork.turn(part, "running", "", at)
    clockwork.set_due(part, at)
    part.save(update_fields=["due_at", "next_step_at", "work_order"])
    ledger.record(
        PartMade(subject=part.id, unit_id=unit_id, whole=whole.id, report_kind=part.kind, due_at=part.due_at),
        by=by,
        at=at,
    )
    return part.id
