"""The browser's modules under Node, as a process that answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BROWSER = ROOT / "src" / "maklumat" / "modules" / "whistleblowing" / "browser"
BUNDLE = """
import * as esbuild from "esbuild";
await esbuild.build({ entryPoints: [process.argv[1]], outfile: process.argv[2], bundle: true, format: "esm", platform: "node", target: "node18",
  nodePaths: [process.argv[3] + "/node_modules"], logLevel: "error",
  alias: { "@noble/post-quantum/hybrid.js": process.argv[4], "@noble/curves/nist.js": process.argv[4] } });
"""


def node() -> str | None:
    """Node, from the path or from its wheel."""
    found = shutil.which("node")
    if found:
        return found
    beside = Path(sys.executable).with_name("node")
    return str(beside) if beside.exists() else None


class Driver:
    """``ask("sealing", ...)``: one command, one answer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, name: str, **given: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps({"do": name, **given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the driver ended")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer

    def each(self, of: str, given: list[dict[str, Any]], at_once: int = 8) -> list[dict[str, Any]]:
        return self.ask("each", of=of, **{"with": given}, at_once=at_once)["found"]


@contextmanager
def driver(folder: Path) -> Iterator[Driver]:
    """A running driver, bundled into ``folder``."""
    made = folder / "driver.mjs"
    if not made.exists():
        entry = str(Path(__file__).with_name("driver.mjs"))
        command = [
            node(),
            "--input-type=module",
            "-e",
            BUNDLE,
            "--",
            entry,
            str(made),
            str(ROOT),
            str(BROWSER / "absent.js"),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
    process = subprocess.Popen([node(), str(made)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Driver(process)
    finally:
        process.stdin.close()
        process.wait(30)
