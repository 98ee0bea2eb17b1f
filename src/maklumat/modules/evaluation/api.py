"""The door of the evaluation."""

from .actions import advise, close, confirm_all, hand_in, judge, open_sheet, state
from .queries.sheets import files_held, waiting

__all__ = ["advise", "close", "confirm_all", "files_held", "hand_in", "judge", "open_sheet", "state", "waiting"]
