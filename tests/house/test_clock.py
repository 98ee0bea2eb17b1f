"""One clock: time arrives as an argument."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.declared import CLOCKS
from tests.house.reading import empty, files, where

ENTRANCES = {"views", "tasks", "management", "admin", "adapter"}
READINGS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time", "localdate", "localtime",
    "timezone.localdate", "timezone.localtime", "utcnow", "time.time_ns", "datetime.datetime.now", "datetime.date.today",
}  # fmt: skip


def clock_readings(text: str) -> list[tuple[int, str]]:
    """(line, call) of every reading of a clock other than the kernel's, and of the kernel's too."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            silent = name.endswith(("localdate", "localtime")) and (node.args or node.keywords)
            if (name in READINGS and not silent) or name == "clock.now":
                found.append((node.lineno, name))
    if re.search(r"\bauto_now(_add)?=True|\bdefault=(timezone|clock)\.now|Now\(\)", text):
        found.append((0, "a field that reads the clock"))
    return found


def stray_clocks(name: str, text: str) -> Iterator[str]:
    """The kernel's clock is read by entrances and the site; any other clock by kernel.clock only."""
    parts = name.removesuffix(".py").split("/")
    entrance = parts[0] in ("site", "kernel") or (parts[0] == "modules" and parts[2:3] and parts[2] in ENTRANCES)
    for line, call in clock_readings(text):
        if name == "kernel/clock.py" or f"{name} {call}" in CLOCKS or (call == "clock.now" and entrance):
            continue
        yield f"{name}:{line}: {call}"


def test_one_clock():
    empty(line for path in files(".py") for line in stray_clocks(where(path), path.read_text("utf-8")))


def test_exceptions_of_the_clock_are_still_there():
    found = {
        f"{where(path)} {call}" for path in files(".py") for _line, call in clock_readings(path.read_text("utf-8"))
    }
    assert CLOCKS.keys() <= found


def test_stray_clocks_are_noticed():
    assert list(stray_clocks("modules/units/actions.py", "at = clock.now()\n")) == [
        "modules/units/actions.py:1: clock.now"
    ]
    assert list(stray_clocks("modules/units/views.py", "x = timezone.now()")) and not list(
        stray_clocks("modules/units/views.py", "x = clock.now()")
    )
    assert list(stray_clocks("modules/units/models.py", "at = DateTimeField(auto_now=True)"))
    assert list(stray_clocks("modules/units/rules.py", "localdate()")) and not list(
        stray_clocks("modules/units/rules.py", "localdate(at)")
    )
