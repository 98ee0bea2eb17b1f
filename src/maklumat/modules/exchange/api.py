"""The door of the exchange: followers of facts about reports."""

from __future__ import annotations

from .actions import announce, tell_partner
from .actions.lapor import TOLD
from .actions.subscribing import EVENTS

__all__ = ["EVENTS", "TOLD", "announce", "tell_partner"]
