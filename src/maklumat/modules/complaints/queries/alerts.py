"""What somebody who asked for news of an area sees of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units

from ..access import index_of
from ..models import Alert


@dataclass(frozen=True)
class AlertPage:
    """``area`` in words."""

    area: str
    confirmed: bool


def area_words(unit: str, region: str) -> str:
    """Of which area there is news."""
    chosen, place = units.tree().by_code.get(unit), units.region(region) if region else None
    return chosen.name if chosen else place.name if place else _("semua unit dan wilayah")


def alert_page(code: str) -> AlertPage:
    """Behind the link of the letter. Raises :class:`Missing`. One query."""
    row = Alert.objects.filter(code_index=index_of(code)).first()
    if row is None:
        raise Missing(_("Tautan ini tidak ada, atau kabar ini sudah dihentikan."))
    unit = units.tree().by_id.get(row.unit_id) if row.unit_id else None
    return AlertPage(area_words(unit.code if unit else "", row.region), row.confirmed_at is not None)
