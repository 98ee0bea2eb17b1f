"""Setting the service charter of a unit and logging where it was made public."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, Missing

from ..access import PUBLISH, require
from ..events import MaklumatPublished, MaklumatShown
from ..models import Maklumat, MaklumatPublication, StandardVersion
from ..rules import regulation
from ..rules.standard import Decision, fingerprint


@transaction.atomic
def publish_maklumat(*, by: Actor, unit_id: UUID, decision: Decision, at: datetime) -> UUID:
    """Generate and set the maklumat from the standards in force. Refuses when there are none."""
    require(PUBLISH, by, unit_id)
    versions = StandardVersion.objects.in_force(at).filter(service__unit_id=unit_id).order_by("service__slug")
    standards = [
        {"slug": v.content["slug"], "name": v.content["name"], "version": v.number, "hash": v.content_hash}
        for v in versions
    ]
    if not standards:
        raise Invalid(_("Belum ada standar yang terbit di unit ini. Terbitkan standar lebih dulu."))
    former = Maklumat.objects.select_for_update().filter(unit_id=unit_id).order_by("-number").first()
    if former is not None and former.superseded_at is None:
        former.superseded_at = at
        former.save(update_fields=["superseded_at"])
    rules = regulation.on(at.date())
    content = {"text": list(rules.charter), "standards": standards, "decision": decision.model_dump(mode="json")}
    maklumat = Maklumat.objects.create(
        unit_id=unit_id,
        number=former.number + 1 if former else 1,
        text=content["text"],
        standards=standards,
        content_hash=fingerprint(content),
        decision=content["decision"],
        published_at=at,
        review_due=decision.date + rules.review_charter_after,
    )
    ledger.record(
        MaklumatPublished(
            subject=maklumat.id, unit_id=unit_id, number=maklumat.number, content_hash=maklumat.content_hash
        ),
        by=by,
        at=at,
    )
    return maklumat.id


@transaction.atomic
def log_publication(
    *, by: Actor, maklumat_id: UUID, medium: str, place: str, published_on: date, at: datetime, standards: bool = False
) -> UUID:
    """Log that the maklumat was made public in a medium, with the six delivery components of every service (``standards``) or without."""
    maklumat = Maklumat.objects.filter(id=maklumat_id).first()
    if maklumat is None:
        raise Missing(_("Maklumat ini tidak ditemukan."))
    require(PUBLISH, by, maklumat.unit_id)
    row = MaklumatPublication.objects.create(
        maklumat=maklumat, medium=medium, place=place, published_on=published_on, standards=standards
    )
    shown = MaklumatShown(subject=maklumat.id, unit_id=maklumat.unit_id, medium=medium, standards=standards)
    ledger.record(shown, by=by, at=at)
    return row.id
