"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
import subprocess
import sysconfig
from pathlib import Path

from .places import ROOT


def describe() -> dict[str, str]:
    """Processor, memory, disk of the data, system, commit, and how busy the machine was before the run."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB",
        "system": f"{_system()}, {platform.system()} {platform.release()}",
        "interpreter": f"Python {platform.python_version()}, {platform.python_compiler()}, {sysconfig.get_config_var('OPT')}",
        "commit": commit(),
        "load before": f"{os.getloadavg()[0]:.1f}"
        + (" (NOT QUIET: the figures are too low)" if os.getloadavg()[0] > 0.7 else ""),
    }


def commit() -> str:
    """Short hash, with a mark when the work tree differs."""
    named = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    changed = subprocess.run(["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True)
    return (named.stdout.strip() or "unknown") + (" + changes" if changed.stdout.strip() else "")


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
