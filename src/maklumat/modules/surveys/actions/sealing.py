"""What an answer says until its round is over: sealed, for rows stand in the order of arrival. All seals are of one size: a copy of the database kept
on the way must not show who wrote a comment, left an item out or was too quick."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from maklumat.kernel import crypto

MOMENT, COMMENT = "survey moment", "survey comment"
BLOCK = 1536  # bytes: an answer with some 2,500 letters of own words; a row of it stays below the size at which PostgreSQL puts values elsewhere


@dataclass
class Sealed:
    """``minute`` (since 1970), ``mark`` (blind, of the device, another one each day), ``shared`` (rules.quality.Moment) until the night; ``makeup``
    (who it is, as counters) until it is counted. ``texts``: own words, by item. ``sound``: it was counted as sound, None: not counted yet."""

    minute: float | None
    mark: str
    shared: bool
    values: Sequence[int | None]
    texts: Mapping[str, str]
    seconds: int | None
    makeup: Sequence[int]
    sound: bool | None
    flags: int

    def forget_the_day(self) -> None:
        self.minute, self.mark, self.shared = None, "", False

    def seal(self) -> bytes:
        """In as few blocks as hold it: one, but for very long words."""
        told = zlib.compress(json.dumps(astuple(self), ensure_ascii=False).encode())
        return crypto.seal(told.ljust(-(-len(told) // BLOCK) * BLOCK, b"\0"), MOMENT)


def unseal(moment: bytes) -> Sealed:
    """What :meth:`Sealed.seal` closed; the filling after it is left out."""
    return Sealed(*json.loads(zlib.decompressobj().decompress(crypto.unseal(moment, MOMENT))))
