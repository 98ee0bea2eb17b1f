"""The writes of the evaluation."""

from .advising import advise, end_advice, watch_advice
from .judging import close, confirm_all, judge
from .stating import hand_in, open_sheet, state

__all__ = ["advise", "close", "confirm_all", "end_advice", "hand_in", "judge", "open_sheet", "state", "watch_advice"]
