"""How long a service may take, as the published standard says it (component "jangka waktu", UU 25/2009 Art. 21)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Unit = Literal["minutes", "hours", "working_days", "calendar_days"]
UNITS: tuple[str, ...] = get_args(Unit)
LONGEST = 100_000  # keeps every due moment inside the years a date can hold


@dataclass(frozen=True, slots=True)
class Promise:
    """``number`` of ``unit``. Minutes and hours are *opening* minutes and hours, not those of the wall clock."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit must be one of {UNITS}, not {self.unit!r}")
        if type(self.number) is not int or not 1 <= self.number <= LONGEST:
            raise ValueError(f"number must be a whole number from 1 to {LONGEST}, not {self.number!r}")
