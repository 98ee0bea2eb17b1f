"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from .places import ROOT


def describe() -> dict[str, str]:
    """Processor, memory, disk of the data, system, commit, and how busy the machine was before the run."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "commit": commit(),
        "load before": f"{os.getloadavg()[0]:.1f}"
        + (" (NOT QUIET: the figures are too low)" if os.getloadavg()[0] > 0.7 else ""),
    }


def commit() -> str:
    """Short hash, with a mark when the work tree differs."""
    named = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    changed = subprocess.run(["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True)
    return (named.stdout.strip() or "unknown") + (" + changes" if changed.stdout.strip() else "")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
