"""Moments as whole microseconds since 1970-01-01T00:00Z, so that all sums are exact integers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = 60_000_000
HOUR = 60 * MINUTE


def to_us(moment: datetime) -> int:
    """Whole microseconds since the epoch of an aware datetime (any zone)."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"naive datetime {moment!r}: every moment needs a time zone")
    return (moment.astimezone(UTC) - EPOCH) // MICROSECOND


def from_us(microseconds: int) -> datetime:
    """The UTC datetime ``microseconds`` after the epoch."""
    return EPOCH + timedelta(microseconds=microseconds)
