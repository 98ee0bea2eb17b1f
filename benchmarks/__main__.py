"""`make bench`: build or find the data, start the product, measure, print, append to RESULTS.md."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack

from . import machine, places, report, serving, stage

KEPT = ("quick", "full", "reports", "most")  # the other sizes are for trying
MEASURES = (
    "references",
    "reading",
    "worklists",
    "papers",
    "weight",
    "following",
    "applying",
    "reports",
    "reporting",
    "surveys",
    "figures",
    "ledger",
    "sealed",
)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("--mode", choices=places.SIZES, default=os.environ.get("MODE", "quick"))
    words.add_argument(
        "--only", nargs="+", choices=MEASURES, default=MEASURES, metavar="MEASURE", help=", ".join(MEASURES)
    )
    words.add_argument("--dry", action="store_true", help="write neither RESULTS.md nor PLANS.md")
    wanted = words.parse_args()
    size, began = places.SIZES[wanted.mode], time.monotonic()
    about = machine.describe()
    print(f"  Maklumat's benchmark, MODE={size.name}")
    for name, value in about.items():
        print(f"    {name:<12} {value}")
    places.PLACE.mkdir(parents=True, exist_ok=True)
    with places.cluster() as cluster, ExitStack() as stack:
        template = places.ensure(cluster, size)
        database = stack.enter_context(places.copy(cluster, template, size))
        environment = places.environment(cluster, database)
        for name in [name for name in os.environ if name.startswith("MAKLUMAT_")]:
            del os.environ[name]
        os.environ.update(environment | {"MAKLUMAT_POOL": "0"})
        import django

        django.setup()
        stage_ = stage.read(cluster, size, environment)
        sections = _measure(stage_, wanted.only, keep_plans=not wanted.dry and size.name in KEPT)
    took = time.monotonic() - began
    about["shared"] = "server, database and client on the same cores, the client's share of the CPU is stated"
    about["took"] = f"{took:.0f} s"
    reports = size.name in ("reports", "most")
    flag = (
        ""
        if size.comparable or reports or "worklists" not in wanted.only
        else "Quick data: measure 3 is not comparable with its target."
    )
    whole = len(wanted.only) == len(MEASURES) or reports or (wanted.only[0] == "references" and len(wanted.only) == 2)
    if whole and not wanted.dry and size.name in KEPT:
        report.keep(sections, size.name, about, flag)
        print(f"\n  appended to {report.RESULTS}")
    missed = [row.what.strip() for section in sections for row in section.rows if row.met is False]
    print(f"\n  {took:.0f} s; targets missed: {', '.join(missed) or 'none'}")
    return 0


def _measure(given: stage.Stage, wanted: tuple[str, ...], *, keep_plans: bool) -> list[report.Section]:
    """All measures, those that write last. Each section is shown as soon as it is there."""
    from . import (
        applying,
        complaining,
        following,
        measuring,
        papers,
        plans,
        proving,
        reading,
        references,
        sealing,
        surveying,
        weight,
        worklists,
    )

    sections: list[report.Section] = []

    def done(*found: report.Section) -> None:
        sections.extend(found)
        for section in found:
            report.show(section)

    if "references" in wanted:
        done(references.measure(given))
    if "worklists" in wanted:
        found, cases = worklists.measure(given)
        done(*found)
        if keep_plans:
            plans.write(given, cases)
    if "reports" in wanted:
        done(*complaining.measure(given))
    if "papers" in wanted:
        done(papers.measure(given))
    with ExitStack() as stack:
        given.environment["MAKLUMAT_SEALED_WORK"] = "0"  # what devices work is measured apart (sealing)
        given.web = serving.web(stack, given.environment, places.PORT)
        if "weight" in wanted:
            done(weight.measure(given))
        if "reading" in wanted:
            done(reading.measure(given))
        if "following" in wanted:
            done(following.measure(given))
        if "applying" in wanted:
            done(applying.measure(given))
        if "reporting" in wanted:
            done(*complaining.measure_over_http(given))
        if "surveys" in wanted:
            done(*surveying.measure(given))
        if "figures" in wanted:
            done(*measuring.measure(given))
        if "ledger" in wanted:
            done(*proving.measure(given))
        if "sealed" in wanted:
            done(*sealing.measure(given))
    from django.db import connections

    connections.close_all()
    return sections


if __name__ == "__main__":
    sys.exit(main())
