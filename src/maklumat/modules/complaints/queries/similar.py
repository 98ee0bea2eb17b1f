"""Reports that may be about the same matter, most likely first. A fixed number of queries, whatever the table holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from numbers import Real
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
    kept = words_kept(report) if numbers is None else list(numbers)
    return _sight(kept, report.latitude, report.longitude, report.category_id, report.filed_at or report.created_at)


def _sight(words: Sequence[int], north: Real | None, east: Real | None, category: UUID | None, at: datetime) -> Sight:
    """What among the blind words is a theme counts as one, not as a word."""
    themes = theme_numbers()
    return Sight(
        words=frozenset(number for number in words if number not in themes),
        themes=tuple(themes[number] for number in words if number in themes),
        place=(float(north), float(east)) if north is not None and east is not None else None,
        category=str(category or ""),
        at=at,
    )


def similar(rows: QuerySet[Report], wanted: Sight, apart_from: UUID | None = None) -> tuple[Similar, ...]:
    """Among ``rows`` (what the asker may see). What is compared stands in the narrow table of imprints; only the likeliest are looked up
    among the reports. Queries: word counts (kept a while), imprints, reports."""
    weight, count, total = _weights()
    ranked = sorted(wanted.words, key=weight, reverse=True)
    # Among few reports no word is rare, and looking at all of them costs nothing; among many a common word brings too many.
    telling = (
        ranked if total <= FEW else [word for word in ranked[:TELLING] if count(word) * RARE <= total] or ranked[:1]
    )
    sights = _imprints(wanted, telling)
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


_IMPRINT = "SELECT report_id, words, latitude, longitude, category_id, filed_at FROM complaints_imprint WHERE filed_at BETWEEN %s AND %s AND "
_NEAR = f"{_IMPRINT} cell = ANY(%s::bigint[]) ORDER BY filed_at DESC LIMIT %s"
_ALIKE = f"{_IMPRINT} words && %s::bigint[] LIMIT %s"


def _imprints(wanted: Sight, telling: Sequence[int]) -> dict[UUID, Sight]:
    """What lies near, the latest of it, and what has some of the telling words; both of about the same time. One query."""
    window = [wanted.at - timedelta(days=WINDOW_DAYS), wanted.at + timedelta(days=WINDOW_DAYS)]
    cells = around(cell_of(*wanted.place)) if wanted.place else ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM (" + _NEAR + ") AS near UNION ALL SELECT * FROM (" + _ALIKE + ") AS alike",
            [*window, list(cells), NEAREST, *window, list(telling), ALIKE],
        )
        return {key: _sight(*values) for key, *values in cursor.fetchall()}


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
