"""The kernel's own jobs, gathered for the worker."""

from . import ledger, notify, outbox

__all__ = ["ledger", "notify", "outbox"]
