"""The door of applications: the acts, followers of facts, and plain values for other rooms."""

from __future__ import annotations

from .actions import (
    Receipt,
    Started,
    advance,
    approve,
    attach,
    check,
    complete,
    reach_marks,
    recompute_due,
    reject,
    return_to_applicant,
    save_page,
    start,
    submit,
)
from .actions.issuing import mark_issued
from .actions.telling import tell_applicant, tell_supervisors
from .queries.breaches import Applicant, Breach, applicant_of, breach_of
from .queries.desk import DeskFacts, desk_facts, documents_needed
from .queries.parts import files_held

__all__ = [
    "Applicant", "Breach", "DeskFacts", "Receipt", "Started", "advance", "applicant_of", "approve", "attach", "breach_of", "check", "complete", "desk_facts",
    "documents_needed", "files_held", "mark_issued", "reach_marks", "recompute_due", "reject", "return_to_applicant", "save_page",
    "start", "submit", "tell_applicant", "tell_supervisors",
]  # fmt: skip
