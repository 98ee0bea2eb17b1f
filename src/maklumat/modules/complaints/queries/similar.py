"""Reports that may be about the same matter, most likely first. A fixed number of queries, whatever the table holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ..models import EDITION, TOTAL, Report, WordCount
from ..rules.ladder import Kind
from ..rules.similar import SURE, WINDOW_DAYS, Sight, around, best, cell_of, likeness, metres, weight_of
from ..rules.states import State
from .parts import state_words
from .wording import theme_numbers, words_kept

NEAREST, ALIKE, LIKELIEST, TELLING, FEW, RARE = 200, 400, 60, 4, 5000, 200
COMPARED = ("number", "public_title", "state", "ending")


@dataclass(frozen=True)
class Similar:
    """``title`` as the public reads it, empty where it is not public. ``metres`` and ``days`` apart, where known."""

    id: UUID
    number: str
    title: str
    state_word: str
    state_tone: str
    metres: int | None
    days: int
    likeness: float


def sight_of(report: Report, numbers: Iterable[int] | None = None) -> Sight:
    """What of a stored report is compared. ``numbers``: its blind words, where they are not kept yet."""
    known = report.latitude is not None and report.longitude is not None
    place = (float(report.latitude), float(report.longitude)) if known else None
    sight = Sight(frozenset(), (), place, str(report.category_id or ""), report.filed_at or report.created_at)
    return seen_words(sight, words_kept(report) if numbers is None else numbers)


def seen_words(sight: Sight, numbers: Iterable[int]) -> Sight:
    """The same with these blind words; what among them is a theme counts as one."""
    themes = theme_numbers()
    kept = list(numbers)
    return replace(
        sight,
        words=frozenset(number for number in kept if number not in themes),
        themes=tuple(themes[number] for number in kept if number in themes),
    )


def similar(rows: QuerySet[Report], wanted: Sight, apart_from: UUID | None = None) -> tuple[Similar, ...]:
    """Among ``rows`` (what the asker may see). What is compared stands in the narrow table of traces; only the likeliest are looked up
    among the reports. Queries: word counts (kept a while), traces, reports."""
    weight, count, total = _weights()
    ranked = sorted(wanted.words, key=weight, reverse=True)
    # Among few reports no word is rare, and looking at all of them costs nothing; among many a common word brings too many.
    telling = (
        ranked if total <= FEW else [word for word in ranked[:TELLING] if count(word) * RARE <= total] or ranked[:1]
    )
    sights = _traces(wanted, telling)
    sights.pop(apart_from, None)
    rated = sorted(((likeness(wanted, sight, weight), key) for key, sight in sights.items()), reverse=True)
    likely = {key: value for value, key in rated[:LIKELIEST] if value >= SURE}
    seen = (
        rows.filter(id__in=likely, root=None)
        .exclude(kind=Kind.OVERSIGHT)
        .exclude(state__in=(State.ARCHIVED, State.JOINED))
    )
    found = best((likely[one.id], one) for one in seen.only(*COMPARED)) if likely else []
    return tuple(_similar(one, wanted, sights[one.id], value) for value, one in found)


_TRACE = "SELECT report_id, words, latitude, longitude, category_id, filed_at FROM complaints_trace WHERE filed_at BETWEEN %s AND %s AND "
_NEAR = f"{_TRACE} cell = ANY(%s::bigint[]) ORDER BY filed_at DESC LIMIT %s"
_ALIKE = f"{_TRACE} words && %s::bigint[] LIMIT %s"


def _traces(wanted: Sight, telling: Sequence[int]) -> dict[UUID, Sight]:
    """What lies near, the latest of it, and what has some of the telling words; both of about the same time. One query."""
    window = [wanted.at - timedelta(days=WINDOW_DAYS), wanted.at + timedelta(days=WINDOW_DAYS)]
    cells = around(cell_of(*wanted.place)) if wanted.place else ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM (" + _NEAR + ") AS near UNION ALL SELECT * FROM (" + _ALIKE + ") AS alike",
            [*window, list(cells), NEAREST, *window, list(telling), ALIKE],
        )
        return {key: _sight(*values) for key, *values in cursor.fetchall()}


def _sight(words: Sequence[int], north: float | None, east: float | None, category: UUID | None, at: datetime) -> Sight:
    place = (north, east) if north is not None and east is not None else None
    return seen_words(Sight(frozenset(), (), place, str(category or ""), at), words)


def _similar(one: Report, wanted: Sight, seen: Sight, value: float) -> Similar:
    word, tone = state_words(one)
    apart = round(metres(seen.place, wanted.place), -1) if seen.place and wanted.place else None
    return Similar(
        one.id, one.number or "", one.public_title, word, tone, int(apart) if apart is not None else None, abs((wanted.at - seen.at).days), value
    )  # fmt: skip


def _weights() -> tuple[Callable[[int], float], Callable[[int], int], int]:
    """How much each word tells, in how many reports it stands, and of how many; a word that was not counted is a rare one."""
    heads = dict(WordCount.objects.filter(word__in=(TOTAL, EDITION)).values_list("word", "reports"))
    counts, total = _counted(heads.get(EDITION, 0)), heads.get(TOTAL, 1)
    return (lambda word: weight_of(counts.get(word, 0), total)), (lambda word: counts.get(word, 0)), total


@lru_cache(maxsize=2)
def _counted(edition: int) -> dict[int, int]:
    """The counts of one night; a process keeps what it has read."""
    return dict(WordCount.objects.values_list("word", "reports"))
