"""The writes of the dashboards: counting facts, refreshing figures, and beginning again from the ledger."""

from .counting import count_outside, count_received, count_returned, note_outcome
from .refreshing import refresh
from .replaying import recompute_all

__all__ = ["count_outside", "count_received", "count_returned", "note_outcome", "recompute_all", "refresh"]
