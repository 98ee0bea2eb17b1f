"""Reads of the catalogue as frozen values. A published version never changes, so it is kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, Min, Q

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
    in_force_from: datetime | None


_SAME = VersionFacts.__dataclass_fields__.keys() - {"unit_id", "standard", "decision", "consultation"}


def _facts(version: StandardVersion, unit_id: UUID) -> VersionFacts:
    return VersionFacts(
        unit_id=unit_id,
        standard=load(version.content),
        decision=Decision.model_validate(version.decision) if version.decision else None,
        consultation=Consultation.model_validate(version.consultation) if version.consultation else None,
        **{name: getattr(version, name) for name in _SAME},
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
    """All services in force from ``since`` until ``until``, looked up by slug, unit, category, life event."""

    versions: tuple[VersionFacts, ...]
    by_slug: dict[str, VersionFacts]
    coming: dict[UUID, VersionFacts]  # by service: what is published and begins next
    since: datetime | None
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    def of_unit(self, unit_ids: frozenset[UUID]) -> tuple[VersionFacts, ...]:
        return tuple(v for v in self.versions if v.unit_id in unit_ids)

    def of_category(self, category: str) -> tuple[VersionFacts, ...]:
        return tuple(v for v in self.versions if v.standard.category == category)

    def of_life_event(self, event: str) -> tuple[VersionFacts, ...]:
        return tuple(v for v in self.versions if event in v.standard.life_events)


_shelf: tuple[tuple, Shelf] | None = None


def shelf(at: datetime) -> Shelf:
    """The catalogue in force at ``at``. One query (a stamp) while nothing is published and nothing comes into force."""
    global _shelf
    stamp, kept = memo.edition("catalogue", _stamp), _shelf
    if kept is None or kept[0] != stamp or not kept[1].holds(at):
        kept = _shelf = (stamp, _read_shelf(at))
    return kept[1]


def edition(at: datetime) -> tuple:
    """Another one whenever a standard or a maklumat was published, a publication was noted, or a version begins."""
    return memo.edition("catalogue", _stamp), shelf(at).since


def _stamp() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(id::text), max(published_at), max(superseded_at), current_database(), "
            "(SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM catalogue_maklumat), "
            "(SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM catalogue_maklumat_publication) "
            "FROM catalogue_standard WHERE state IN ('published', 'superseded')"
        )
        return cursor.fetchone()


def _read_shelf(at: datetime) -> Shelf:
    rows = StandardVersion.objects.annotate(unit_id=F("service__unit_id"))
    versions = tuple(sorted((_facts(row, row.unit_id) for row in rows.in_force(at)), key=lambda v: v.standard.name))
    coming = {row.service_id: _facts(row, row.unit_id) for row in rows.coming(at).order_by("-in_force_from")}
    turns = StandardVersion.objects.aggregate(
        since=Max("in_force_from", filter=Q(in_force_from__lte=at)),
        until=Min("in_force_from", filter=Q(in_force_from__gt=at)),
    )
    return Shelf(versions, {v.standard.slug: v for v in versions}, coming, **turns)


def in_force(slug: str, at: datetime) -> VersionFacts | None:
    """The version in force of a service, by its slug."""
    return shelf(at).by_slug.get(slug)


_index: tuple[Shelf, Index] | None = None


def find(query: str, at: datetime, limit: int = 30) -> tuple[VersionFacts, ...]:
    """The services that fit what a resident typed, best first. The index is built once per shelf."""
    global _index
    now = shelf(at)
    kept = _index
    if kept is None or kept[0] is not now:
        kept = _index = (now, Index([v.standard for v in now.versions]))
    return tuple(now.by_slug[hit.slug] for hit in kept[1].find(query, limit))


def everyday(at: datetime, limit: int) -> tuple[VersionFacts, ...]:
    """The services that most lives touch: by the number of life events and of everyday names."""
    ranked = sorted(
        shelf(at).versions, key=lambda v: (-len(v.standard.life_events), -len(v.standard.aliases), v.standard.name)
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
    coming: date | None


def desk(actor: Actor, at: datetime) -> tuple[DeskRow, ...]:
    """The services whose standards this actor works on. Two queries."""
    services = list(visible_to(actor))
    rows: dict[UUID, dict] = {s.id: {} for s in services}
    versions = StandardVersion.objects.filter(service__in=services).still(at).order_by("-in_force_from")
    names = ("id", "service_id", "state", "number", "review_due", "effective_from", "in_force_from", "content__name")
    for v in versions.values(*names):
        begins = v["in_force_from"]
        rows[v["service_id"]]["draft" if begins is None else "published" if begins <= at else "coming"] = v
    found = []
    for s in services:
        published, draft, coming = (rows[s.id].get(kind) for kind in ("published", "draft", "coming"))
        found.append(
            DeskRow(
                service_id=s.id,
                slug=s.slug,
                name=(draft or published or coming or {}).get("content__name") or s.slug,
                unit_id=s.unit_id,
                published_number=published["number"] if published else None,
                draft_id=draft["id"] if draft else None,
                draft_state=draft["state"] if draft else "",
                review_due=published["review_due"] if published else None,
                coming=coming["effective_from"] if coming else None,
            )
        )
    return tuple(sorted(found, key=lambda row: row.name))


def history(service_id: UUID, at: datetime) -> tuple[VersionFacts, ...]:
    """All versions that are or were in force, newest first."""
    rows = StandardVersion.objects.ever(at).filter(service_id=service_id)
    unit_id = Service.objects.values_list("unit_id", flat=True).get(id=service_id)
    return tuple(_facts(row, unit_id) for row in rows.order_by("-in_force_from", "-number"))


@dataclass(frozen=True)
class Workpiece:
    """A version on the desk: what is missing, what differs from the version in force, what the actor may do, what the review
    shall look at."""

    version: VersionFacts
    former: VersionFacts | None
    gaps: tuple[Gap, ...]
    differences: tuple[Difference, ...]
    may_edit: bool
    may_publish: bool
    notes: tuple[str, ...]

    @property
    def standard(self) -> Standard:
        return self.version.standard

    def gaps_of(self, component: str) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.component == component)


def workpiece(actor: Actor, version_id: UUID) -> Workpiece:
    """A version for its writers, reviewers and publisher. Four queries."""
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
        notes=tuple(row.service.review_notes.filter(taken_at=None).order_by("at").values_list("text", flat=True)),
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
    publications: tuple[tuple[str, str, date, bool], ...]  # medium, place, since, with the standards


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
    shown = row.publications.order_by("-published_on").values_list("medium", "place", "published_on", "standards")
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
        publications=tuple(shown),
    )
