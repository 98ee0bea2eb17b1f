"""The door of complaints: acts that the site calls, followers of facts, and what other systems are told."""

from __future__ import annotations

from .access import index_of, may_hand_over
from .actions.categories import add_category
from .actions.comforts import make_text
from .actions.counting import count_words
from .actions.figuring import compute_figures
from .actions.filing import Receipt, Started, attach, describe, introduce, locate, send, start
from .actions.hiding import follow_the_tree
from .actions.receiving import Incoming, add_client, receive
from .actions.recomputing import recompute_due
from .actions.reporting import confirm, object_to, reply
from .actions.ruling import make_rule
from .actions.sweeping import end_waits, reach_steps
from .actions.telling import tell_offices, tell_reporter
from .actions.verifying import verify
from .actions.working import answer, ask, take_on
from .queries.categories import categories
from .queries.figures import figures
from .queries.georeport import Wanted, client_of, definition, requests, services
from .queries.outside import (
    Outline,
    Reporter,
    Said,
    code_of,
    number_of,
    outlines,
    read_by_reporter,
    reporter_of,
    visible,
)
from .queries.parts import files_held
from .queries.problems import words_of_problem
from .queries.tracking import tracking
from .rules.text import LONGEST_TEXT

__all__ = [
    "LONGEST_TEXT",
    "Incoming",
    "Outline",
    "Receipt",
    "Reporter",
    "Said",
    "Started",
    "Wanted",
    "add_category",
    "add_client",
    "answer",
    "ask",
    "attach",
    "categories",
    "client_of",
    "code_of",
    "compute_figures",
    "confirm",
    "count_words",
    "definition",
    "describe",
    "end_waits",
    "figures",
    "files_held",
    "follow_the_tree",
    "index_of",
    "introduce",
    "locate",
    "make_rule",
    "make_text",
    "may_hand_over",
    "number_of",
    "object_to",
    "outlines",
    "reach_steps",
    "read_by_reporter",
    "receive",
    "recompute_due",
    "reply",
    "reporter_of",
    "requests",
    "send",
    "services",
    "start",
    "take_on",
    "tell_offices",
    "tell_reporter",
    "tracking",
    "verify",
    "visible",
    "words_of_problem",
]  # fmt: skip
