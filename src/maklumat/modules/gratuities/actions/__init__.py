"""Acts on gratuities."""

from .clockwork import recompute_due, sweep
from .erasing import erase
from .handling import deposit, determine, forward, record, return_, settle
from .looking import export, look, open_photo
from .reporting import complete, report
from .telling import tell_control, tell_reporter

__all__ = [
    "complete",
    "deposit",
    "determine",
    "erase",
    "export",
    "forward",
    "look",
    "open_photo",
    "recompute_due",
    "record",
    "report",
    "return_",
    "settle",
    "sweep",
    "tell_control",
    "tell_reporter",
]
