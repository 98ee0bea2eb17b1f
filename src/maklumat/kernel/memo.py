"""Remembering cheap reads: within one request, and, for those who only look, for a second across requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection

_memory: ContextVar[dict[str, Any] | None] = ContextVar("memo", default=None)
_looking: ContextVar[bool] = ContextVar("looking", default=False)
_editions: dict[str, tuple[float, Any]] = {}
_announced: dict[str, str] = {}
_GROUND = "the ground"


@contextmanager
def remembering(*, looking: bool = False) -> Iterator[None]:
    """The scope: one request. Outside of it nothing is remembered.

    ``looking``: an anonymous visitor reads and changes nothing, so an edition may be PATIENCE seconds old.
    """
    token, second = _memory.set({}), _looking.set(looking)
    try:
        yield
    finally:
        _looking.reset(second)
        _memory.reset(token)


def recall[T](key: str, read: Callable[[], T]) -> T:
    """What ``read`` gave under ``key`` in this request, or read now."""
    memory = _memory.get()
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    return memory[key]


def announce(room: str, expression: str) -> None:
    """What changes whenever something of this name does, as SQL for one cheap value. Nearly every act asks for some of
    them, so all that are announced are read in one statement. A name that is a room is forgotten with the room's facts; one
    that is a part of a busy room (``complaints.ladders``) is not, and may be PATIENCE seconds old for who only looks."""
    _announced[room] = expression


def ground(room: str) -> tuple:
    """The edition of what was announced: another one, another content."""
    rooms = edition(_GROUND, _read_ground)
    return rooms["database"], rooms[room]


def _read_ground() -> dict[str, Any]:
    expressions = ", ".join(f"({expression})::text" for expression in _announced.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_database(), {expressions}")
        return dict(zip(("database", *_announced), cursor.fetchone(), strict=True))


def edition[T](room: str, read: Callable[[], T]) -> T:
    """The stamp of what a room shows to everybody: another stamp, another content.

    Read once a request; of a visitor who only looks, once in settings.PATIENCE seconds for all of them. What this
    process writes is seen by its next reader at once, what another process writes within that time.
    """

    def ask() -> T:
        if not _looking.get():
            return read()
        found = _editions.get(room)
        if found is None or time.monotonic() - found[0] > settings.PATIENCE:
            found = _editions[room] = (time.monotonic(), read())
        return found[1]

    return recall(f"edition of {room}", ask)


def forget(room: str) -> None:
    """A fact of this room was written: read anew."""
    _editions.pop(room, None)
    if room in _announced:  # what is only a part of a busy room may be PATIENCE seconds old, for who only looks
        _editions.pop(_GROUND, None)
    memory = _memory.get()
    if memory is not None:
        memory.clear()
