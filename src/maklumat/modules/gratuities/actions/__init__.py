"""Acts on gratuities."""

from .clockwork import sweep
from .erasing import erase
from .handling import deposit, determine, forward, record, return_, settle
from .looking import export, look, open_photo
from .reporting import complete, report

__all__ = [
    "complete",
    "deposit",
    "determine",
    "erase",
    "export",
    "forward",
    "look",
    "open_photo",
    "record",
    "report",
    "return_",
    "settle",
    "sweep",
]
