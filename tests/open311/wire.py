"""What goes over the wire: answers, and the tree that their XML or JSON stands for.

The JSON of GeoReport v2 is the XML with its outer element left out and each container (an element that holds only
elements of one name) turned into a list. Both formats are read into that same kind of tree, so that they compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from xml.etree import ElementTree

CONTAINERS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
SPECIFICATION = "wiki.open311.org/GeoReport_v2"
W3 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


class Client(Protocol):
    """Whatever can ask a server: a test client, a socket, a function in disguise."""

    def request(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send one request; the names of the answer's headers come in lower case."""


class Mismatch(Exception):
    """The server answered something else than the specification says."""

    def __init__(self, expected: str, came: object) -> None:
        super().__init__(f"expected {expected}; came {came}")
        self.expected = expected
        self.came = str(came)


class NotAsked(Exception):
    """The check cannot be put to this server: it offers no such thing, or nothing was told about it."""


def expect(holds: object, expected: str, came: object) -> None:
    """Go on only when it holds."""
    if not holds:
        raise Mismatch(expected, short(came))


def short(value: object, most: int = 300) -> str:
    """A value as one line for a finding."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else f"{text[:most]}…"


@dataclass(frozen=True)
class Answer:
    """One answer, and the request it belongs to."""

    asked: str
    form: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def told(self) -> str:
        """Status and beginning of the body, for a finding."""
        return f"{self.status} {short(self.body.decode('utf-8', 'replace'), 200)} (asked: {short(self.asked, 160)})"

    def is_good(self, what: str, *statuses: int) -> Answer:
        """The same answer when its status is 200 or one of those given."""
        expect(self.status in (statuses or (200,)), f"{what}: status {statuses or 200}", self.told())
        return self

    def tree(self, root: str, *, loose: bool = False) -> Any:
        """The body as lists, records and plain values; ``loose`` lets further fields have any shape."""
        text = utf8(self)
        if self.form == "json":
            return of_json(text, root)
        return of_xml(self.body, root, loose=loose)

    def records(self, root: str, *, loose: bool = False) -> list[dict[str, Any]]:
        """The body as a list of records."""
        found = self.tree(root, loose=loose)
        expect(
            isinstance(found, list) and all(isinstance(one, dict) for one in found), f"a list of records: {root}", found
        )
        return list(found)


def utf8(answer: Answer) -> str:
    """The body as text; it has to be UTF-8."""
    try:
        return answer.body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Mismatch("a body in UTF-8", f"{wrong} (asked: {answer.asked})") from wrong


def root_element(body: bytes) -> ElementTree.Element:
    """The outermost element; the body has to be well-formed."""
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError as wrong:
        raise Mismatch("well-formed XML", f"{wrong}: {short(body.decode('utf-8', 'replace'))}") from wrong


def local(tag: str) -> str:
    """An element's name without the one namespace the specification allows."""
    return re.sub(rf"^\{{https?://{re.escape(SPECIFICATION)}/?\}}", "", tag)


def of_xml(body: bytes, root: str, *, loose: bool = False) -> Any:
    """An XML body as a tree; its outermost element must be the one expected."""
    top = root_element(body)
    expect(local(top.tag) == root, f"the outermost element <{root}>", f"<{top.tag}>")
    return _element(top, loose=loose)


def _element(element: ElementTree.Element, *, loose: bool) -> Any:
    name, children = local(element.tag), list(element)
    if children:
        stray = "".join([element.text or "", *(child.tail or "" for child in children)]).strip()
        expect(not stray, f"no text between the elements of <{name}>", stray)
    names = [local(child.tag) for child in children]
    if name in CONTAINERS:
        wanted = CONTAINERS[name]
        expect(set(names) <= {wanted}, f"only <{wanted}> inside <{name}>", names)
        expect(children or not (element.text or "").strip(), f"no bare text in <{name}>", element.text)
        return [_element(child, loose=loose) for child in children]
    if not children:
        return element.text
    if len(set(names)) == len(names):
        return {key: _element(child, loose=loose) for key, child in zip(names, children, strict=True)}
    expect(loose, f"each field of <{name}> once", names)
    return [_element(child, loose=loose) for child in children]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    expect(len(set(names)) == len(names), "each field of a JSON object once", names)
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise Mismatch("JSON without NaN or Infinity", name)


def of_json(text: str, root: str) -> Any:
    """A JSON body as a tree: a bare list where the XML has a container, a bare object elsewhere."""
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValueError as wrong:
        raise Mismatch("valid JSON", f"{wrong}: {short(text)}") from wrong
    kind = list if root in CONTAINERS else dict
    expect(
        isinstance(found, kind), f"a JSON {'array' if kind is list else 'object'} for {root}, nothing around it", found
    )
    if isinstance(found, dict):
        expect(root not in found, f"the fields of {root} at the top of the JSON", list(found))
    return found


def plain(value: Any) -> str:
    """A single value as text: nothing is the same as an empty element."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return re.sub(r"\r\n?", "\n", str(value)).strip()


def difference(one: Any, other: Any, place: str = "") -> str:
    """Where two trees differ first, in words; empty when they carry the same."""
    if isinstance(one, list) or isinstance(other, list):
        left, right = one or [], other or []
        if not (isinstance(left, list) and isinstance(right, list)):
            return f"{place}: {short(one, 80)} / {short(other, 80)}"
        if len(left) != len(right):
            return f"{place}: {len(left)} / {len(right)} entries"
        both = ((f"{place}[{i}]", a, b) for i, (a, b) in enumerate(zip(left, right, strict=True)))
    elif isinstance(one, dict) or isinstance(other, dict):
        left, right = one or {}, other or {}
        if not (isinstance(left, dict) and isinstance(right, dict)):
            return f"{place}: {short(one, 80)} / {short(other, 80)}"
        if set(left) != set(right):
            return f"{place}: fields {sorted(set(left) ^ set(right))} in one only"
        both = ((f"{place}.{key}", left[key], right[key]) for key in left)
    else:
        return "" if _alike(one, other) else f"{place}: {short(plain(one), 80)!r} / {short(plain(other), 80)!r}"
    return next((found for where, a, b in both if (found := difference(a, b, where))), "")


def _alike(one: Any, other: Any) -> bool:
    if plain(one) == plain(other):
        return True
    if not any(isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other)):
        return False
    try:
        return float(plain(one)) == float(plain(other))
    except ValueError:
        return False


def moment(value: Any, what: str) -> datetime:
    """A date and time in the W3 form, with its zone."""
    text = plain(value)
    expect(W3.fullmatch(text), f"{what}: YYYY-MM-DDThh:mm:ss with Z or an offset", text)
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Mismatch(f"{what}: a date that exists", text) from wrong
