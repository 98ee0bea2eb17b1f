"""What is done with accounts."""

from .leaving import close, reopen, sign_out
from .own import end_other_sessions, end_session, rename
from .safety import forget_old, note
from .staff import create_staff, invite, take_on

__all__ = [
    "close", "create_staff", "end_other_sessions", "end_session", "forget_old", "invite", "note", "rename", "reopen",
    "sign_out", "take_on",
]  # fmt: skip
