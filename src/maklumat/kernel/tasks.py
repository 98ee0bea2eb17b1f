"""The kernel's own jobs, gathered for the worker."""

from . import checkpoints, files, ledger, limits, notify, outbox

__all__ = ["checkpoints", "files", "ledger", "limits", "notify", "outbox"]
