"""The sealed channel: reports stored, many at once; what one costs the server, with files or without; what one costs the reporter's device."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from django.test.utils import override_settings
from tests.whistleblowing import oracle
from tests.whistleblowing.driving import driver

from maklumat.kernel import clock
from maklumat.modules.whistleblowing.queries.stamps import work_wanted
from maklumat.modules.whistleblowing.rules.shapes import padme, sealed_size

from . import serving
from .places import PORT
from .report import Section, quantile, spread
from .stage import Stage

RATE, REPORTS, PART = 50, 1500, 2_000_000
HEADER = 22 + 10 + 43 + 1 + 43 + 1 + 4 + 43 + 1
FILES = (0, 1_000_000, 20_000_000)


def measure(stage: Stage) -> list[Section]:
    """With the server; its CPU is that of the product's processes and of the database's, not of the client."""
    section = Section("Lapor Aman · reports stored")
    for wide in (16, 64):
        _stored(section, stage, wide)
    cost = Section("Lapor Aman · what one report costs the server")
    for readers in (1, 5):
        for size in FILES:
            _cost(cost, stage, readers, size)
    device = Section(
        "Lapor Aman · what one report costs the reporter's device (Node here; a cheap telephone is five to ten times slower)"
    )
    _device(device)
    return [section, cost, device]


def _letter(readers: int) -> dict[str, Any]:
    """A sealed report, ready to send."""
    entropy, handler = secrets.token_bytes(16), secrets.token_bytes(32)
    boxes = [oracle.recipient(secrets.token_bytes(32)) for _one in range(readers)]
    case, mailbox = str(uuid.uuid4()), oracle.mailbox(entropy)
    content = {
        "v": 1, "id": oracle.b64(os.urandom(16)), "case": case, "kind": "report", "from": "reporter", "day": "2026-11-02", "text": "", "files": [],
        "mailbox": mailbox, "box": boxes[0], "handler": oracle.b64(handler), "to": [str(uuid.uuid4())], "questions": "umum-2026", "answers": {"what": "x" * 1500},
    }  # fmt: skip
    header, payload = oracle.seal_letter(content, oracle.derive(entropy, "sign"), boxes)
    return {
        "request": oracle.b64(os.urandom(16)), "mailbox": mailbox, "case": case, "handler": oracle.b64(oracle.sign_public(handler)),
        "header": oracle.b64(header), "payload": oracle.b64(payload), "files": [], "work": _work(),
    }  # fmt: skip


def _work() -> dict[str, Any]:
    """The server asks for none here: what devices work is measured apart."""
    with override_settings(SEALED_WORK=0):
        return {"challenge": work_wanted(clock.now())["challenge"], "counter": "0"}


def _stored(section: Section, stage: Stage, wide: int) -> None:
    letters = [json.dumps(_letter(1)).encode() for _one in range(REPORTS)]
    seconds: list[float] = []
    refused: list[str] = []
    left, lock = iter(letters), threading.Lock()

    def lane() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while True:
            with lock:
                body = next(left, None)
            if body is None:
                return
            began = time.perf_counter()
            connection.request(
                "POST",
                "/lapor-aman/kirim",
                body=body,
                headers={"Content-Type": "application/json", "Host": "localhost"},
            )
            answer = connection.getresponse()
            said = answer.read()
            with lock:
                seconds.append(time.perf_counter() - began)
                if answer.status != 200:
                    refused.append(f"{answer.status} {said[:100]!r}")

    before, began = _cpu(stage), time.perf_counter()
    threads = [threading.Thread(target=lane) for _one in range(wide)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.perf_counter() - began
    rate = REPORTS / took
    section.add(
        f"{wide} at once",
        f"{rate:,.0f} reports/s, {len(refused)} refused, {spread(seconds)}",
        f"≥ {RATE}/s, 0 refused",
        rate >= RATE and not refused,
    )
    section.notes.append(
        f"{wide} at once: {1000 * (_cpu(stage) - before) / REPORTS:.1f} ms CPU of server and database for each report {refused[:1] or ''}"
    )


def _cost(section: Section, stage: Stage, readers: int, size: int) -> None:
    """One after the other, so that CPU belongs to one report."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    length = HEADER + sealed_size(padme(size)) if size else 0
    content, spent, seconds = os.urandom(length), [], []
    for _one in range(8 if size > 5_000_000 else 40):
        letter = _letter(readers)
        before, began = _cpu(stage), time.perf_counter()
        if size:
            letter["files"] = [_sent(connection, content)]
        _asked(
            connection, "POST", "/lapor-aman/kirim", json.dumps(letter).encode(), {"Content-Type": "application/json"}
        )
        seconds.append(time.perf_counter() - began)
        spent.append(_cpu(stage) - before)
    section.add(
        f"{readers} recipients, file of {size // 1_000_000} MB",
        f"CPU p50 {1000 * quantile(spent, 0.5):.1f} ms, p95 {1000 * quantile(spent, 0.95):.1f} ms; {spread(seconds)}",
    )


def _cpu(stage: Stage) -> float:
    assert stage.web is not None
    return stage.web.cpu + serving.cpu_of(serving.postmaster(stage.cluster.data))


def _sent(connection: http.client.HTTPConnection, content: bytes) -> dict[str, str]:
    key = oracle.b64(os.urandom(16))
    announced = {"length": len(content), "key": key, "work": _work()}
    told = _asked(connection, "POST", "/lapor-aman/unggah", json.dumps(announced).encode(), {})
    for at in range(0, len(content), PART):
        _asked(
            connection,
            "PUT",
            f"/lapor-aman/unggah/{told['id']}?offset={at}",
            content[at : at + PART],
            {"X-Key": key},
        )
    return {"id": told["id"], "key": key}


def _asked(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]
) -> dict[str, Any]:
    connection.request(method, path, body=body, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {said[:200]!r}")
    return json.loads(said)


def _device(section: Section) -> None:
    with tempfile.TemporaryDirectory() as place, driver(Path(place)) as node:
        seed, case = secrets.token_bytes(32), str(uuid.uuid4())
        content = {"v": 1, "id": "x", "case": case, "answers": {"what": "x" * 1500}}
        for readers in (1, 5):
            boxes = [oracle.recipient(secrets.token_bytes(32)) for _one in range(readers)]
            times = [_timed(node, "sealing", content=content, seed=oracle.b64(seed), boxes=boxes) for _one in range(20)]
            section.add(f"sealing a letter, {readers} recipients", spread(times))
        for size in FILES[1:]:
            raw = oracle.b64(os.urandom(size))
            section.add(
                f"sealing a file of {size // 1_000_000} MB (and passing it to Node and back)",
                spread([_timed(node, "fileSealing", bytes=raw) for _one in range(3)]),
            )
        times = [_timed(node, "counting", challenge="x", bits=12, what=str(n)) for n in range(20)]
        section.add("work of 12 bits, when it is quiet", spread(times))


def _timed(node: Any, name: str, **given: Any) -> float:
    began = time.perf_counter()
    node.ask(name, **given)
    return time.perf_counter() - began
