"""Recurring problems: opened, owned, changed, offered to the review of a standard, closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed, require_short
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import may_own_problems
from ..events import ProblemNoted, ProblemOffered
from ..models import Category, Problem
from ..queries.problems import reports_of
from .verifying import office

LONGEST_TITLE = 120


@transaction.atomic
def open_problem(*, by: Actor, title: str, unit: str, category: str, region: str, slug: str, at: datetime) -> UUID:
    """Take a heap of reports as one problem of a unit; who opens it owns it at first."""
    chosen = office(unit)
    if not may_own_problems(by, chosen.id):
        raise NotAllowed(_("Masalah unit ini diurus kepala unit atau koordinator pengaduan."))
    version = catalogue.in_force(slug, at) if slug else None
    kind = Category.objects.filter(code=category).first() if category else None
    if not title.strip():
        raise Invalid(_("Beri nama masalah ini."), fields={"title": _("Wajib diisi.")})
    if len(title.strip()) > LONGEST_TITLE:
        raise Invalid(
            _("Nama masalah paling panjang %(n)d huruf.") % {"n": LONGEST_TITLE},
            fields={"title": _("Pendekkan namanya.")},
        )
    if kind is None and version is None:
        raise Invalid(
            _("Pilih kategori atau layanan, supaya laporannya dapat dihitung."),
            fields={"category": _("Pilih salah satu.")},
        )
    if region and units.region(region) is None:
        raise Invalid(_("Wilayah ini tidak ada."), fields={"region": _("Periksa kodenya.")})
    row = Problem.objects.create(
        title=title.strip(), unit_id=chosen.id, owner=by.account_id, category=kind, region=region,
        service_id=version.service_id if version else None, opened_at=at,
    )  # fmt: skip
    ledger.record(ProblemNoted(subject=row.id, unit_id=chosen.id, what="opened"), by=by, at=at)
    return row.id


@transaction.atomic
def change_problem(
    *, by: Actor, problem_id: UUID, cause: str, action: str, action_from: str, own: bool, at: datetime
) -> None:
    """The root cause, what is done about it, and from which day it holds. ``own``: the actor becomes its owner."""
    row = _get(by, problem_id)
    require_short(cause=(cause.strip(), 4000), action=(action.strip(), 4000))
    row.cause, row.action, row.action_from = cause.strip(), action.strip(), _day(action_from, at)
    row.owner = by.account_id if own else row.owner
    row.save()
    ledger.record(ProblemNoted(subject=row.id, unit_id=row.unit_id, what="changed"), by=by, at=at)


@transaction.atomic
def offer_problem(*, by: Actor, problem_id: UUID, at: datetime) -> None:
    """Lay it before the next review of the service's standard."""
    row = _get(by, problem_id)
    if row.service_id is None:
        raise Conflict(_("Masalah ini tidak menyangkut satu layanan, jadi tidak ada standar yang ditinjau."))
    if not row.cause:
        raise Invalid(_("Tulis dulu akar masalahnya."), fields={"cause": _("Wajib diisi.")})
    row.offered_at = at
    row.save(update_fields=["offered_at"])
    reports = reports_of(row).filter(filed_at__gte=at - timedelta(days=365)).count()
    ledger.record(
        ProblemOffered(subject=row.id, unit_id=row.unit_id, service=row.service_id, reports=reports), by=by, at=at
    )


@transaction.atomic
def close_problem(*, by: Actor, problem_id: UUID, at: datetime) -> None:
    """Nobody needs to look at it any more; it stays to be read."""
    row = _get(by, problem_id)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    ledger.record(ProblemNoted(subject=row.id, unit_id=row.unit_id, what="closed"), by=by, at=at)


def _get(by: Actor, problem_id: UUID) -> Problem:
    row = Problem.objects.select_for_update().filter(id=problem_id, closed_at=None).first()
    if row is None or not may_own_problems(by, row.unit_id):
        raise Missing(_("Masalah ini tidak ada, atau sudah ditutup."))
    return row


def _day(text: str, at: datetime) -> date | None:
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(
            _("Tulis tanggal seperti 2026-11-02."), fields={"action_from": _("Periksa tanggalnya.")}
        ) from error
    if not at.date() - timedelta(days=3650) <= found <= at.date():
        raise Invalid(
            _("Tanggal ini belum terjadi, atau terlalu lama berlalu."), fields={"action_from": _("Periksa tanggalnya.")}
        )
    return found
