"""Every act on a report."""

from .filing import Receipt, Started, attach, describe, detach, introduce, locate, send, start
from .ladders import record_ladder
from .looking import open_evidence
from .reporting import confirm, find_code, object_to, reply
from .revealing import Reporter, agree_reveal, ask_reveal, look_at_reporter
from .sweeping import end_waits, reach_steps, recompute_due
from .verifying import archive, mask_again, narrow, place, verify
from .working import answer, ask, hand_back, note, settle, take_on

__all__ = [
    "Receipt", "Reporter", "Started", "agree_reveal", "answer", "archive", "ask", "ask_reveal", "attach", "confirm", "describe",
    "detach", "end_waits", "find_code", "hand_back", "introduce", "locate", "look_at_reporter", "mask_again", "narrow", "note",
    "object_to", "open_evidence", "place", "reach_steps", "recompute_due", "record_ladder", "reply", "send", "settle", "start", "take_on", "verify",
]  # fmt: skip
