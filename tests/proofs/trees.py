"""Random organisations with conflicts of interest: nobody who is named, stands below or above sees a report on abuse of office.

Units, posts and mandates are rolled; then a report is filed about one of the units, and everybody looks at the inbox, the search
and the case. Who must not see it is worked out here from parent pointers alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Missing
from maklumat.kernel.ids import new_id
from maklumat.modules.accounts.models import Account
from maklumat.modules.complaints.access import may_open_desk
from maklumat.modules.complaints.queries.cases import case_page
from maklumat.modules.complaints.queries.inbox import Filter, inbox
from maklumat.modules.units.api import MANDATES
from maklumat.modules.units.models import Appointment, Unit
from maklumat.site.roles import actor_of
from tests import world
from tests.complaints.cast import file
from tests.world import MONDAY

ROLES = (
    "head",
    "complaint_coordinator",
    "front_desk",
    "verifier",
    "inspector",
    "organisation_bureau",
    "admin",
    "catalogue_editor",
)
PEOPLE, TEXT = 14, "Petugas meminta uang pelicin supaya berkas didahulukan, ada saksi kuncupmerah."


def run(cases: int = 5000, seed: int = 1, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """The figures; ``wrong``: sightings by somebody who must not, and reports that nobody may see."""
    world.build(())
    people = [
        Account.objects.create(email=f"orang{n}@uji.example", name=f"Orang {n}", kind="staff") for n in range(PEOPLE)
    ]
    figures, examples, rng = Counter[str](), [], random.Random(seed)
    for number in range(cases):
        with transaction.atomic():
            wrong = _one(rng, people, figures)
            transaction.set_rollback(True)
        examples += [f"tree {number}: {one}" for one in wrong]
        if number % 500 == 499:
            tell(f"{number + 1:,} trees, {len(examples)} sightings")
    return {**figures, "wrong": len(examples), "examples": examples[:10]}


def _one(rng: random.Random, people: list[Account], figures: Counter[str]) -> list[str]:
    parents = _units(rng)
    posts = _posts(rng, people, list(parents))
    about = rng.choice([unit for unit in parents if parents[unit] is not None])
    code = Unit.objects.get(id=about).code
    figures["trees"] += 1
    try:
        one = file(text=TEXT, slug="", unit=code, oversight=True)
    except Conflict:
        figures["sent on: no inspectorate is free of the conflict"] += 1
        return []
    forbidden = _forbidden(about, parents, posts)
    wrong, seen = [], 0
    for person in people:
        sees = _sees(actor_of(person, MONDAY), one.id)
        seen += sees
        figures["people who looked"] += 1
        figures["of these named, below or above"] += person.id in forbidden
        if sees and person.id in forbidden:
            wrong.append(f"{person.name} sees a report about {code}")
    figures["reports with a reader"] += bool(seen)
    if not seen:
        wrong.append(f"nobody may read the report about {code}")
    return wrong


def _units(rng: random.Random) -> dict[UUID, UUID | None]:
    """Parents of a new tree below the government that is there: agencies, service units, counters of any depth."""
    root = Unit.objects.get(parent=None)
    parents: dict[UUID, UUID | None] = {root.id: None}
    paths = {root.id: (root.path, 0)}
    for n in range(rng.randrange(3, 14)):
        above = rng.choice(list(parents))
        path, depth = paths[above]
        kind = "agency" if depth == 0 else "service_unit"
        unit = Unit.objects.create(
            id=new_id(), code=f"uji-{n}", parent_id=above, path=f"{path}uji-{n}/", kind=kind, name=f"Unit {n}"
        )
        parents[unit.id], paths[unit.id] = above, (unit.path, depth + 1)
    return parents


def _posts(rng: random.Random, people: list[Account], units: list[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    Appointment.objects.filter(role="inspector").delete()
    posts: dict[UUID, list[tuple[UUID, str]]] = {}
    for person in people:
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            unit, role = rng.choice(units), rng.choice(ROLES)
            if (unit, role) in posts.get(person.id, ()):
                continue
            Appointment.objects.create(account=person, unit_id=unit, role=role, starts_at=MONDAY)
            posts.setdefault(person.id, []).append((unit, role))
    return posts


def _forbidden(about: UUID, parents: dict[UUID, UUID | None], posts: dict[UUID, list[tuple[UUID, str]]]) -> set[UUID]:
    """Whoever holds a post in the unit, anywhere below it, or anywhere above; a mandate at the top is no post."""
    line = _line(about, parents)
    concerned = {unit for unit in parents if about in _line(unit, parents)} | set(line)
    top = line[-1]
    return {
        person for person, held in posts.items()
        if any(unit in concerned and not (unit == top and role in MANDATES) for unit, role in held)
    }  # fmt: skip


def _line(unit: UUID, parents: dict[UUID, UUID | None]) -> list[UUID]:
    found, here = [], unit
    while here is not None:
        found.append(here)
        here = parents[here]  # type: ignore[assignment]
    return found


def _sees(actor: Actor, report_id: UUID) -> bool:
    if not may_open_desk(actor):
        return False
    lists = [Filter("open"), Filter("open", q="kuncupmerah")]
    if any(row.id == report_id for wanted in lists for row in inbox(actor, wanted, MONDAY).rows):
        return True
    try:
        case_page(actor, report_id, MONDAY)
    except Missing:
        return False
    return True
