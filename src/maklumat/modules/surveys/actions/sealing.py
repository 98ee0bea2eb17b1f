"""What an answer says until its round is over: sealed, for rows stand in the order of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from maklumat.kernel import crypto

MOMENT, COMMENT = "survey moment", "survey comment"


@dataclass
class Sealed:
    """``minute`` (since 1970), ``mark`` (blind, of the device, another one each day), ``shared`` and ``spoke`` (rules.quality.Moment) until the night;
    ``makeup`` (who it is, as counters) until it is counted. ``sound``: it was counted as sound, None: not counted yet."""

    minute: float | None
    mark: str
    shared: bool
    spoke: bool
    values: Sequence[int | None]
    seconds: int | None
    makeup: Sequence[int]
    sound: bool | None
    flags: int

    def forget_the_day(self) -> None:
        self.minute, self.mark, self.shared, self.spoke = None, "", False, False

    def seal(self) -> bytes:
        return crypto.seal_json(list(astuple(self)), MOMENT)


def unseal(moment: bytes) -> Sealed:
    """What :meth:`Sealed.seal` closed."""
    return Sealed(*crypto.unseal_json(moment, MOMENT))
