"""How much of the personal data in complaint texts a finder hides, and how much it hides without need.

``run(find)`` puts every text of tests/complaints/masking_texts.jsonl before ``find``, which answers with passages to
hide as (start, end, kind), and returns the figures. The texts were written without looking at any finder; the people
in them are invented.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).resolve().parents[1] / "complaints" / "masking_texts.jsonl"

type Span = tuple[int, int, str]


@dataclass(frozen=True)
class Labelled:
    """A complaint and what in it is personal data."""

    text: str
    spans: tuple[Span, ...]


def texts() -> list[Labelled]:
    """The whole set, in its order."""
    with TEXTS.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Labelled(row["text"], tuple((start, end, str(kind)) for start, end, kind in row["spans"])) for row in rows]


def is_hidden(text: str, span: Span, found: Iterable[Span]) -> bool:
    """Whether every letter and digit of the span lies inside found passages, of whatever kind."""
    covered = {at for start, end, _ in found for at in range(start, end)}
    return all(at in covered for at in range(span[0], span[1]) if text[at].isalnum())


def is_right(passage: Span, spans: Iterable[Span]) -> bool:
    """Whether the found passage touches personal data."""
    return any(passage[0] < end and start < passage[1] for start, end, _ in spans)


def share(part: int, whole: int) -> float:
    """Part of the whole; of nothing, all."""
    return part / whole if whole else 1.0


def run(find: Callable[[str], Iterable[Span]]) -> dict[str, Any]:
    """Recall and precision, overall and by kind, the harmless texts touched, and milliseconds per text."""
    labelled: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    harmless = touched = 0
    times = []
    rows = texts()
    for row in rows:
        began = time.perf_counter()
        passages = list(find(row.text))
        times.append((time.perf_counter() - began) * 1000)
        for span in row.spans:
            labelled[span[2]] += 1
            hidden[span[2]] += is_hidden(row.text, span, passages)
        for passage in passages:
            found[passage[2]] += 1
            right[passage[2]] += is_right(passage, row.spans)
        if not row.spans:
            harmless += 1
            touched += bool(passages)
    times.sort()
    return {
        "texts": len(rows),
        "recall": {
            kind: {"labelled": count, "hidden": hidden[kind], "recall": share(hidden[kind], count)}
            for kind, count in sorted(labelled.items())
        },
        "precision": {
            "found": found.total(),
            "right": right.total(),
            "precision": share(right.total(), found.total()),
            "kinds": {
                kind: {"found": count, "right": right[kind], "precision": share(right[kind], count)}
                for kind, count in sorted(found.items())
            },
        },
        "harmless": {"texts": harmless, "touched": touched, "share": touched / harmless},
        "milliseconds": {"mean": sum(times) / len(times), "p99": times[len(times) * 99 // 100]},
    }


NUMBERS, NAMES, LONGEST = 0.98, 0.90, 30.0


def proof() -> dict[str, Any]:
    """The product's own masking before these texts: what is promised of it holds, or ``wrong`` counts what does not."""
    from maklumat.modules.complaints.rules.masking import find

    found = run(lambda text: [(one.start, one.end, one.kind) for one in find(text)])
    recall = {kind: row["recall"] for kind, row in found["recall"].items()}
    short = [kind for kind, share_of in recall.items() if share_of < (NAMES if kind == "name" else NUMBERS)]
    slow = found["milliseconds"]["p99"] > LONGEST
    return {
        "texts": found["texts"],
        "recall": {kind: round(value, 3) for kind, value in recall.items()},
        "labelled": {kind: row["labelled"] for kind, row in found["recall"].items()},
        "precision": round(found["precision"]["precision"], 3),
        "precision of names": round(found["precision"]["kinds"]["name"]["precision"], 3),
        "harmless texts touched": round(found["harmless"]["share"], 3),
        "milliseconds": {name: round(value, 2) for name, value in found["milliseconds"].items()},
        "wrong": len(short) + slow,
        "examples": short,
    }
