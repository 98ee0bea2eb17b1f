"""Mixed reading by residents over real HTTP."""

from __future__ import annotations

from urllib.parse import quote

from maklumat.site.demo import seed

from .report import Section, median, spread
from .stage import Stage, cpu_each, shares

TARGET = 235


def pages(stage: Stage) -> dict[str, dict]:
    """What residents look at, by weight: the busiest services more often."""
    slugs, codes = stage.slugs, stage.codes
    often = [slug for n, slug in enumerate(slugs) for _again in range(max(1, 12 - n))]
    asked = [row["q"] for row in seed.sample("questions.json")]
    figures = [
        "/angka/",
        *(f"/angka/unit/{code}/" for code in stage.units),
        *(f"/angka/layanan/{s}/" for s in slugs[:40]),
    ]
    return {
        "home": {"weight": 20, "paths": ["/"]},
        "service": {"weight": 30, "paths": [f"/layanan/{slug}/" for slug in often]},
        "search": {"weight": 20, "paths": [f"/cari/?q={quote(words)}" for words in asked]},
        "tracking": {"weight": 20, "paths": [f"/lacak/{code}/" for code in codes]},
        "unit": {"weight": 5, "paths": [f"/unit/{code}/" for code in stage.units]},
        "figures": {"weight": 5, "paths": figures},
    }


def measure(stage: Stage) -> Section:
    section, plan = Section("2 · Mixed reading over HTTP"), pages(stage)
    common = {"kind": "read", "connections": 8, "pages": plan}
    stage.load(**common, seconds=2, seed=99)
    told = [stage.load(**common, seconds=stage.size.seconds * 1.5, seed=n) for n in range(stage.size.repeats)]
    rate = median(one["asked"] / one["seconds"] for one in told)
    failed = sum(one["failed"] for one in told)
    met = rate >= TARGET and not failed
    section.add("all pages together", f"{rate:,.0f} requests/s, {failed} failed", f"≥ {TARGET}/s", met)
    section.add("CPU for one", cpu_each(told, [one["asked"] for one in told]))
    for kind, page in plan.items():
        seconds = [value for one in told for value in one["times"][kind]]
        section.add(f"{kind} ({page['weight']} %)", spread(seconds))
    body = sum(one["received"] for one in told) / max(1, sum(one["asked"] for one in told))
    section.notes = [
        f"8 connections on keep-alive; shares of all cores: {shares(told[-1])}; {body / 1000:.1f} kB of HTML a page",
        f"1/{stage.facts.get('empty', 0) / rate:.1f} of the empty view behind the same middleware",
        *(told[-1]["errors"][:2]),
    ]
    return section
