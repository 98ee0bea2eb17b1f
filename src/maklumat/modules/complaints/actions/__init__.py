"""Every act on a report."""

from .counting import count_words
from .dividing import Part, divide
from .figuring import compute_figures
from .filing import Receipt, Started, answer_questions, attach, describe, detach, introduce, locate, send, start
from .joining import Accompanying, accompany, join, leave, part, part_as_reporter
from .ladders import record_ladder
from .looking import open_evidence
from .receiving import Incoming, add_client, receive
from .recomputing import recompute_due
from .reporting import confirm, find_code, object_to, rate, reply
from .revealing import Reporter, agree_reveal, ask_reveal, look_at_reporter
from .sweeping import end_waits, reach_steps, sweep_drafts
from .verifying import archive, mask_again, narrow, place, verify
from .working import answer, ask, hand_back, note, settle, take_on

__all__ = [
    "Accompanying", "Incoming", "Part", "Receipt", "Reporter", "Started", "accompany", "add_client", "agree_reveal", "answer", "answer_questions", "archive", "ask", "ask_reveal", "attach", "compute_figures", "confirm", "count_words", "describe",
    "detach", "divide", "end_waits", "find_code", "hand_back", "introduce", "join", "leave", "locate", "look_at_reporter", "mask_again", "narrow", "note",
    "object_to", "open_evidence", "part", "part_as_reporter", "place", "rate", "reach_steps", "receive", "recompute_due", "record_ladder", "reply", "send", "settle", "start", "sweep_drafts", "take_on", "verify",
]  # fmt: skip
