"""Who may do what with the evaluation: the unit states, the organisation bureau judges, the Inspektorat reads, everybody reads what is closed."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Missing, NotAllowed

from .models import Assessment

STATE = "evaluation.state"
JUDGE = "evaluation.judge"
SEE = "evaluation.see"
DESK = (STATE, JUDGE, SEE)


def may_see(actor: Actor, unit_id: UUID) -> bool:
    return any(actor.may(ability, unit_id) for ability in DESK)


def require_desk(actor: Actor) -> None:
    """Refuse whoever has nothing to do with the evaluation."""
    if not any(actor.may_anywhere(ability) for ability in DESK):
        raise NotAllowed(_("Halaman ini untuk kepala unit, Bagian Organisasi, dan Inspektorat."))


def require_work(actor: Actor, unit_id: UUID) -> None:
    """Refuse whoever neither states nor judges for this unit."""
    if not (actor.may(STATE, unit_id) or actor.may(JUDGE, unit_id)):
        raise NotAllowed(_("Ini bukan tugas Anda. Unit mengisi F-01, Bagian Organisasi menilai F-02."))


def require_judge(actor: Actor, unit_id: UUID) -> None:
    """Refuse whoever does not evaluate this unit."""
    if not actor.may(JUDGE, unit_id):
        raise NotAllowed(_("Pembinaan disusun Bagian Organisasi."))


def get_assessment(actor: Actor, assessment_id: UUID) -> Assessment:
    """For looking at. A stranger learns nothing. One query."""
    row = Assessment.objects.filter(id=assessment_id).first()
    if row is None or not may_see(actor, row.unit_id):
        raise Missing(_("Lembar evaluasi ini tidak ada."))
    return row


def get_for(actor: Actor, ability: str, assessment_id: UUID, state: str) -> Assessment:
    """Locked, for an act in this state."""
    row = Assessment.objects.select_for_update().filter(id=assessment_id).first()
    if row is None or not may_see(actor, row.unit_id):
        raise Missing(_("Lembar evaluasi ini tidak ada."))
    if not actor.may(ability, row.unit_id):
        raise NotAllowed(_("Ini bukan tugas Anda. Unit mengisi F-01, Bagian Organisasi menilai F-02."))
    if row.state != state:
        raise Conflict(_("Lembar ini sudah berpindah tahap. Lihat keadaannya dulu."))
    return row
