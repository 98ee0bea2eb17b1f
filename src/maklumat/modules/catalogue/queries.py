"""Reads of the catalogue as frozen values. A published version never changes, so it is kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import F

from maklumat.kernel import memo
from maklumat.kernel.actor import Actor

from .access import EDIT, PUBLISH, get_version, visible_to
from .models import Maklumat, Service, StandardVersion
from .rules.difference import Difference, differences
from .rules.gaps import Gap, gaps
from .rules.search import Index
from .rules.standard import Consultation, Decision, Standard, load

State = StandardVersion.State


@dataclass(frozen=True)
class VersionFacts:
    """A version with its standard, read."""

    id: UUID
    service_id: UUID
    unit_id: UUID
    number: int
    state: str
    standard: Standard
    content_hash: str
    decision: Decision | None
    consultation: Consultation | None
    effective_from: date | None
    review_due: date | None
    published_at: datetime | None
    revision: int
    review_note: str
    changed_at: datetime


def _facts(version: StandardVersion, unit_id: UUID) -> VersionFacts:
    return VersionFacts(
        id=version.id,
        service_id=version.service_id,
        unit_id=unit_id,
        number=version.number,
        state=version.state,
        standard=load(version.content),
        content_hash=version.content_hash,
        decision=Decision.model_validate(version.decision) if version.decision else None,
        consultation=Consultation.model_validate(version.consultation) if version.consultation else None,
        effective_from=version.effective_from,
        review_due=version.review_due,
        published_at=version.published_at,
        revision=version.revision,
        review_note=version.review_note,
        changed_at=version.changed_at,
    )


@lru_cache(maxsize=2000)
def published_version(version_id: UUID) -> VersionFacts:
    """A version that was published once. Its content is immutable: safe to keep for ever (state may lag)."""
    version = StandardVersion.objects.select_related("service").get(
        id=version_id, state__in=[State.PUBLISHED, State.SUPERSEDED]
    )
    return _facts(version, version.service.unit_id)


def version(version_id: UUID) -> VersionFacts:
    """Any version, as it is now. Access was checked by the caller."""
    row = StandardVersion.objects.select_related("service").get(id=version_id)
    return _facts(row, row.service.unit_id)


@dataclass(frozen=True)
class Shelf:
    """All services in force, looked up by slug, unit, category, life event."""

    versions: tuple[VersionFacts, ...]
    by_slug: dict[str, VersionFacts]

    def of_unit(self, unit_ids: frozenset[UUID]) -> tuple[VersionFacts, ...]:
        return tuple(v for v in self.versions if v.unit_id in unit_ids)

    def of_category(self, category: str) -> tuple[VersionFacts, ...]:
        return tuple(v for v in self.versions if v.standard.category == category)

    def of_life_event(self, event: str) -> tuple[VersionFacts, ...]:
        return tuple(v for v in self.versions if event in v.standard.life_events)


_shelf: tuple[tuple, Shelf] | None = None


def shelf() -> Shelf:
    """The catalogue in force. One query (a stamp) when nothing was published since."""
    return memo.recall("catalogue.shelf", _read_shelf)


def _read_shelf() -> Shelf:
    global _shelf
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(id::text), max(published_at), max(superseded_at), current_database() FROM catalogue_standard "
            "WHERE state IN ('published', 'superseded')"
        )
        stamp = cursor.fetchone()
    if _shelf is None or _shelf[0] != stamp:
        rows = StandardVersion.objects.filter(state=State.PUBLISHED).annotate(unit_id=F("service__unit_id"))
        versions = tuple(sorted((_facts(row, row.unit_id) for row in rows), key=lambda v: v.standard.name))
        _shelf = (stamp, Shelf(versions, {v.standard.slug: v for v in versions}))
    return _shelf[1]


def in_force(slug: str) -> VersionFacts | None:
    """The version in force of a service, by its slug."""
    return shelf().by_slug.get(slug)


_index: tuple[Shelf, Index] | None = None


def find(query: str, limit: int = 30) -> tuple[VersionFacts, ...]:
    """The services that fit what a resident typed, best first. The index is built once per shelf."""
    global _index
    now = shelf()
    kept = _index
    if kept is None or kept[0] is not now:
        kept = _index = (now, Index([v.standard for v in now.versions]))
    return tuple(now.by_slug[hit.slug] for hit in kept[1].find(query, limit))


def everyday(limit: int) -> tuple[VersionFacts, ...]:
    """The services that most lives touch: by the number of life events and of everyday names."""
    ranked = sorted(
        shelf().versions, key=lambda v: (-len(v.standard.life_events), -len(v.standard.aliases), v.standard.name)
    )
    return tuple(ranked[:limit])


@dataclass(frozen=True)
class DeskRow:
    """A service on the editor's desk."""

    service_id: UUID
    slug: str
    name: str
    unit_id: UUID
    published_number: int | None
    draft_id: UUID | None
    draft_state: str
    review_due: date | None


