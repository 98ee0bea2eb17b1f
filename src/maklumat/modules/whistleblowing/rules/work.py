"""Work that a sender's device does before it may send: a little when it is quiet, more when it is not, never a refusal. It asks nobody who he is."""

from __future__ import annotations

import hashlib
import hmac
from collections import deque

LIVES = 900  # seconds of a challenge
FALL_BEHIND = 2  # bits that a challenge of before may ask less than is asked now
MOST_BITS = 22
QUIET = 60  # things sent in ten minutes; each doubling costs one more bit


def bits_for(sent: int, least: int) -> int:
    """How many zero bits are asked for when so many were sent in the last ten minutes. ``least``: 0 asks for none."""
    if least == 0:
        return 0
    more = (sent // QUIET).bit_length()
    return min(MOST_BITS, least + more)


def challenge(key: bytes, now: int, bits: int) -> str:
    """A text that only we can make: moment, bits, and their keyed hash."""
    head = f"{now}.{bits}"
    return f"{head}.{hmac.digest(key, head.encode(), 'sha256').hex()[:32]}"


def accepted(key: bytes, given: str, what: str, counter: str, now: int, wanted: int) -> bool:
    """Whether this work was done for this thing, for a challenge of ours that is not old and asked for about as many bits as are ``wanted`` now."""
    moment, _dot, rest = given.partition(".")
    bits, _dot, _mac = rest.partition(".")
    if not (
        moment.isascii()
        and moment.isdigit()
        and bits.isascii()
        and bits.isdigit()
        and len(given) < 80
        and len(counter) < 24
    ):
        return False
    if (
        not hmac.compare_digest(challenge(key, int(moment), int(bits)).encode(), given.encode())
        or not 0 <= now - int(moment) <= LIVES
        or int(bits) < wanted - FALL_BEHIND
    ):
        return False
    found = hashlib.sha256(f"{given}:{what}:{counter}".encode()).digest()
    return int.from_bytes(found) >> (256 - int(bits)) == 0 if int(bits) else True


class Load:
    """How much was sent lately, in the memory of this process alone: it is written down nowhere."""

    def __init__(self) -> None:
        self._moments: deque[int] = deque(maxlen=100_000)

    def note(self, now: int) -> None:
        self._moments.append(now)

    def recent(self, now: int) -> int:
        """Things sent in the last ten minutes."""
        while self._moments and self._moments[0] < now - 600:
            self._moments.popleft()
        return len(self._moments)
