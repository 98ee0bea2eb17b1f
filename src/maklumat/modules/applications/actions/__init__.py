from .applicant import complete, withdraw
from .filing import Receipt, Started, attach, detach, save_page, start, submit
from .finding import find_code
from .marks import reach_marks, recompute_due
from .working import advance, approve, ask_outside, check, claim, reject, return_to_applicant

__all__ = [
    "Receipt", "Started", "advance", "approve", "ask_outside", "attach", "check", "claim", "complete", "detach",
    "find_code", "reach_marks", "recompute_due", "reject", "return_to_applicant", "save_page", "start", "submit",
    "withdraw",
]  # fmt: skip
