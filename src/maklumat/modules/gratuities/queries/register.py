"""What pages show of gratuities: one's own, the register of the UPG, one report, and what everybody may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from maklumat.kernel.actor import Actor
from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..access import HANDLE, SEE, offices_of, require_handler, require_staff, visible_to
from ..models import Photo, Report, Step
from ..rules.judging import RECEIVED, REFUSED, Gift, advise
from ..rules.provisions import Provision, in_force, provisions
from ..rules.states import ACTS, ALONE, FINISHED
from .parts import envelope_of, envelopes_of, first_moment, local_date, zone_name

PAGE, FEWEST = 30, 5


@dataclass(frozen=True)
class Line:
    """One report in a list, without what identifies anybody."""

    id: UUID
    number: str
    unit: str
    kind: str
    thing: str
    value: int
    state: str
    duty: str
    received_on: date
    due_at: datetime | None
    overdue: bool
    mine: bool


@dataclass(frozen=True)
class Desk:
    """``handles``: whether the actor is of the UPG; ``open_only``: finished ones are left out; ``more``: whether there are older ones.
    ``erasable``: how many were kept long enough; ``erasable_only``: no others are shown."""

    lines: tuple[Line, ...]
    handles: bool
    sees: bool
    open_only: bool
    page: int
    more: bool
    erasable: int
    erasable_only: bool
    zone: str


def desk(actor: Actor, *, open_only: bool, page: int, now: datetime, erasable_only: bool = False) -> Desk:
    """Own reports and those one handles or inspects, newest first. One query; for the UPG another for what may be erased."""
    require_staff(actor)
    rows = visible_to(actor).order_by("-submitted_at", "-id")
    handles = actor.may_anywhere(HANDLE)
    due = rows.filter(unit_id__in=actor.units_for(HANDLE), kept_until__lt=local_date(now), erased_at=None)
    due = due.exclude(reporter=actor.account_id)
    if erasable_only:
        rows = due
    elif open_only:
        rows = rows.exclude(state__in=FINISHED)
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    known = units.tree().by_id
    lines = tuple(
        Line(
            row.id, row.number, known[row.unit_id].name if row.unit_id in known else "", row.kind, row.thing, row.value, row.state, row.duty, row.received_on, row.due_at,
            row.due_at is not None and row.due_at < now, row.reporter == actor.account_id,
        )
        for row in found[:PAGE]
    )  # fmt: skip
    return Desk(
        lines, handles, actor.may_anywhere(SEE), open_only, page, len(found) > PAGE, due.count() if handles else 0, erasable_only, zone_name(),
    )  # fmt: skip


@dataclass(frozen=True)
class Passed:
    """A line of a report's history."""

    act: str
    who: str
    at: datetime
    note: str


@dataclass(frozen=True)
class ReportPage:
    """One report with all it says. ``acts``: what the actor may do now; ``opens``: whether its key is there."""

    id: UUID
    number: str
    unit: str
    kind: str
    occasion: str
    relation: str
    thing: str
    value: int
    received_on: date
    submitted_at: datetime
    within: bool
    state: str
    revision: int
    due_at: datetime | None
    overdue: bool
    outcome: str
    deposited: bool
    texts: Mapping[str, str]
    photos: tuple[UUID, ...]
    history: tuple[Passed, ...]
    duty: str
    reason: str
    limit: int | None
    burden: bool
    provision: Provision
    acts: tuple[str, ...]
    mine: bool
    zone: str
    finished_on: date | None
    kept_until: date | None
    erased_at: datetime | None
    opens: bool


