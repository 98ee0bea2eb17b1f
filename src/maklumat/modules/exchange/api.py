"""The door of the exchange: followers of facts about reports, and what comes in from partners and by letter."""

from __future__ import annotations

from .actions import add_partner, announce, pull, take_mail, tell_partner
from .actions.lapor import TOLD
from .actions.subscribing import EVENTS
from .queries.listening import ANYBODY_LISTENS
from .queries.partners import met

__all__ = ["ANYBODY_LISTENS", "EVENTS", "TOLD", "add_partner", "announce", "met", "pull", "take_mail", "tell_partner"]
