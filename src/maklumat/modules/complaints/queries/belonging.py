"""The rules in force, which of them fits a report, and what one would have done to past reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid
from maklumat.kernel.words import N_
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import require_judge, visible_to
from ..models import Report, RoutingRule
from ..rules.belonging import BadRule, Conditions, Facts, fits, read
from ..rules.ladder import Kind
from .parts import content_of, titles_of

TRIED, SHOWN = 2000, 10
DAYS = (N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"))


@dataclass(frozen=True)
class RuleFacts:
    """``said``: its conditions as stored, ``words``: for people. ``unit``: code of who answers."""

    id: UUID
    name: str
    said: dict[str, Any]
    words: str
    unit: str
    unit_name: str


@dataclass(frozen=True)
class Trial:
    """What a rule would have done to the latest ``looked_at`` reports: how many fit, with whom those rest now, some of them."""

    looked_at: int
    fitting: int
    same: int
    holders: tuple[tuple[str, int], ...]
    shown: tuple[tuple[UUID, str, str, str], ...]


def conditions_of(given: Mapping[str, Any]) -> Conditions:
    """The conditions as typed. Raises :class:`Invalid` with the field."""
    try:
        return read(given)
    except BadRule as fault:
        raise Invalid(
            _("Syarat aturan ini belum terbaca. Isi paling sedikit satu syarat, dan periksa isian yang ditandai."),
            fields={str(fault): _("Periksa isian ini.")},
        ) from fault


def rules_now() -> list[RuleFacts]:
    """The rules in force, in their order. One query."""
    tree = units.tree().by_id
    rows = RoutingRule.objects.filter(ended_at=None).order_by("place", "made_at")
    return [
        RuleFacts(
            row.id,
            row.name,
            row.conditions,
            _words(read(row.conditions)),
            tree[row.unit_id].code,
            tree[row.unit_id].name,
        )
        for row in rows
    ]


def _words(one: Conditions) -> str:
    region, unit = units.region(one.region) if one.region else None, units.tree().by_code.get(one.unit)
    parts = (
        (_("Kategori"), one.category),
        (_("Layanan"), one.slug),
        (_("Unit"), unit.name if unit else one.unit),
        (_("Wilayah"), region.name if region else one.region),
        (_("Kata"), ", ".join(one.words)),
        (_("Hari"), ", ".join(_(DAYS[day - 1]) for day in one.days)),
        (_("Jam"), f"{one.first}–{one.last}" if one.first is not None else ""),
    )
    return " · ".join(f"{name}: {value}" for name, value in parts if value)


def rule_for(report: Report) -> RuleFacts | None:
    """The first rule that fits. One query, and the category's."""
    facts = None
    for one in rules_now():
        facts = facts or facts_of(report)
        if fits(read(one.said), facts):
            return one
    return None


def facts_of(report: Report) -> Facts:
    """What the rules look at."""
    content, tree = content_of(report), units.tree().by_id
    standard = catalogue.published_version(report.version_id).standard if report.version_id else None
    zone = ZoneInfo(calendars.zone_of(report.holder_unit_id))
    return Facts(
        path=report.category.path if report.category else "",
        slug=standard.slug if standard else "",
        unit=tree[report.about_unit_id].code if report.about_unit_id in tree else "",
        region=report.region,
        text=f"{content.get('text', '')} {content.get('place', '')}",
        at=(report.filed_at or report.created_at).astimezone(zone),
    )


def try_rule(actor: Actor, conditions: Conditions, unit_code: str) -> Trial:
    """Over the latest reports that this actor may see. Four queries; each text is opened."""
    require_judge(actor)
    tree = units.tree()
    rows = (
        visible_to(actor)
        .exclude(kind=Kind.OVERSIGHT)
        .filter(root=None)
        .select_related("category")
        .order_by("-filed_at", "-id")
    )
    rows = list(rows[:TRIED])
    hit = [row for row in rows if fits(conditions, facts_of(row))]
    wanted = tree.below(tree.by_code[unit_code].id) if unit_code in tree.by_code else frozenset()
    holders = Counter(tree.by_id[row.holder_unit_id].label for row in hit if row.holder_unit_id in tree.by_id)
    titles = titles_of(hit[:SHOWN])
    return Trial(
        looked_at=len(rows),
        fitting=len(hit),
        same=sum(row.holder_unit_id in wanted for row in hit),
        holders=tuple(holders.most_common(6)),
        shown=tuple(
            (
                row.id,
                row.number or "",
                titles[row.id],
                tree.by_id[row.holder_unit_id].label,
            )
            for row in hit[:SHOWN]
        ),
    )
