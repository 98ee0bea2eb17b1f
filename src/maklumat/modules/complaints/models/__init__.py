"""Tables of complaints."""

from .beside import Companion, Entry, Evidence, Fired, Identity, Interval, Link, Reveal, Upload
from .choosing import EDITION, SQUARE, TOTAL, ApiClient, Category, Figure, LadderVersion, Square, WordCount
from .desk import Alert, Batch, Consultation, Looker, Problem, RoutingRule, SavedFilter, StandardText
from .finding import Imprint, Publication, with_words
from .report import PAUSED_LAST, Report, in_states

__all__ = [
    "EDITION",
    "PAUSED_LAST",
    "SQUARE",
    "TOTAL",
    "Alert",
    "ApiClient",
    "Batch",
    "Category",
    "Companion",
    "Consultation",
    "Entry",
    "Evidence",
    "Figure",
    "Fired",
    "Identity",
    "Imprint",
    "Interval",
    "LadderVersion",
    "Link",
    "Looker",
    "Problem",
    "Publication",
    "Report",
    "Reveal",
    "RoutingRule",
    "SavedFilter",
    "Square",
    "StandardText",
    "Upload",
    "WordCount",
    "in_states",
    "with_words",
]  # fmt: skip
