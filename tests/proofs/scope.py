"""Role × measure × unit: what each person is shown of each unit, held against a table written by hand from the rules of who may see what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from maklumat.kernel import ledger
from maklumat.kernel.actor import ANONYMOUS, SYSTEM, Actor
from maklumat.kernel.ids import new_id
from maklumat.modules.applications.events import Issued, Returned, Submitted
from maklumat.modules.complaints.events import Closed, Filed, Verified
from maklumat.modules.dashboards import actions
from maklumat.modules.dashboards.queries import opendata
from maklumat.modules.dashboards.queries.figures import seen
from maklumat.modules.units import api as units
from maklumat.site.roles import ABILITIES, actor_of
from tests import world
from tests.world import MONDAY

INTERNAL = {"late_returned", "overdue", "open", "open_daily", "reports_handed_back"}
RESTRICTED = {"oversight_received", "oversight_closed"}
SEES_INTERNAL = {"head", "organisation_bureau", "inspector"}
SEES_RESTRICTED = {"inspector"}


def run(many: int = 60) -> dict[str, Any]:
    """Every role held in every unit, and people without one, look at so many units. Small things happened in each."""
    world.build(())
    tree = list(units.tree().units)
    _happen(tree)
    looked, cells, wrong, small = tree[:many], 0, [], 0
    for who, role, at in _people(tree):
        found = seen(who, [unit.id for unit in looked], "2026")
        for unit in looked:
            reaches = at is not None and at.id in {above.id for above in units.tree().above(unit.id)}
            for one in found[unit.id]:
                cells += 1
                key = one.measure.key
                may = key not in INTERNAL | RESTRICTED or (
                    reaches and (role in SEES_INTERNAL if key in INTERNAL else role in SEES_RESTRICTED)
                )
                if not may:
                    wrong.append(f"{role}@{at and at.code} sees {key} of {unit.code}")
                whole = reaches and role in SEES_INTERNAL
                if (
                    not whole
                    and one.measure.shield == "residents"
                    and one.measure.unit == "cases"
                    and one.value not in (None, 0)
                    and one.value < 5
                ):
                    small += 1
            told = {one.measure.key for one in found[unit.id]}
            for key in (INTERNAL if reaches and role in SEES_INTERNAL else set()) | (
                RESTRICTED if reaches and role in SEES_RESTRICTED else set()
            ):
                if key not in told:
                    wrong.append(f"{role}@{at and at.code} misses {key} of {unit.code}")
    public = {line["measure"] for line in opendata.rows(2026, MONDAY)} & (INTERNAL | RESTRICTED)
    return {
        "people": sum(1 for _one in _people(tree)),
        "units": len(looked),
        "cells": cells,
        "small_told": small,
        "wrong": len(wrong) + small + len(public),
        "examples": wrong[:5],
    }


def _people(tree: list[Any]):
    """(actor, role, unit): nobody, a resident, and each role in each unit, with the abilities that the site gives it there."""
    yield ANONYMOUS, "", None
    yield Actor("resident", new_id(), "Warga"), "", None
    for role, abilities in ABILITIES.items():
        for unit in tree:
            below = units.tree().below(unit.id)
            yield (
                replace(
                    actor_of(None, MONDAY), kind="staff", account_id=new_id(), abilities=dict.fromkeys(abilities, below)
                ),
                role,
                unit,
            )


def _happen(tree: list[Any]) -> None:
    """In every unit one or two applications and reports, one of them on abuse of office."""
    with transaction.atomic():
        for number, unit in enumerate(tree):
            service = new_id()
            for _case in range(1 + number % 2):
                subject = new_id()
                common = {"subject": subject, "unit_id": unit.id}
                ledger.record(
                    Submitted(
                        **common,
                        service_id=service,
                        version_id=service,
                        content_hash="",
                        channel="web",
                        fee=0,
                        documents=0,
                        due_at=None,
                    ),
                    by=SYSTEM,
                    at=MONDAY,
                )
                ledger.record(Returned(**common, lines=(), number=1, late=True, used_percent=90), by=SYSTEM, at=MONDAY)
                ledger.record(
                    Issued(
                        **common, service_id=service, version_id=service, submitted_at=MONDAY, finished_at=MONDAY + timedelta(hours=1), net_seconds=3600,
                        gross_seconds=3600, used_percent=10, kept=True, returns=1,
                    ),
                    by=SYSTEM, at=MONDAY,
                )  # fmt: skip
                for oversight in (False, True):
                    report = {"subject": new_id(), "unit_id": unit.id}
                    filed = Filed(
                        **report,
                        channel="web",
                        anonymous=False,
                        secret=oversight,
                        oversight=oversight,
                        category_id=None,
                        service_id=None,
                        about_unit=None,
                        evidence=0,
                        ladder=1,
                        due_at=None,
                    )
                    verified = Verified(
                        **report,
                        report_kind="oversight" if oversight else "complaint",
                        category_id=None,
                        holder_unit=unit.id,
                        due_at=None,
                    )
                    closed = Closed(**report, ending="confirmed", in_time=True, net_seconds=60, gross_seconds=60)
                    for event in (filed, verified, closed):
                        ledger.record(event, by=SYSTEM, at=MONDAY)
    actions.recompute_all(MONDAY)
