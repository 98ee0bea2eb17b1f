"""Which kind of unit may stand below which."""

from __future__ import annotations

from maklumat.kernel.words import N_

KINDS = {
    "government": N_("Pemerintah daerah"),
    "agency": N_("Perangkat daerah"),
    "service_unit": N_("Unit pelayanan"),
    "counter": N_("Loket"),
}
BELOW: dict[str | None, tuple[str, ...]] = {
    None: ("government",),
    "government": ("agency", "service_unit"),
    "agency": ("agency", "service_unit"),
    "service_unit": ("service_unit", "counter"),
    "counter": (),
}


def may_stand_below(kind: str, parent_kind: str | None) -> bool:
    """Whether a unit of ``kind`` may be added below one of ``parent_kind`` (None: nothing is there yet)."""
    return kind in BELOW.get(parent_kind, ())
