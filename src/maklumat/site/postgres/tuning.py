"""How the private PostgreSQL is set: for a small computer that also runs the pages and the worker."""

from __future__ import annotations

import os
from pathlib import Path

PORT = 5432  # names the socket file only; nothing listens on a network
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 80,
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": 1.1,
    "jit": "off",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1s",
}

# Added when the data may be lost with the power, as in tests.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
_LIMIT = Path("/sys/fs/cgroup/memory.max")  # what a container may use of the machine's memory


def memory() -> int:
    """Megabytes of memory that this machine, or this container of it, has."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = _LIMIT.read_text().strip() if _LIMIT.exists() else "max"
    return min(whole, int(limit) if limit.isdigit() else whole) // 2**20


def by_memory(megabytes: int) -> dict[str, str]:
    """A quarter of the memory for the database's own cache, as its manual advises, and half of it counted on in planning. The log
    between two checkpoints grows along: the larger it may be, the fewer whole pages are written twice."""
    quarter = min(max(megabytes // 4, 128), 8192)
    return {
        "shared_buffers": f"{quarter}MB",
        "effective_cache_size": f"{max(megabytes // 2, 256)}MB",
        "max_wal_size": f"{min(max(quarter, 1024), 4096)}MB",
    }
