"""The door of the exchange: followers of facts about reports."""

from __future__ import annotations

from .actions import announce, tell_partner
from .actions.lapor import TOLD
from .actions.subscribing import EVENTS
from .queries.listening import ANYBODY_LISTENS

__all__ = ["ANYBODY_LISTENS", "EVENTS", "TOLD", "announce", "tell_partner"]
