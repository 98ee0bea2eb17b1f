"""Reports sent over connections that break, again and again until an answer comes: none is lost, none is doubled.

Every sender keeps its own key (Idempotency-Key) and repeats after a broken connection, as a phone does; now and then it presses
twice. Beside it five hundred residents behind one address, and one resident in the middle of a flood.
"""

from __future__ import annotations

import json
import os
import random
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.proofs.crash import Browser, Stack, Unwell
from tests.proofs.ground import migrate_here

SENDERS, TRIES = 8, 60
STORY = "Lampu jalan di depan pasar mati sejak dua minggu, sudah ada yang jatuh."


def run(cases: int = 10_000, seed: int = 1, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """The figures; ``wrong`` counts what was lost, doubled, blocked or silenced."""
    with tempfile.TemporaryDirectory(prefix="maklumat-retries-") as place:
        stack = Stack(Path(place))
        try:
            os.environ.update(stack.environment | {"MAKLUMAT_POOL": "0", "MAKLUMAT_LOG": "CRITICAL"})
            migrate_here(stack.cluster)
            key = _prepared()
            stack.revive()
            found = _sent(stack.port, key, cases, seed, tell)
            found |= _neighbours(stack.port, min(500, max(5, cases // 20)), tell)
            found |= _flooded(stack.port, key, 10 if cases > 1000 else 2)
            return found | {
                "wrong": sum(found[name] for name in ("lost", "doubled", "given up", "blocked", "silenced"))
            }
        finally:
            stack.end()


def _prepared() -> str:
    from maklumat.kernel.actor import SYSTEM
    from maklumat.modules.complaints import actions, api
    from tests import world
    from tests.world import MONDAY

    world.build(())
    api.add_category(
        code="lampu", name="Lampu jalan", name_en="Lamps", parent="", unit="dishub", stopper="", by=SYSTEM, at=MONDAY
    )
    return actions.add_client(by=SYSTEM, name="Aplikasi uji", at=MONDAY)


class _Sender(threading.Thread):
    """Sends its share of reports, whatever happens to its connections."""

    def __init__(
        self, port: int, key: str, numbers: range, seed: int, tokens: dict[int, set[str]], figures: Counter[str]
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.key, self.numbers, self.rng = port, key, numbers, random.Random(seed)
        self.tokens, self.figures = tokens, figures

    def run(self) -> None:
        for number in self.numbers:
            for _ in range(TRIES):
                token = self._try(number)
                if token:
                    self.tokens.setdefault(number, set()).add(token)
                    if self.rng.random() < 0.05 and (again := self._try(number)):  # pressed twice
                        self.tokens[number].add(again)
                    break
            else:
                self.figures["given up"] += 1

    def _try(self, number: int) -> str:
        body = urlencode({"api_key": self.key, "service_code": "lampu", "lat": "-7.4", "long": "110.2",
                          "description": f"{STORY} Tiang nomor {number}."}).encode()  # fmt: skip
        head = (f"POST /open311/v2/requests.json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\nIdempotency-Key: report-{number}\r\nConnection: close\r\n\r\n").encode()  # fmt: skip
        whole, fate = head + body, self.rng.random()
        self.figures["requests"] += 1
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
                if fate < 0.15:  # the network goes while sending
                    line.sendall(whole[: self.rng.randrange(len(whole))])
                    self.figures["broken while sending"] += 1
                    return ""
                line.sendall(whole)
                if fate < 0.3:  # … or while the answer is on its way
                    if self.rng.random() < 0.5:
                        time.sleep(self.rng.random() * 0.05)
                    self.figures["broken before the answer"] += 1
                    return ""
                return _token(line)
        except OSError:
            self.figures["no connection"] += 1
            time.sleep(0.05)
            return ""


def _token(line: socket.socket) -> str:
    got = b""
    while part := line.recv(65536):
        got += part
    head, _end, body = got.partition(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 201", b"HTTP/1.0 201")):
        return ""
    return str(json.loads(body)[0]["token"])


def _sent(port: int, key: str, cases: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    from maklumat.modules.complaints.access import index_of
    from maklumat.modules.complaints.models import Report

    tokens: dict[int, set[str]] = {}
    figures: Counter[str] = Counter()
    share = -(-cases // SENDERS)
    threads = [
        _Sender(port, key, range(n * share, min(cases, (n + 1) * share)), seed * 100 + n, tokens, figures)
        for n in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(f"{len(tokens):,} of {cases:,} acknowledged, {figures['requests']:,} requests")
    time.sleep(1)  # what was on its way when its sender hung up
    stored = Report.objects.filter(channel="api").count()
    there = {bytes(one) for one in Report.objects.filter(channel="api").values_list("code_index", flat=True)}
    lost = sum(index_of(token) not in there for many in tokens.values() for token in many)
    return {
        "submissions": cases, "acknowledged": len(tokens), **{name: figures[name] for name in
        ("requests", "broken while sending", "broken before the answer", "no connection", "given up")},
        "stored": stored, "lost": lost + cases - len(tokens) - figures["given up"],
        "doubled": stored - cases + sum(len(many) - 1 for many in tokens.values()),
    }  # fmt: skip


def _reports(port: int, number: int) -> bool:
    """One resident from the first page to the receipt, all from one address."""
    browser = Browser(port)
    browser.ask("GET", "/lapor/")
    answer = browser.ask("POST", "/lapor/mulai", {})
    base = answer.location.removesuffix("cerita/")
    pages = (
        ("cerita/", {"text": f"{STORY} Nomor {number}.", "oversight": "no"}),
        ("tentang/", {"category": "lampu", "subject": "", "place": "Depan pasar", "region": "", "point": ""}),
        ("pelapor/", {"name": "", "phone": "", "email": "", "anonymous": "on"}),
        ("periksa/", {}),
    )
    for page, values in pages:
        browser.ask("GET", base + page)
        answer = browser.ask("POST", base + page, values)
        if answer.status != 302:
            return False
    return "tanda-terima" in answer.location


def _neighbours(port: int, count: int, tell: Callable[[str], None]) -> dict[str, Any]:
    done: Counter[bool] = Counter()

    def some(numbers: range) -> None:
        for number in numbers:
            with suppress(Unwell):
                done[_reports(port, number)] += 1

    share = -(-count // SENDERS)
    threads = [
        threading.Thread(target=some, args=(range(n * share, min(count, (n + 1) * share)),)) for n in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(f"{done[True]} of {count} residents behind one address got through")
    return {"residents behind one address": count, "blocked": count - done[True]}


def _flooded(port: int, key: str, seconds: float) -> dict[str, Any]:
    """Thirty-two senders without a pause, and residents who report meanwhile: slower, but heard."""
    until, sent, heard, times = time.monotonic() + seconds, Counter[str](), 0, []

    def flood(seed: int) -> None:
        sender = _Sender(port, key, range(0), seed, {}, sent)
        sender.rng.random = lambda: 0.9  # type: ignore[method-assign]
        number = seed * 1_000_000
        while time.monotonic() < until:
            number += 1
            sender._try(number)

    threads = [threading.Thread(target=flood, args=(n + 1,), daemon=True) for n in range(32)]
    for thread in threads:
        thread.start()
    tried = 0
    while time.monotonic() < until:
        tried, began = tried + 1, time.monotonic()
        with suppress(Unwell):
            heard += _reports(port, tried)
        times.append(time.monotonic() - began)
    for thread in threads:
        thread.join()
    return {"requests of a flood": sent["requests"], "residents meanwhile": tried, "silenced": tried - heard,
            "slowest of them, seconds": round(max(times), 1)}  # fmt: skip
