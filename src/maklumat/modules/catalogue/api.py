"""The door of the catalogue: versions with their standards, read; conditions and fees, computed."""

from __future__ import annotations

from .actions import draft_new, log_publication, note_for_review, publish, publish_maklumat
from .queries import MaklumatFacts, Shelf, VersionFacts, edition, in_force, maklumat_over, published_version, shelf
from .rules.conditions import asked, holds, needed
from .rules.fees import FormulaError, fee_of
from .rules.importing.sheet import NamedBytes, read_files, report_csv, report_text
from .rules.standard import Consultation, Decision, Duration, Fee, Page, Question, Requirement, Standard, Step, load
from .rules.wording import duration_text

__all__ = [
    "Consultation", "Decision", "Duration", "Fee", "FormulaError", "MaklumatFacts", "NamedBytes", "Page", "Question", "Requirement", "Shelf",
    "Standard", "Step", "VersionFacts", "asked", "draft_new", "duration_text", "edition", "fee_of", "holds", "in_force", "load", "log_publication", "maklumat_over", "needed", "note_for_review",
    "publish", "publish_maklumat", "published_version", "read_files", "report_csv", "report_text", "shelf",
]  # fmt: skip
