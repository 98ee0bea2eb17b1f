"""Who may see which measure of which unit, and who may comment. What is not told here is not seen."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed

from .rules.measures import Measure, Sensitivity

SEE, INSPECT, REMARK = "dashboards.see", "dashboards.inspect", "dashboards.remark"
_NEEDS: Mapping[Sensitivity, str | None] = {
    Sensitivity.PUBLIC: None, Sensitivity.INTERNAL: SEE, Sensitivity.RESTRICTED: INSPECT
}  # fmt: skip


def may_see(actor: Actor, measure: Measure, unit_id: UUID) -> bool:
    """Whether this measure of this unit is for the actor's eyes. A sensitivity that nobody knows is for nobody."""
    if measure.sensitivity not in _NEEDS:
        return False
    need = _NEEDS[measure.sensitivity]
    return need is None or actor.may(need, unit_id)


def sees_whole(actor: Actor, unit_id: UUID) -> bool:
    """Whether small cells are told: to those who answer for the unit, and to who watches it."""
    return actor.may(SEE, unit_id) or actor.may(INSPECT, unit_id)


def require_whole(actor: Actor, unit_id: UUID | None) -> UUID:
    """The unit, for who may see its internal figures. Raises :class:`Missing`, so that a stranger learns nothing."""
    if unit_id is None or not sees_whole(actor, unit_id):
        raise Missing(_("Halaman ini tidak ada, atau bukan untuk peran Anda."))
    return unit_id


def require_remark(actor: Actor, unit_id: UUID | None) -> UUID:
    """The unit, for its head. Raises :class:`Missing` and :class:`NotAllowed`."""
    require_whole(actor, unit_id)
    if unit_id is None or not actor.may(REMARK, unit_id):
        raise NotAllowed(_("Tanggapan atas angka hanya dapat ditulis oleh kepala unit ini."))
    return unit_id