def desk(actor: Actor) -> tuple[DeskRow, ...]:
    """The services whose standards this actor works on. Two queries."""
    services = list(visible_to(actor))
    rows: dict[UUID, dict] = {s.id: {} for s in services}
    versions = StandardVersion.objects.filter(service__in=services).exclude(state=State.SUPERSEDED)
    for v in versions.values("id", "service_id", "state", "number", "review_due", "content__name"):
        rows[v["service_id"]]["published" if v["state"] == State.PUBLISHED else "draft"] = v
    found = []
    for s in services:
        published, draft = rows[s.id].get("published"), rows[s.id].get("draft")
        found.append(
            DeskRow(
                service_id=s.id,
                slug=s.slug,
                name=(draft or published or {}).get("content__name") or s.slug,
                unit_id=s.unit_id,
                published_number=published["number"] if published else None,
                draft_id=draft["id"] if draft else None,
                draft_state=draft["state"] if draft else "",
                review_due=published["review_due"] if published else None,
            )
        )
    return tuple(sorted(found, key=lambda row: row.name))


def history(service_id: UUID) -> tuple[VersionFacts, ...]:
    """All published and superseded versions, newest first."""
    rows = StandardVersion.objects.filter(service_id=service_id, state__in=[State.PUBLISHED, State.SUPERSEDED])
    unit_id = Service.objects.values_list("unit_id", flat=True).get(id=service_id)
    return tuple(_facts(row, unit_id) for row in rows.order_by("-number"))


@dataclass(frozen=True)
class Workpiece:
    """A version on the desk: what is missing, what differs from the version in force, what the actor may do."""

    version: VersionFacts
    former: VersionFacts | None
    gaps: tuple[Gap, ...]
    differences: tuple[Difference, ...]
    may_edit: bool
    may_publish: bool

    @property
    def standard(self) -> Standard:
        return self.version.standard

    def gaps_of(self, component: str) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.component == component)


def workpiece(actor: Actor, version_id: UUID) -> Workpiece:
    """A version for its writers, reviewers and publisher. Three queries."""
    row = get_version(actor, version_id)
    unit_id = row.service.unit_id
    now = _facts(row, unit_id)
    given = StandardVersion.objects.filter(service_id=row.service_id, state=State.PUBLISHED).exclude(id=row.id).first()
    former = _facts(given, unit_id) if given else None
    return Workpiece(
        version=now,
        former=former,
        gaps=gaps(now.standard),
        differences=differences(former.standard, now.standard) if former else (),
        may_edit=actor.may(EDIT, unit_id) and now.state == State.DRAFT,
        may_publish=actor.may(PUBLISH, unit_id) and now.state in (State.DRAFT, State.REVIEW),
    )


@dataclass(frozen=True)
class MaklumatFacts:
    id: UUID
    unit_id: UUID
    number: int
    text: tuple[str, ...]
    standards: tuple[dict, ...]
    content_hash: str
    decision: Decision
    published_at: datetime
    review_due: date
    publications: tuple[tuple[str, str, date], ...]


def maklumat_in_force(unit_id: UUID) -> MaklumatFacts | None:
    """The maklumat in force of a unit, with its publication log."""
    row = Maklumat.objects.filter(unit_id=unit_id, superseded_at=None).first()
    return _maklumat(row) if row else None


def maklumat_over(unit_ids: Sequence[UUID]) -> MaklumatFacts | None:
    """The maklumat in force of the last of these units that has one: a counter works under its agency's."""
    rows = {row.unit_id: row for row in Maklumat.objects.filter(unit_id__in=unit_ids, superseded_at=None)}
    found = next((rows[unit_id] for unit_id in reversed(unit_ids) if unit_id in rows), None)
    return _maklumat(found) if found else None


def maklumat_dates(unit_ids: Iterable[UUID]) -> dict[UUID, date]:
    """When the maklumat in force of each of these units must be looked at again."""
    rows = Maklumat.objects.filter(unit_id__in=list(unit_ids), superseded_at=None)
    return dict(rows.values_list("unit_id", "review_due"))


def _maklumat(row: Maklumat) -> MaklumatFacts:
    return MaklumatFacts(
        id=row.id,
        unit_id=row.unit_id,
        number=row.number,
        text=tuple(row.text),
        standards=tuple(row.standards),
        content_hash=row.content_hash,
        decision=Decision.model_validate(row.decision),
        published_at=row.published_at,
        review_due=row.review_due,
        publications=tuple(row.publications.order_by("-published_on").values_list("medium", "place", "published_on")),
    )
