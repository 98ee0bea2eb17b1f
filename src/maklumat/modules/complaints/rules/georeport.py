"""The forms of Open311 GeoReport v2: one answer, written as JSON or as XML with the same content. No Django."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
MOST_DAYS, MOST_ROWS = 90, 1000
_CHILD = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "history": "step",
}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadArgument(ValueError):
    """An argument that cannot be read; the message is its name."""


def written(form: str, root: str, item: str, content: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> bytes:
    """A list of ``item`` in ``root``, or one object; ``form`` is a key of :data:`FORMATS`."""
    if form == "json":
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if isinstance(content, Mapping):
        inner = _xml_of(content)
    else:
        inner = "".join(f"<{item}>{_xml_of(one)}</{item}>" for one in content)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inner}</{root}>'.encode()


def printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _xml_of(content: Mapping[str, Any]) -> str:
    return "".join(_element(key, value) for key, value in content.items())


def _element(key: str, value: Any) -> str:
    if value is None or value == "":
        return f"<{key}/>"
    if isinstance(value, bool):
        return f"<{key}>{str(value).lower()}</{key}>"
    if isinstance(value, Mapping):
        return f"<{key}>{_xml_of(value)}</{key}>"
    if isinstance(value, list | tuple):
        child = _CHILD[key]
        return f"<{key}>" + "".join(_element(child, one) for one in value) + f"</{key}>"
    return f"<{key}>{escape(printable(str(value)))}</{key}>"


def moment(text: str, name: str) -> datetime:
    """A W3C date and time. Without a zone it is UTC. Raises :class:`BadArgument` with ``name``."""
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError as fault:
        raise BadArgument(name) from fault
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def span(start: str, end: str, now: datetime) -> tuple[datetime, datetime]:
    """From when to when is asked: at most ninety days, those until now if nothing is said."""
    most = timedelta(days=MOST_DAYS)
    # A second is the finest that is told, so the last one counts to its end.
    last = moment(end, "end_date").replace(microsecond=999_999) if end else None
    first = moment(start, "start_date") if start else None
    if first is None:
        last = last or now
        return last - most, last
    if last is None:
        last = min(first + most, max(now, first))
    return max(first, last - most), last


def number(text: str, name: str, most: int, default: int) -> int:
    """A whole number from 1 to ``most``. Raises :class:`BadArgument` with ``name``."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise BadArgument(name)
    return int(text)


def degrees(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A point, when both are given. Raises :class:`BadArgument`."""
    if not latitude and not longitude:
        return None
    try:
        point = float(latitude), float(longitude)
    except ValueError as fault:
        raise BadArgument("lat, long") from fault
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise BadArgument("lat, long")
    return point
