"""The life of a standard: draft → review → published → superseded."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing
from maklumat.modules.calendars import api as calendars

from ..access import EDIT, PUBLISH, get_version_for, require
from ..events import StandardDrafted, StandardPublished, StandardReturned, StandardSaved, StandardSubmitted
from ..models import ReviewNote, Service, StandardVersion
from ..rules import regulation
from ..rules.gaps import gaps
from ..rules.standard import Consultation, Decision, Standard, dump, fingerprint, load

State = StandardVersion.State


@transaction.atomic
def draft_new(*, by: Actor, unit_id: UUID, standard: Standard, at: datetime) -> UUID:
    """A new service of a unit, with the first draft of its standard."""
    require(EDIT, by, unit_id)
    try:
        with transaction.atomic():
            service = Service.objects.create(slug=standard.slug, unit_id=unit_id, created_at=at)
    except IntegrityError as error:
        raise Conflict(
            _("Sudah ada layanan dengan alamat “%(slug)s”. Ubah namanya.") % {"slug": standard.slug}
        ) from error
    return _draft(by, service, 1, dump(standard), at)


@transaction.atomic
def draft_from(*, by: Actor, service_id: UUID, at: datetime) -> UUID:
    """A draft that starts from the version in force. Returns the draft at hand when there is one."""
    service = Service.objects.select_for_update().filter(id=service_id).first()
    if service is None:
        raise Missing(_("Layanan ini tidak ditemukan."))
    require(EDIT, by, service.unit_id)
    at_hand = service.versions.filter(state__in=[State.DRAFT, State.REVIEW]).first()
    if at_hand is not None:
        return at_hand.id
    newest = service.versions.order_by("-number").first()
    return _draft(by, service, newest.number + 1, newest.content, at)


def _draft(by: Actor, service: Service, number: int, content: dict[str, Any], at: datetime) -> UUID:
    version = StandardVersion.objects.create(service=service, number=number, content=content, changed_at=at)
    ledger.record(
        StandardDrafted(subject=service.id, unit_id=service.unit_id, version_id=version.id, number=number), by=by, at=at
    )
    return version.id


@transaction.atomic
def save_draft(*, by: Actor, version_id: UUID, standard: Standard, revision: int, at: datetime) -> int:
    """Save a draft. ``revision`` is the one the editor started from; returns the new one."""
    version = get_version_for(EDIT, by, version_id, lock=True)
    if version.state != State.DRAFT:
        raise Conflict(
            _("Standar ini sedang diperiksa atau sudah terbit, jadi tidak dapat diubah. Buat rancangan baru.")
        )
    if version.revision != revision:
        raise Conflict(
            _(
                "Orang lain baru saja mengubah rancangan ini. Muat ulang untuk melihat perubahannya, lalu ulangi isian Anda."
            )
        )
    if standard.slug != version.service.slug:
        raise Invalid(_("Alamat layanan tidak dapat diganti."))
    version.content, version.revision, version.changed_at = dump(standard), revision + 1, at
    version.save(update_fields=["content", "revision", "changed_at"])
    ledger.record(
        StandardSaved(
            subject=version.service_id,
            unit_id=version.service.unit_id,
            version_id=version.id,
            revision=version.revision,
        ),
        by=by,
        at=at,
    )
    return version.revision


@transaction.atomic
def submit_for_review(*, by: Actor, version_id: UUID, at: datetime) -> None:
    """Hand a draft to review. Gaps may remain; publication will refuse them."""
    version = get_version_for(EDIT, by, version_id, lock=True)
    _move(version, State.DRAFT, State.REVIEW, at)
    ledger.record(
        StandardSubmitted(subject=version.service_id, unit_id=version.service.unit_id, version_id=version.id),
        by=by,
        at=at,
    )


@transaction.atomic
def return_to_draft(*, by: Actor, version_id: UUID, note: str, at: datetime) -> None:
    """Give a standard back to its writers with a note."""
    version = get_version_for(PUBLISH, by, version_id, lock=True)
    if version.state != State.REVIEW:
        raise Conflict(_("Standar ini tidak sedang diperiksa, jadi tidak dikembalikan. Catatan Anda belum tersimpan."))
    version.review_note = note
    _move(version, State.REVIEW, State.DRAFT, at)
    ledger.record(
        StandardReturned(subject=version.service_id, unit_id=version.service.unit_id, version_id=version.id),
        by=by,
        at=at,
    )


def _move(version: StandardVersion, expected: str, target: str, at: datetime) -> None:
    if version.state != expected:
        raise Conflict(_("Keadaan standar ini sudah berubah. Muat ulang halaman."))
    version.state, version.changed_at = target, at
    version.save(update_fields=["state", "changed_at", "review_note"])


@transaction.atomic
def publish(
    *,
    by: Actor,
    version_id: UUID,
    decision: Decision,
    consultation: Consultation | None,
    at: datetime,
    effective_from: date | None = None,
    review_due: date | None = None,
) -> None:
    """Publish a version, for ever as it is. It is in force from the first moment of ``effective_from`` where the unit
    is, or from now when that has passed; until then the former one stays in force. Cases filed under a version keep it.

    Refuses (:class:`Invalid`, with the list of gaps) while any promise cannot be measured.
    """
    version = get_version_for(PUBLISH, by, version_id, lock=True)
    if version.state not in (State.DRAFT, State.REVIEW):
        raise Conflict(_("Versi ini sudah terbit."))
    standard = load(version.content)
    found = gaps(standard)
    if found:
        raise Invalid(
            _("Standar belum dapat terbit: ada %(count)d hal yang belum terukur.") % {"count": len(found)},
            fields={f"{n}:{gap.component}": _(gap.message) % {"detail": gap.detail} for n, gap in enumerate(found)},
        )
    version.effective_from = effective_from or decision.date
    version.in_force_from = max(at, _first_moment(version.effective_from, version.service.unit_id))
    former = _make_way(version)
    version.content = dump(standard)
    version.content_hash = fingerprint(version.content)
    version.decision = decision.model_dump(mode="json")
    version.consultation = consultation.model_dump(mode="json") if consultation else None
    version.review_due = review_due or decision.date + regulation.on(decision.date).review_standard_after
    version.state, version.published_at, version.changed_at = State.PUBLISHED, at, at
    version.save()
    ReviewNote.objects.filter(service_id=version.service_id, taken_at=None).update(taken_at=at)
    ledger.record(
        StandardPublished(
            subject=version.service_id,
            unit_id=version.service.unit_id,
            version_id=version.id,
            number=version.number,
            content_hash=version.content_hash,
            former=former,
            in_force_from=version.in_force_from,
            consulted=consultation.elements if consultation else (),
        ),
        by=by,
        at=at,
    )


def _first_moment(day: date, unit_id: UUID) -> datetime:
    """Midnight where the unit is."""
    return datetime.combine(day, time.min, ZoneInfo(calendars.zone_of(unit_id, day)))


def _make_way(version: StandardVersion) -> UUID | None:
    """End what is in force when ``version`` begins; what would begin later never does. The former one's id, if any."""
    begins, newest = version.in_force_from, None
    published = version.service.versions.select_for_update().filter(in_force_from__isnull=False)
    for one in published.order_by("number"):
        newest = one.id
        end = max(one.in_force_from, begins)
        if one.superseded_at is None or one.superseded_at > end:
            one.state, one.superseded_at = State.SUPERSEDED, end
            one.save(update_fields=["state", "superseded_at"])
    return newest


@transaction.atomic
def note_for_review(*, service_id: UUID, subject: UUID, text: str, at: datetime) -> None:
    """Lay something before the next review of a standard, once for each subject."""
    ReviewNote.objects.update_or_create(
        service_id=service_id,
        subject=subject,
        taken_at=None,
        defaults={"text": text},
        create_defaults={"text": text, "at": at},
    )
