"""The one token of an invitation: the number of its round, its place in it, and a keyed check. It says nothing about whom it was sent to, and
no table of tokens is needed: a round keeps one bit for each place that is used up."""

from __future__ import annotations

from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # thirty letters: none is mistaken for another
MOST = 1024  # places in a round
_ROUND, _CHECK = 1 << 28, 30**9  # 44 bits of check: with counted tries no guess succeeds
LENGTH = 17


@dataclass(frozen=True)
class Token:
    """Which round, and which place in it."""

    number: int
    place: int


def write(token: Token, check: int) -> str:
    """As letters, in groups of six, five and six."""
    if not (0 <= token.number < _ROUND and 0 <= token.place < MOST):
        raise ValueError("no such place")
    value = (token.number * MOST + token.place) * _CHECK + check % _CHECK
    letters = ""
    for _letter in range(LENGTH):
        value, rest = divmod(value, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return f"{letters[:6]}-{letters[6:11]}-{letters[11:]}"


def read(typed: str) -> tuple[Token, int] | None:
    """The token and its check, whatever dashes and small letters were typed; None for what cannot be one."""
    letters = [letter for letter in typed.upper() if letter.isalnum()]
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    value = 0
    for letter in letters:
        value = value * len(ALPHABET) + ALPHABET.index(letter)
    rest, check = divmod(value, _CHECK)
    number, place = divmod(rest, MOST)
    return (Token(number, place), check) if number < _ROUND else None


def reduced(digest: bytes) -> int:
    """A keyed digest as the check of a token."""
    return int.from_bytes(digest[:8]) % _CHECK
