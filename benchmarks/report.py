"""Rows of figures: the table on the terminal, and the same appended to RESULTS.md."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
WORDS = {True: "met", False: "NOT MET", None: "–"}


@dataclass(frozen=True)
class Row:
    """One figure beside its target. ``met`` None: no target, or not comparable."""

    what: str
    result: str
    target: str = ""
    met: bool | None = None


@dataclass
class Section:
    """One measure: how it was taken, its rows."""

    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, what: str, result: str, target: str = "", met: bool | None = None) -> None:
        self.rows.append(Row(what, result, target, met))


def median(values: Iterable[float]) -> float:
    return statistics.median(list(values))


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all stay at or below (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else float("nan")


def spread(seconds: Sequence[float]) -> str:
    """Milliseconds: median, 95 %, 99 %."""
    shown = [quantile(seconds, share) * 1000 for share in (0.5, 0.95, 0.99)]
    return "p50 {:.1f} · p95 {:.1f} · p99 {:.1f} ms".format(*shown)


def show(section: Section) -> None:
    """One section on the terminal."""
    print(f"\n  {section.title}")
    width = max((len(row.what) for row in section.rows), default=0)
    for row in section.rows:
        verdict = f"{row.target:<18} {WORDS[row.met]}" if row.target else ""
        print(f"    {row.what:<{width}}  {row.result:<54} {verdict}".rstrip())
    for note in section.notes:
        print(f"    · {note}")


def keep(sections: Sequence[Section], mode: str, machine: dict[str, str], flag: str) -> None:
    """Append the run to RESULTS.md."""
    lines = [f"## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, MODE={mode}", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    lines += [f"- **{flag}**"] if flag else []
    for section in sections:
        lines += ["", f"### {section.title}", "", "| what | result | target | |", "|---|---|---|---|"]
        lines += [f"| {r.what} | {r.result} | {r.target} | {WORDS[r.met] if r.target else ''} |" for r in section.rows]
        lines += [""] + [f"- {note}" for note in section.notes] if section.notes else []
    if not RESULTS.exists():
        RESULTS.write_text("# Results of `make bench`\n\nNewest last. Targets are those of 2 cores with database and client on the same machine.\n\n")  # fmt: skip
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n\n")
