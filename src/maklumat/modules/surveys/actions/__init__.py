"""The writes of surveys."""

from .answering import Given, answer, answer_at_kiosk, decline, place_of, type_in
from .building import end_instrument, keep_instrument, publish_instrument, reword
from .drawing import draw_rounds
from .inviting import await_draw
from .opening import end_kiosk, open_kiosk, open_sheets
from .publishing import MEDIA, end_plan, log_medium, plan, publish_result, watch_plans
from .settling import settle

__all__ = [
    "MEDIA", "Given", "answer", "answer_at_kiosk", "await_draw", "decline", "draw_rounds", "end_instrument", "end_kiosk", "end_plan",
    "keep_instrument",
    "log_medium", "open_kiosk", "open_sheets", "place_of", "plan", "publish_instrument",
    "publish_result", "reword", "settle", "type_in", "watch_plans",
]  # fmt: skip
