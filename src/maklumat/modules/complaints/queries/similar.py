"""Reports that may be about the same matter, most likely first. A fixed number of queries, whatever the table holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from ..models import EDITION, TOTAL, Report, WordCount, Wording, near, with_any_word
from ..rules.ladder import Kind
from ..rules.similar import WINDOW_DAYS, Sight, around, best, cell_of, likeness, metres, weight_of
from ..rules.states import State
from .parts import state_words
from .wording import theme_numbers, words_kept

NEAREST, LATEST, ALIKE, LOOKED_AT, TELLING, FEW, RARE = 100, 200, 100, 2000, 4, 5000, 200
COMPARED = (
    "number",
    "public_title",
    "latitude",
    "longitude",
    "category_id",
    "filed_at",
    "created_at",
    "state",
    "ending",
)


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
    """Among ``rows`` (what the asker may see). Queries: word counts (kept a while), near ones, ones with the same rare words, words."""
    weight, count, total = _weights()
    first, last = wanted.at - timedelta(days=WINDOW_DAYS), wanted.at + timedelta(days=WINDOW_DAYS)
    rows = rows.filter(filed_at__range=(first, last), root=None).exclude(kind=Kind.OVERSIGHT).exclude(state__in=(State.ARCHIVED, State.JOINED)).exclude(id=apart_from).only(*COMPARED)  # fmt: skip
    found: dict[UUID, Report] = {}
    if wanted.place:
        close = rows.filter(near(around(cell_of(*wanted.place)), first, last, LATEST)).order_by("-filed_at")[:NEAREST]
        found.update((one.id, one) for one in close)
    ranked = sorted(wanted.words, key=weight, reverse=True)
    # Among few reports no word is rare, and looking at all of them costs nothing; among many a common word brings too many.
    telling = (
        ranked if total <= FEW else [word for word in ranked[:TELLING] if count(word) * RARE <= total] or ranked[:1]
    )
    if telling:
        found.update(
            (one.id, one) for one in rows.filter(with_any_word(telling, first, last, LOOKED_AT)).order_by()[:ALIKE]
        )
    words = dict(Wording.objects.filter(report_id__in=found).values_list("report_id", "words"))
    sights = {one.id: sight_of(one, words.get(one.id, ())) for one in found.values()}
    rated = ((likeness(wanted, sights[one.id], weight), one) for one in found.values())
    return tuple(_similar(one, wanted, sights[one.id], value) for value, one in best(rated))


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
