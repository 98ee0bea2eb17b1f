"""Parts that several pages show: the content, the thread, the files, the words of a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..models import Category, Entry, Evidence, Identity, Report
from ..rules.masking import masked, traces
from ..rules.states import Ending, State
from ..rules.words import ENDINGS, STATES

CONTENT, ENTRY, CODE, IDENTITY, COMPANION = "report content", "report entry", "report code", "reporter", "companion"
OPEN_TO_REPORTER = (Entry.Kind.QUESTION, Entry.Kind.REPLY, Entry.Kind.ANSWER, Entry.Kind.OBJECTION, Entry.Kind.REASON)


@dataclass(frozen=True)
class FileFacts:
    """A picture or document; ``size`` in bytes."""

    id: UUID
    media_type: str
    size: int
    scan: str


@dataclass(frozen=True)
class EntryFacts:
    """One thing said; ``by`` a staff member's account, None for the reporter."""

    kind: str
    text: str
    at: datetime
    by: UUID | None
    files: tuple[FileFacts, ...]


@dataclass(frozen=True)
class Subject:
    """What a report is about, in words; empty where nothing was chosen. ``promise``: of the service's standard."""

    category: str
    service: str
    slug: str
    unit: str
    region: str
    promise: str


def content_of(report: Report) -> dict[str, Any]:
    """What the reporter wrote."""
    return crypto.unseal_json(report.content, CONTENT)


def state_words(report: Report) -> tuple[str, str]:
    """The word of a state and its tone; of a closed report its public class."""
    word, tone = ENDINGS[Ending(report.ending)] if report.ending else STATES[State(report.state)]
    return _(word), tone


def subject_of(report: Report, categories: dict[UUID, str] | None = None) -> Subject:
    """Queries: the category, unless ``categories`` (id → name) are at hand."""
    if categories is None:
        categories = category_names([report.category_id] if report.category_id else [])
    standard = catalogue.published_version(report.version_id).standard if report.version_id else None
    unit = units.tree().by_id.get(report.about_unit_id) if report.about_unit_id else None
    region = units.region(report.region) if report.region else None
    return Subject(
        category=categories.get(report.category_id, "") if report.category_id else "",
        service=standard.name if standard else "",
        slug=standard.slug if standard else "",
        unit=unit.name if unit else "",
        region=region.name if region else "",
        promise=_promise(standard) if standard else "",
    )


def _promise(standard: catalogue.Standard) -> str:
    words = {"minutes": _("menit"), "hours": _("jam"), "working_days": _("hari kerja"), "calendar_days": _("hari")}
    return f"{standard.duration.number} {words[standard.duration.unit]}"


def category_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names in the reader's language."""
    column = "name_en" if get_language() == "en" else "name"
    rows = Category.objects.filter(id__in=list(ids)).values_list("id", column, "name")
    return {row_id: wanted or name for row_id, wanted, name in rows}


def without_traces(report: Report, identity: Identity | None) -> Callable[[str], str]:
    """For the office: of an anonymous report, a text without what leads to its writer; else the text."""
    if not report.anonymous:
        return lambda text: text
    name = crypto.unseal_json(identity.sealed, IDENTITY).get("name", "") if identity and not identity.erased_at else ""
    return lambda text: masked(text, traces(text, (name,)))


def titles_of(rows: Iterable[Report]) -> dict[UUID, str]:
    """The titles of reports for officers, without what leads to the writer of an anonymous one. One query."""
    rows = list(rows)
    writers = Identity.objects.in_bulk({row.root_id or row.id for row in rows if row.anonymous})
    return {
        row.id: without_traces(row, writers.get(row.root_id or row.id))(content_of(row).get("title", ""))
        for row in rows
    }


def thread(report: Report, *, inside: bool, shown: Callable[[str], str] = str) -> tuple[EntryFacts, ...]:
    """What was said, oldest first; ``inside`` with the notes. ``shown``: what is made of the reporter's own words.

    Queries: entries, files.
    """
    rows = report.entries.order_by("at", "id")
    if not inside:
        rows = rows.filter(kind__in=OPEN_TO_REPORTER)
    files = files_of(report)
    return tuple(EntryFacts(row.kind, _said(row, shown), row.at, row.by, files.get(row.id, ())) for row in rows)


def _said(row: Entry, shown: Callable[[str], str]) -> str:
    text = crypto.unseal(row.text, ENTRY).decode()
    return text if row.by else shown(text)


def files_of(report: Report) -> dict[UUID | None, tuple[FileFacts, ...]]:
    """The files by the entry they came with; None: with the report itself."""
    found: dict[UUID | None, tuple[FileFacts, ...]] = {}
    for one in report.evidence.order_by("added_at", "id"):
        found[one.entry_id] = (*found.get(one.entry_id, ()), FileFacts(one.id, one.media_type, one.size, one.scan))
    return found


def files_held(ids: Iterable[UUID]) -> set[UUID]:
    """Which of these stored files belong to a report."""
    return set(Evidence.objects.filter(file_id__in=list(ids)).values_list("file_id", flat=True))
