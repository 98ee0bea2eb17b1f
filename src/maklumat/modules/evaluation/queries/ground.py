"""What the system knows of a unit's year by itself: for each indicator the items that are there, the numbers, and the facts that prove it.

Everything is read from the ledger or from frozen documents (standards, charters, survey results); nothing is typed in. What this installation
does not know is left to the unit's statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from maklumat.kernel.models import Entry
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.surveys import api as surveys
from maklumat.modules.units import api as units

from ..rules.scoring import Facts


@dataclass(frozen=True)
class Computed:
    """``facts`` says what; ``entries`` of the ledger prove it, ``count`` of them. ``note``: what the rule's "other" is here."""

    facts: Facts
    entries: QuerySet[Entry] | None = None
    count: int = 0
    note: str = ""


@dataclass
class Ground:
    """One unit's year, with what several indicators ask for."""

    unit_id: UUID
    year: int
    at: datetime
    variant: str
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def below(self) -> list[UUID]:
        return list(units.tree().below(self.unit_id))

    @cached_property
    def start(self) -> datetime:
        """The year's first moment."""
        return datetime(self.year, 1, 1, tzinfo=UTC)

    @cached_property
    def end(self) -> datetime:
        """The end of the year, or now while it runs."""
        return min(self.at, datetime(self.year + 1, 1, 1, tzinfo=UTC))

    @cached_property
    def versions(self) -> list[catalogue.VersionFacts]:
        """Standards in force at the end."""
        below = set(self.below)
        return [one for one in catalogue.shelf(self.end).versions if one.unit_id in below]

    @cached_property
    def charter(self) -> catalogue.MaklumatFacts | None:
        """The unit's own, or that of the unit above it."""
        line = [one.id for one in units.tree().above(self.unit_id)]
        found = catalogue.maklumat_over(line)
        return found if found and found.published_at < self.end else None

    @cached_property
    def results(self) -> list[surveys.Published]:
        """Published SKM results of the year."""
        return [
            one
            for one in surveys.published(self.below, "skm")
            if one.period.startswith(str(self.year)) and one.published_at < self.end
        ]

    def entries(self, *kinds: str) -> QuerySet[Entry]:
        """Facts of these kinds about this unit, of this year."""
        rows = Entry.objects.filter(kind__in=kinds, unit_id__in=self.below, at__gte=self.start, at__lt=self.end)
        if any(
            kind.startswith("complaints.") for kind in kinds
        ):  # of reports on abuse of office nobody here learns that they exist
            open_ones = Q(data__oversight__isnull=True) | Q(data__oversight=False)
            rows = rows.filter(open_ones, Q(data__report_kind__isnull=True) | ~Q(data__report_kind="oversight"))
        return rows

    def count(self, *kinds: str) -> int:
        """How many, read once."""
        key = "/".join(kinds)
        if key not in self.kept:
            self.kept[key] = self.entries(*kinds).count()
        return self.kept[key]


def found(
    ground: Ground,
    items: Iterable[str],
    entries: QuerySet[Entry],
    numbers: Mapping[str, int] | None = None,
    note: str = "",
) -> Computed | None:
    """None without a single fact: then nothing is known, only supposed."""
    there, count = frozenset(items), entries.count()
    return (
        Computed(Facts(there, numbers or {}), entries, count, note if "other" in there else "")
        if count and (there or numbers)
        else None
    )
