"""Remembering a cheap read for the length of one request. Any recorded fact makes all of it forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_memory: ContextVar[dict[str, Any] | None] = ContextVar("memo", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """The scope: one request. Outside of it nothing is remembered."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def recall[T](key: str, read: Callable[[], T]) -> T:
    """What ``read`` gave under ``key`` in this request, or read now."""
    memory = _memory.get()
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    return memory[key]


def forget() -> None:
    """Something was written: read anew."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
