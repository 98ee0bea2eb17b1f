"""The writes of the dashboards: counting facts, refreshing figures, deciding what is shown, closing periods, and beginning again from the ledger."""

from .closing import close_periods
from .counting import count
from .refreshing import refresh
from .remarking import remark
from .replaying import recompute_all
from .shielding import shield

__all__ = ["close_periods", "count", "recompute_all", "refresh", "remark", "shield"]
