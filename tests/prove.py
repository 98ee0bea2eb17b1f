"""Break things on purpose and show that nothing is lost: `make prove`, or `python -m tests.prove crash --rounds 200`.

Every proof runs in a process of its own on a database of its own. Figures go to benchmarks/PROOFS.md, under the
heading of each proof, with date, commit and command. The exit code is 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "benchmarks" / "PROOFS.md"
HEAD = """# Proofs

What was tried on purpose, and what it did. Written by `make prove`; each section is one proof with the command that
repeats it. A figure without its section's date and commit means nothing.
"""
Proof = Callable[[argparse.Namespace], dict[str, Any]]


def crash(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import crash

    return crash.run(wanted.rounds or 200, seed=wanted.seed, tell=say)


def numbers(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("numbers", count=wanted.cases or 200, seed=wanted.seed)


def versions(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("versions", cases=wanted.cases or 12_000, seed=wanted.seed, tell=say)


def forgery(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("forgery", count=wanted.cases or 1000, seed=wanted.seed, tell=say)


def _on_ground(name: str, **options: Any) -> dict[str, Any]:
    from tests.proofs import ground

    with ground.throw_away():
        return import_module(f"tests.proofs.{name}").run(**options)


def linkage(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("linkage", rounds=wanted.cases or 60, seed=wanted.seed)


def racing(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("racing", attempts=wanted.cases or 10_000, seed=wanted.seed)


def fraud(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import fraud

    return fraud.run(wanted.cases or 20)


def clock(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import clock

    found = clock.run(wanted.cases or 100_000)
    return found | {"wrong": found["differences"]}


def matrix(wanted: argparse.Namespace) -> dict[str, Any]:
    return _over_http("matrix", {"sample": wanted.cases or 0, "seed": wanted.seed})


def malformed(wanted: argparse.Namespace) -> dict[str, Any]:
    return _over_http("malformed", {"cases": wanted.cases or 4000, "seed": wanted.seed})


def leaks(wanted: argparse.Namespace) -> dict[str, Any]:
    with _standing():
        from tests import world

        return import_module("tests.proofs.leaks").run(world.build(()), count=wanted.cases or 2000, tell=say)


def _over_http(name: str, options: dict[str, Any]) -> dict[str, Any]:
    with _standing():
        logging.disable(logging.CRITICAL)  # an answer of 500 is counted, not logged
        return import_module(f"tests.proofs.{name}").run(
            import_module("tests.proofs.stage").build(), tell=say, **options
        )


@contextmanager
def _standing() -> Iterator[None]:
    """A database of its own on the Monday of the tests, undone at the end."""
    from tests.proofs import ground

    with ground.throw_away():
        from django.db import transaction
        from django.test.utils import setup_test_environment

        from maklumat.kernel import clock
        from tests.world import MONDAY

        setup_test_environment(debug=False)
        with clock.standing_at(MONDAY), transaction.atomic():
            yield
            transaction.set_rollback(True)


def limits(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import limits

    found = limits.run(wanted.cases or None)
    return {key: value for key, value in found.items() if key != "shown"} | {"examples": found["shown"]}


def knots(wanted: argparse.Namespace) -> dict[str, Any]:
    with _standing():
        return import_module("tests.proofs.knots").run(wanted.cases or 300)


def trees(wanted: argparse.Namespace) -> dict[str, Any]:
    with _standing():
        return import_module("tests.proofs.trees").run(wanted.cases or 5000, seed=wanted.seed, tell=say)


def escalation(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import escalation

    return escalation.run(wanted.cases or 10_000, seed=wanted.seed, tell=say)


def retries(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import retries

    return retries.run(wanted.cases or 10_000, seed=wanted.seed, tell=say)


def alike(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import alike

    return alike.run()


def masking(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import masking

    return masking.proof()


def scope(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("scope", many=wanted.cases or 60)


def reconstruction(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("reconstructing", governments=wanted.cases or 300, seed=wanted.seed)


def computed(wanted: argparse.Namespace) -> dict[str, Any]:
    return _on_ground("computed", cases=wanted.cases or 90)


def tampering(wanted: argparse.Namespace) -> dict[str, Any]:
    attacks = wanted.cases or 10_000
    return _on_ground(
        "tampering", entries=max(attacks * 100, 2000), attacks=attacks, rows=max(attacks * 100, 2000), seed=wanted.seed
    )


def mutations(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import sealing

    return sealing.mutations(wanted.cases or 1_000_000, seed=wanted.seed, tell=say)


def trips(wanted: argparse.Namespace) -> dict[str, Any]:
    from tests.proofs import sealing

    return sealing.trips(wanted.cases or 10_000, seed=wanted.seed, tell=say)


def canaries(wanted: argparse.Namespace) -> dict[str, Any]:
    return _in_the_open("canaries", wanted.cases or 10_000, wanted.seed)


def cuts(wanted: argparse.Namespace) -> dict[str, Any]:
    return _in_the_open("cuts", wanted.cases or 200, wanted.seed)


def _in_the_open(name: str, count: int, seed: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maklumat.site.settings")
    import django

    django.setup()
    return getattr(import_module("tests.proofs.canaries"), name)(count, seed=seed, tell=say)


PROOFS: dict[str, Proof] = {
    "mutations": mutations,
    "trips": trips,
    "canaries": canaries,
    "cuts": cuts,
    "crash": crash,
    "numbers": numbers,
    "versions": versions,
    "forgery": forgery,
    "clock": clock,
    "matrix": matrix,
    "malformed": malformed,
    "leaks": leaks,
    "limits": limits,
    "knots": knots,
    "trees": trees,
    "escalation": escalation,
    "retries": retries,
    "alike": alike,
    "masking": masking,
    "linkage": linkage,
    "racing": racing,
    "fraud": fraud,
    "computed": computed,
    "scope": scope,
    "reconstruction": reconstruction,
    "tampering": tampering,
}


def say(line: str) -> None:
    print(f"  {line}", flush=True)


def main(arguments: list[str]) -> int:
    """Run the proofs that were named, or all; 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="tests.prove", description=__doc__.splitlines()[0])
    parser.add_argument("proofs", nargs="*", metavar="proof", help=f"{', '.join(PROOFS)} (default: all)")
    parser.add_argument("--rounds", type=int, help="how many times to kill something (crash)")
    parser.add_argument("--cases", type=int, help="how many cases (the others)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-report", action="store_true", help="do not write benchmarks/PROOFS.md")
    parser.add_argument("--figures", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if unknown := set(wanted.proofs) - set(PROOFS):
        parser.error(f"no such proof: {', '.join(sorted(unknown))}")
    if wanted.figures:
        wanted.figures.write_text(json.dumps(PROOFS[wanted.proofs[0]](wanted), default=str, ensure_ascii=False))
        return 0
    failed = [name for name in wanted.proofs or PROOFS if not prove(name, wanted)]
    print(f"FAILED: {', '.join(failed)}" if failed else "PROVED", flush=True)
    return 1 if failed else 0


def prove(name: str, wanted: argparse.Namespace) -> bool:
    """One proof in a process of its own; whether it held."""
    words = [f"--{option}={value}" for option in ("rounds", "cases") if (value := getattr(wanted, option))]
    words = [name, *words, *([f"--seed={wanted.seed}"] if wanted.seed != 1 else [])]
    print(f"{name}", flush=True)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("MAKLUMAT_", "DATABASE_URL"))}
    with tempfile.TemporaryDirectory() as place:
        figures = Path(place) / "figures.json"
        command = [sys.executable, "-m", "tests.prove", *words, f"--figures={figures}"]
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        # What the proof makes at its start (keys, static files) goes where it is thrown away with it.
        environment = known | {"PYTHONPATH": paths, "MAKLUMAT_DATA": str(Path(place) / "data")}
        subprocess.run(command, cwd=ROOT, env=environment, check=False)
        found = json.loads(figures.read_text()) if figures.exists() else {"wrong": 1, "examples": ["it did not end"]}
    held = found["wrong"] == 0
    for line in lines_of(found):
        say(line)
    for example in found.get("examples", [])[:40]:
        say(f"! {example}")
    if not wanted.no_report:
        write(name, words, found, held)
    return held


def lines_of(found: dict[str, Any]) -> list[str]:
    return [f"{key}: {shown(value)}" for key, value in found.items() if key != "examples"]


def shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(one)}" for key, one in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def write(name: str, words: list[str], found: dict[str, Any], held: bool) -> None:
    """Put the section of this proof in place of its former one."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    changed = subprocess.run(["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True).stdout
    section = [
        f"## {name}: {'held' if held else 'FAILED'}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · commit {commit or 'unknown'}{' with changes' if changed else ''} · "
        f"`python -m tests.prove {' '.join(words)}`",
        "",
        *(f"- {line}" for line in lines_of(found)),
        *(f"- ! {example}" for example in found.get("examples", [])[:20]),
    ]
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else HEAD
    head, *former = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    kept = {re.match(r"## (\w+)", one)[1]: one.strip() for one in former}
    kept[name] = "\n".join(section)
    ordered = [kept[one] for one in PROOFS if one in kept]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n\n".join([head.strip(), *ordered]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
