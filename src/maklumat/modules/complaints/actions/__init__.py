"""Every act on a report."""

from .alerting import ask_for_news, confirm_news, send_news, stop_news
from .batching import UNDO_WITHIN, Done, act_on_many, undo
from .categories import add_category, change_category
from .comforts import end_text, forget_filter, keep_filter, look, make_text
from .consulting import advise, consult
from .counting import count_words
from .dividing import Part, divide
from .figuring import compute_figures
from .filing import Receipt, Started, answer_questions, attach, describe, detach, introduce, locate, send, start
from .forgetting import forget_old
from .hiding import follow_the_tree
from .joining import Accompanying, accompany, join, leave, part, part_as_reporter
from .ladders import record_ladder
from .looking import open_evidence
from .problems import change_problem, close_problem, offer_problem, open_problem
from .receiving import Incoming, add_client, receive
from .recomputing import recompute_due
from .reporting import confirm, find_code, object_to, rate, reply, verify_contact
from .revealing import Reporter, agree_reveal, ask_reveal, look_at_reporter
from .ruling import end_rule, make_rule
from .sweeping import end_waits, reach_steps, sweep_drafts
from .uploads import sweep_uploads
from .verifying import archive, mask_again, narrow, place, verify
from .withdrawing import redact, withdraw
from .working import answer, ask, hand_back, note, settle, take_on

__all__ = [
    "UNDO_WITHIN",
    "Accompanying",
    "Done",
    "Incoming",
    "Part",
    "Receipt",
    "Reporter",
    "Started",
    "accompany",
    "act_on_many",
    "add_category",
    "add_client",
    "advise",
    "agree_reveal",
    "answer",
    "answer_questions",
    "archive",
    "ask",
    "ask_for_news",
    "ask_reveal",
    "attach",
    "change_category",
    "change_problem",
    "close_problem",
    "compute_figures",
    "confirm",
    "confirm_news",
    "consult",
    "count_words",
    "describe",
    "detach",
    "divide",
    "end_rule",
    "end_text",
    "end_waits",
    "find_code",
    "follow_the_tree",
    "forget_filter",
    "forget_old",
    "hand_back",
    "introduce",
    "join",
    "keep_filter",
    "leave",
    "locate",
    "look",
    "look_at_reporter",
    "make_rule",
    "make_text",
    "mask_again",
    "narrow",
    "note",
    "object_to",
    "offer_problem",
    "open_evidence",
    "open_problem",
    "part",
    "part_as_reporter",
    "place",
    "rate",
    "reach_steps",
    "receive",
    "recompute_due",
    "record_ladder",
    "redact",
    "reply",
    "send",
    "send_news",
    "settle",
    "start",
    "stop_news",
    "sweep_drafts",
    "sweep_uploads",
    "take_on",
    "undo",
    "verify",
    "verify_contact",
    "withdraw",
]  # fmt: skip
