"""Rules of where reports belong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, Missing, require_short

from ..access import require_judge
from ..events import RuleMade
from ..models import RoutingRule
from ..queries.belonging import conditions_of
from ..rules.belonging import written
from .verifying import office


@transaction.atomic
def make_rule(*, by: Actor, name: str, given: Mapping[str, Any], unit: str, at: datetime) -> UUID:
    """From now on reports that fit are suggested to this unit; a person decides, as before."""
    require_judge(by)
    chosen, conditions = office(unit), conditions_of(given)
    if not name.strip():
        raise Invalid(_("Beri nama aturan ini."), fields={"name": _("Wajib diisi.")})
    require_short(name=(name.strip(), 80))
    last = RoutingRule.objects.filter(ended_at=None).aggregate(last=Max("place"))["last"] or 0
    row = RoutingRule.objects.create(
        name=name.strip(), place=last + 1, conditions=written(conditions), unit_id=chosen.id, made_at=at
    )
    ledger.record(RuleMade(subject=row.id, unit_id=chosen.id, unit=chosen.id, ended=False), by=by, at=at)
    return row.id


@transaction.atomic
def end_rule(*, by: Actor, rule_id: UUID, at: datetime) -> None:
    """It suggests nothing any more."""
    require_judge(by)
    row = RoutingRule.objects.select_for_update().filter(id=rule_id, ended_at=None).first()
    if row is None:
        raise Missing(_("Aturan ini tidak ada."))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    ledger.record(RuleMade(subject=row.id, unit_id=row.unit_id, unit=row.unit_id, ended=True), by=by, at=at)
