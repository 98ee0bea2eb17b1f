"""All acts of the exchange."""

from .lapor import follow_up, pull, reconcile, tell_partner
from .mailing import take_mail
from .neighbours import hand_over, send_over, watch
from .partners import add_partner
from .subscribing import announce, deliver, subscribe, unsubscribe

__all__ = [
    "add_partner", "announce", "deliver", "follow_up", "hand_over", "pull", "reconcile", "send_over", "subscribe", "take_mail",
    "tell_partner", "unsubscribe", "watch",
]  # fmt: skip
