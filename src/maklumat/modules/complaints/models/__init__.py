"""Tables of complaints."""

from .beside import Companion, Entry, Evidence, Fired, Identity, Interval, Link, Reveal
from .choosing import EDITION, TOTAL, ApiClient, Category, Figure, LadderVersion, WordCount
from .report import PAUSED_LAST, Report, in_states, with_words

__all__ = [
    "EDITION", "PAUSED_LAST", "TOTAL", "ApiClient", "Category", "Companion", "Entry", "Evidence", "Figure", "Fired", "Identity", "Interval",
    "LadderVersion", "Link", "Report", "Reveal", "WordCount", "in_states", "with_words",
]  # fmt: skip
