"""The kernel's own jobs, gathered for the worker."""

from . import files, ledger, limits, notify, outbox

__all__ = ["files", "ledger", "limits", "notify", "outbox"]