def report_page(actor: Actor, row: Report, now: datetime) -> ReportPage:
    """Of a report the actor may see (actions.look). Queries: photos, steps, names."""
    envelope = envelope_of(row.id)
    provision = next(one for one in provisions() if one.key == row.provision)
    advice = advise(Gift(row.kind, row.occasion, row.relation, row.thing, row.value), provision)
    steps = list(Step.objects.filter(report=row).order_by("at", "id"))
    names = accounts.staff_names({one.by for one in steps if one.by})
    handles = actor.may(HANDLE, row.unit_id) and row.reporter != actor.account_id
    acts = (
        [act for act, (befores, _then) in ACTS.items() if row.state in befores and act not in ALONE] if handles else []
    )
    if handles and (row.deposited or row.state not in FINISHED):
        acts.append("release" if row.deposited else "deposit")
    overdue = row.due_at is not None and row.due_at < now
    if handles and not row.deposited and row.erased_at is None and row.kept_until and row.kept_until < local_date(now):
        acts.append("erase")
    if row.reporter == actor.account_id and row.state == "returned" and not overdue:
        acts.append("complete")
    office = units.tree().by_id.get(row.unit_id)
    same = advice.duty == row.duty  # gifts of the same giver may have made another of it
    return ReportPage(
        row.id, row.number, office.name if office else "", row.kind, row.occasion, row.relation, row.thing, row.value, row.received_on, row.submitted_at, row.within,
        row.state, row.revision, row.due_at, overdue, row.outcome, row.deposited, envelope.unseal_json(row.content) if envelope else {},
        tuple(Photo.objects.filter(report=row).order_by("at", "id").values_list("id", flat=True)),
        tuple(Passed(one.act, names.get(one.by, "") if one.by else "", one.at, envelope.unseal_json(one.note) if envelope and one.note else "") for one in steps),
        row.duty, advice.reason if same else "over_year", advice.limit if same else provision.limits["coworker"]["per_year"], advice.burden, provision, tuple(acts),
        row.reporter == actor.account_id, zone_name(row.unit_id), local_date(row.finished_at) if row.finished_at else None, row.kept_until, row.erased_at, envelope is not None,
    )  # fmt: skip


def register(actor: Actor, year: int) -> Iterator[dict[str, Any]]:
    """The year's reports as the KPK asks for them, opened. For the UPG. Two queries."""
    require_handler(actor)
    known = units.tree().by_id
    rows = (
        visible_to(actor)
        .filter(
            unit_id__in=actor.units_for(HANDLE),
            submitted_at__gte=first_moment(date(year, 1, 1)),
            submitted_at__lt=first_moment(date(year + 1, 1, 1)),
        )
        .order_by("submitted_at", "id")
    )
    found = list(rows)
    envelopes = envelopes_of(row.id for row in found)
    for row in found:
        told = envelopes[row.id].unseal_json(row.content) if row.id in envelopes else {}
        texts = defaultdict(str, told)  # what was erased leaves its line
        yield {
            "nomor": row.number, "tanggal_lapor": row.submitted_at, "pelapor": texts["name"], "telepon": texts["phone"], "unit": known[row.unit_id].name if row.unit_id in known else "",
            "jenis": row.kind, "peristiwa": row.occasion, "hubungan": row.relation, "pemberi": texts["giver"], "instansi_pemberi": texts["giver_agency"],
            "alamat_pemberi": texts["giver_address"], "jenis_objek": row.thing, "uraian_objek": texts["thing_words"], "nilai": row.value, "tempat": texts["place"],
            "tanggal_terima": row.received_on, "alasan": texts["reason"], "kronologi": texts["story"], "tepat_waktu": row.within, "keadaan": row.state, "penetapan": row.outcome,
            "dititipkan": row.deposited, "dasar": row.provision, "dihapus": row.erased_at or "",
        }  # fmt: skip


@dataclass(frozen=True)
class PublicPage:
    """``received`` and ``refused``: reports of a year until the end of its last whole month (``until``), None where it is one to four;
    ``forwarded``, ``state_owned``: what had become of those received by then, likewise."""

    year: int
    until: date
    received: int | None
    refused: int | None
    forwarded: int | None
    state_owned: int | None
    provision: Provision


def public_page(now: datetime) -> PublicPage:
    """What everybody may know: numbers of the whole government, small ones hidden. Months that are over only: a number that moved at once would tell
    colleagues that somebody has just reported. In January it is the year before. One query."""
    today = local_date(now)
    end = first_moment(today.replace(day=1))
    until = end.date() - timedelta(days=1)
    got = Q(kind=RECEIVED)
    by_then = {"steps__at__lt": end}
    told = Report.objects.filter(submitted_at__gte=first_moment(date(until.year, 1, 1)), submitted_at__lt=end).aggregate(
        received=Count("id", filter=got, distinct=True), refused=Count("id", filter=Q(kind=REFUSED), distinct=True),
        forwarded=Count("id", filter=got & Q(steps__act="forward", **by_then), distinct=True),
        state_owned=Count("id", filter=got & Q(outcome="state", steps__act="determine", **by_then), distinct=True),
    )  # fmt: skip
    shown = {name: None if 0 < count < FEWEST else count for name, count in told.items()}
    return PublicPage(until.year, until, **shown, provision=in_force(today))


def units_of(actor: Actor) -> list[tuple[str, str]]:
    """Where the actor works: id and name."""
    known = units.tree().by_id
    return sorted(((str(one), known[one].name) for one in offices_of(actor) if one in known), key=lambda pair: pair[1])
