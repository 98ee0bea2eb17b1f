"""Tools to plant faults: a server that alters what it is asked or what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.open311.reference import KEY, MIME, PREFIX, Pairs, Reference, Reply, render, to_xml
from tests.open311.wire import of_xml


@dataclass(frozen=True)
class Ask:
    """One request, as the server sees it."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> str:
        return "json" if self.path.endswith(".json") else "xml"

    @property
    def place(self) -> str:
        """The path below the endpoint, without the extension."""
        return self.path.removeprefix(PREFIX).rpartition(".")[0]

    @property
    def fields(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def pairs(self) -> Pairs:
        return parse_qsl(self.body.decode("ascii", "replace"), keep_blank_values=True)


Before = Callable[[Ask], Ask]
After = Callable[[Ask, Reply], Reply]
Alter = Callable[[Any], Any]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the server, which check has to find it, and how it is brought about."""

    wrong: str
    found_by: str
    before: Before = lambda ask: ask
    after: After = lambda ask, reply: reply
    server: type[Reference] = Reference


class Faulty:
    """A client of the reference server with at most one fault between them."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault = fault or Fault("", "")
        self.server = self.fault.server(ticking())

    def request(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """Ask the server, through the fault."""
        parts = urlsplit(url)
        ask = Ask(method, parts.path, parts.query, headers, body)
        sent = self.fault.before(ask)
        reply = self.server.handle(sent.method, sent.path, sent.query, sent.headers, sent.body)
        return self.fault.after(ask, reply)


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is looked at."""
    start, seconds = datetime(2026, 3, 2, 8, 0, tzinfo=UTC), count()
    return lambda: start + timedelta(seconds=next(seconds))


def root_of(ask: Ask, reply: Reply) -> str:
    """The name of the outer element of an answer."""
    if reply[0] >= 400:
        return "errors"
    return {"/discovery": "discovery", "/services": "services"}.get(
        ask.place, "service_definition" if ask.place.startswith("/services/") else "service_requests"
    )


def answered(root: str, alter: Alter, form: str = "") -> After:
    """Alter the content of all answers of a kind; what ``alter`` returns stands in place of it, unless None."""

    def after(ask: Ask, reply: Reply) -> Reply:
        if root_of(ask, reply) != root or (form and ask.form != form) or not is_tree(ask, reply):
            return reply
        tree = json.loads(reply[2]) if ask.form == "json" else of_xml(reply[2], root)
        return rendered(ask, root, alter(tree) or tree, reply)

    return after


def is_tree(ask: Ask, reply: Reply) -> bool:
    """Whether the answer is XML or JSON at all."""
    return any(reply[1]["content-type"].startswith(kind) for kind in MIME.values())


def rendered(ask: Ask, root: str, tree: Any, reply: Reply) -> Reply:
    """An answer with another content."""
    body = json.dumps(tree, ensure_ascii=False) if ask.form == "json" else _declared(to_xml(root, tree))
    return reply[0], reply[1], body.encode()


def _declared(xml: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'


def every(root: str, alter: Alter, form: str = "") -> After:
    """Alter each record of the lists of a kind."""

    def whole(tree: list[Any]) -> list[Any]:
        return [alter(one) or one for one in tree]

    return answered(root, whole, form)


def given(name: str, value: Any) -> Alter:
    """Set a field of a record."""

    def alter(one: dict[str, Any]) -> None:
        one[name] = value

    return alter


def gone(name: str) -> Alter:
    """Leave a field out."""

    def alter(one: dict[str, Any]) -> None:
        one.pop(name, None)

    return alter


def inner(name: str, alter: Alter) -> Alter:
    """Alter each entry of a list inside a record."""

    def whole(one: dict[str, Any]) -> None:
        one[name] = [alter(entry) or entry for entry in one[name]]

    return whole


def body(change: Callable[[bytes], bytes], form: str = "") -> After:
    """Change the bytes of every good answer."""

    def after(ask: Ask, reply: Reply) -> Reply:
        return reply if form and ask.form != form else (reply[0], reply[1], change(reply[2]))

    return after


def header(name: str, value: str, form: str = "") -> After:
    """Set a header of every answer."""

    def after(ask: Ask, reply: Reply) -> Reply:
        return reply if form and ask.form != form else (reply[0], {**reply[1], name: value}, reply[2])

    return after


def status(was: int, now: int, where: str = "", method: str = "") -> After:
    """Answer with another status, below a place."""

    def after(ask: Ask, reply: Reply) -> Reply:
        hit = reply[0] == was and ask.place.startswith(where) and method in ("", ask.method)
        return (now, *reply[1:]) if hit else reply

    return after


def instead(was: int, root: str, tree: Any, where: str) -> After:
    """A good answer where there should be an error."""

    def after(ask: Ask, reply: Reply) -> Reply:
        return render(ask.form, root, tree) if reply[0] == was and ask.place.startswith(where) else reply

    return after


def refuse(when: Callable[[Ask], bool], code: int = 400) -> After:
    """An error where there should be none."""

    def after(ask: Ask, reply: Reply) -> Reply:
        if not when(ask) or reply[0] >= 400:
            return reply
        return render(ask.form, "errors", [{"code": code, "description": "This is refused for no reason."}], code)

    return after


def query(change: Callable[[dict[str, str]], dict[str, str]], where: str = "/requests") -> Before:
    """Change the arguments of what is read."""

    def before(ask: Ask) -> Ask:
        if ask.method != "GET" or ask.place != where:
            return ask
        return replace(ask, query=urlencode(change(ask.fields)))

    return before


def deaf(*names: str, where: str = "/requests") -> Before:
    """Ignore arguments of what is read."""
    return query(lambda told: {name: value for name, value in told.items() if name not in names}, where)


def form(change: Callable[[dict[str, list[str]]], dict[str, list[str]]]) -> Before:
    """Change the arguments of a new report."""

    def before(ask: Ask) -> Ask:
        if ask.method != "POST" or "urlencoded" not in ask.headers.get("content-type", ""):
            return ask
        told: dict[str, list[str]] = {}
        for name, value in ask.pairs:
            told.setdefault(name, []).append(value)
        return replace(ask, body=urlencode(change(told), doseq=True).encode())

    return before


def filled(**values: str) -> Before:
    """Take a report as though it had these arguments where it has none."""

    def change(told: dict[str, list[str]]) -> dict[str, list[str]]:
        return {**told, **{name: [value] for name, value in values.items() if not any(told.get(name, []))}}

    return form(change)


def mended(holds: Callable[[str, str], bool], value: str) -> Before:
    """Take a report with another value for the arguments that ``holds`` names."""

    def change(told: dict[str, list[str]]) -> dict[str, list[str]]:
        return {name: [value if holds(name, one) else one for one in all_] for name, all_ in told.items()}

    return form(change)


def any_key(holds: Callable[[str], bool]) -> Before:
    """Take reports with a key that is not the right one."""
    return mended(lambda name, value: name == "api_key" and holds(value), KEY)


def text(name: str, change: Callable[[str], Any]) -> Alter:
    """Alter a text in the records that have it."""

    def alter(one: dict[str, Any]) -> None:
        if one.get(name):
            one[name] = change(str(one[name]))

    return alter


def endpoint(change: Alter, form: str = "") -> After:
    """Alter the endpoints of the discovery file."""
    return answered("discovery", inner("endpoints", change), form)


def attribute(change: Alter, form: str = "") -> After:
    """Alter the attributes of the definitions."""
    return answered("service_definition", inner("attributes", change), form)


def read(change: Alter, form: str = "") -> After:
    """Alter each request that is read, in the list or alone."""
    return every("service_requests", lambda one: change(one) if "status" in one else None, form)


def created(change: Alter) -> After:
    """Alter the answer to each new report."""
    return every("service_requests", lambda one: change(one) if "account_id" in one else None)


def at(place: str, change: After, *, below: bool = False) -> After:
    """A change for one place, or for what lies below it."""

    def after(ask: Ask, reply: Reply) -> Reply:
        here = ask.place.startswith(f"{place}/") if below else ask.place == place
        return change(ask, reply) if here and ask.method == "GET" else reply

    return after
