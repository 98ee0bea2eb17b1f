"""The door of complaints: acts that the site calls, followers of facts."""

from __future__ import annotations

from .actions.categories import add_category
from .actions.counting import count_words
from .actions.figuring import compute_figures
from .actions.filing import Receipt, Started, attach, describe, introduce, locate, send, start
from .actions.recomputing import recompute_due
from .actions.reporting import confirm, object_to, reply
from .actions.sweeping import end_waits, reach_steps
from .actions.telling import tell_offices, tell_reporter
from .actions.verifying import verify
from .actions.working import answer, ask, take_on
from .queries.parts import files_held

__all__ = [
    "Receipt", "Started", "add_category", "answer", "ask", "attach", "compute_figures", "confirm", "count_words", "describe", "end_waits", "files_held", "introduce",
    "locate", "object_to", "reach_steps", "recompute_due", "reply", "send", "start", "take_on", "tell_offices", "tell_reporter",
    "verify",
]  # fmt: skip
