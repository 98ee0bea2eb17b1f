"""The kernel's own jobs, gathered for the worker."""

from . import ledger, notify

__all__ = ["ledger", "notify"]
