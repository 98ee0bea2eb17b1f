"""What this machine can do at all, taken in the same run: an empty view, one commit, one indexed row."""

from __future__ import annotations

import time
from contextlib import ExitStack

from . import serving
from .places import PORT
from .report import Section, median, spread
from .stage import Stage, cpu_each, shares

TIMES = 300


def measure(stage: Stage) -> Section:
    section = Section("References of this run")
    for bare, name, key in ((True, "empty Django view, no middleware", "bare"), (False, "empty view behind the product's middleware", "empty")):  # fmt: skip
        with ExitStack() as stack:
            server = serving.empty(stack, stage.environment, PORT + 1, bare=bare)
            told = [
                stage.watch(server, {
                    "kind": "read", "port": PORT + 1, "connections": 8, "seconds": stage.size.seconds / 2, "seed": n,
                    "pages": {"empty": {"weight": 1, "paths": ["/"]}},
                })
                for n in range(stage.size.repeats)
            ]  # fmt: skip
        rate = median(one["asked"] / one["seconds"] for one in told)
        stage.facts[key] = rate
        section.add(name, f"{rate:,.0f} requests/s")
        section.add("  CPU for one", cpu_each(told, [one["asked"] for one in told]))
        section.notes.append(f"{name}: shares of all cores: {shares(told[-1])}")
    inserts, selects = _database(stage)
    stage.facts["insert"], stage.facts["select"] = median(inserts), median(selects)
    section.add(
        "a million calls of a Python function", f"{_loop():.0f} ms CPU (a quiet machine of this kind: about 40)"
    )
    section.add("one INSERT … COMMIT (durable)", f"{spread(inserts)}, {1 / median(inserts):,.0f}/s")
    section.add("one indexed SELECT", f"{spread(selects)}, {1 / median(selects):,.0f}/s")
    return section


def _loop() -> float:
    """How fast this processor runs Python now: tells runs on a busy machine apart."""

    def one(x: int) -> int:
        return x + 1

    found = []
    for _again in range(5):
        began = time.process_time()
        for n in range(1_000_000):
            one(n)
        found.append(time.process_time() - began)
    return min(found) * 1000


def _database(stage: Stage) -> tuple[list[float], list[float]]:
    """Seconds of each, by one connection without Django."""
    inserts, selects = [], []
    with stage.connect() as given:
        keys = [row[0] for row in given.execute("SELECT code_index FROM bench.code LIMIT %s", [TIMES])]
        for n in range(TIMES):
            began = time.perf_counter()
            given.execute("INSERT INTO kernel_counter (scope, last) VALUES (%s, 1)", [f"bench/{n}"])
            inserts.append(time.perf_counter() - began)
        for n in range(2 * TIMES):
            began = time.perf_counter()
            given.execute(
                "SELECT number FROM applications_application WHERE code_index = %s", [keys[n % len(keys)]]
            ).fetchone()
            selects.append(time.perf_counter() - began)
    return inserts, selects[TIMES:]
