"""The sealed channel's cryptography against chance and malice: mutations that must all be refused, round trips between three implementations."""

from __future__ import annotations

import hashlib
import json
import os
import random
import secrets
import shutil
import subprocess
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyrage

from tests.whistleblowing import age, oracle
from tests.whistleblowing.driving import Driver, driver

EDGES = (0, 1, 2, 15, 16, 17, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073)
Tell = Callable[[str], None]


class Letters:
    """Two letters of one case, and a file, as their reader has them."""

    def __init__(self) -> None:
        self.reader, self.seed, self.case = secrets.token_bytes(32), secrets.token_bytes(32), str(uuid.uuid4())
        self.sign = oracle.b64(oracle.sign_public(self.seed))
        self.boxes = [oracle.recipient(self.reader), oracle.recipient(secrets.token_bytes(32))]
        said, self.file = oracle.seal_file(os.urandom(200_000), "bukti.bin", "application/octet-stream")
        self.said = {**said, "id": str(uuid.uuid4())}
        self.contents = [self._content(n) for n in range(2)]
        self.sealed = [oracle.seal_letter(one, self.seed, self.boxes) for one in self.contents]

    def _content(self, n: int) -> dict[str, Any]:
        more = {"mailbox": self.sign, "box": self.boxes[1], "handler": oracle.b64(bytes(32)), "to": [str(uuid.uuid4())]}
        return {
            "v": 1, "id": oracle.b64(os.urandom(16)), "case": self.case, "kind": "report", "from": "reporter", "day": "2026-11-02", "text": f"surat {n}",
            "files": [self.said], "questions": "umum-2026", "answers": {"what": "x" * 900 * n}, **more,
        }  # fmt: skip

    def opens(self, header: bytes, payload: bytes) -> bool:
        try:
            oracle.open_letter(header, payload, self.reader, case=self.case)
        except oracle.BadLetter:
            return False
        return True

    def opens_file(self, said: dict[str, Any], whole: bytes) -> bool:
        try:
            oracle.open_file(said, whole)
        except oracle.BadLetter:
            return False
        return True


def changed(chance: random.Random, whole: bytes) -> bytes:
    """One change: a bit, a byte put in or taken out, a cut, a piece moved, a piece of chance."""
    at, way = chance.randrange(len(whole)), chance.randrange(6)
    if way == 0:
        return whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]
    if way == 1:
        return whole[:at] + bytes([chance.randrange(256)]) + whole[at:]
    if way == 2:
        return whole[:at] + whole[at + 1 :]
    if way == 3:
        return whole[:at]
    if way == 4:
        other = chance.randrange(len(whole))
        return whole[:at] + whole[other : other + 32] + whole[at + 32 :]
    return whole[:at] + chance.randbytes(8) + whole[at + 8 :]


def mutations(count: int, *, seed: int, tell: Tell = lambda _line: None) -> dict[str, Any]:
    """``count`` changed letters, headers, files, orders of parts and manifests: a tenth read by the browser's own modules, the rest by the other
    implementation."""
    began, chance, tried, accepted = time.perf_counter(), random.Random(seed), Counter[str](), 0
    by_browser = count // 10
    with tempfile.TemporaryDirectory() as place, driver(Path(place)) as node, ThreadPoolExecutor(1) as lane:
        theirs = lane.submit(_in_the_browser, node, by_browser)
        letters = Letters()
        for number in range(count - by_browser):
            if number % 2000 == 0:
                letters = Letters()  # keys and texts of their own
            if number % 50_000 == 0:
                tell(f"mutations: {number:,} of {count - by_browser:,}, {accepted} accepted")
            way, took = _attack(letters, chance, number)
            tried[way] += 1
            accepted += took
        tried["browser: letters"], found = by_browser, theirs.result()
    return {
        "mutations": sum(tried.values()), "by kind": dict(sorted(tried.items())), "accepted": accepted + found,
        "control: unchanged ones read": letters.opens(*letters.sealed[0]) and letters.opens_file(letters.said, letters.file),
        "wrong": accepted + found, "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def _attack(letters: Letters, chance: random.Random, number: int) -> tuple[str, bool]:
    header, payload = letters.sealed[number % 2]
    other_header, other_payload = letters.sealed[1 - number % 2]
    match number % 5:
        case 0:
            bad = changed(chance, header)
            return "header", bad != header and letters.opens(bad, payload)
        case 1:
            bad = changed(chance, payload)
            return "payload", bad != payload and letters.opens(header, bad)
        case 2:
            pairs = (
                (other_header, payload),
                (header, other_payload),
                (header + other_header, payload),
                (header, payload + other_payload),
                (header, payload[16:]),
            )
            return "halves of another letter", letters.opens(*chance.choice(pairs))
        case 3:
            return "order of a file's parts", _parts(letters, chance)
        case _:
            said = dict(letters.said)
            name = chance.choice(("size", "length", "sha256", "identity"))
            if name == "identity":
                said[name] = oracle.seal_file(b"", "", "")[0]["identity"]
            elif name == "sha256":
                said[name] = os.urandom(32).hex()
            elif name == "length":
                said[name] += chance.choice((-1, 1, 16, 65_536))
            else:
                return "manifest, by a reader who seals it anew", _forged(letters, chance)
            return "manifest", letters.opens_file(said, letters.file)


def _forged(letters: Letters, chance: random.Random) -> bool:
    """Another manifest under the reporter's signature, sealed by somebody who could read the letter."""
    content = letters.contents[0]
    plain = bytearray(oracle.pack(content, letters.seed))
    text = json.dumps(content["files"][0]["size"]).encode()
    at = plain.index(text)
    plain[at : at + len(text)] = str(chance.randrange(10 ** (len(text) - 1), 10 ** len(text))).encode()
    bad = bytes(plain)
    return bad != oracle.pack(content, letters.seed) and letters.opens(*age.encrypt(bad, letters.boxes, oracle.SLOTS))


def _parts(letters: Letters, chance: random.Random) -> bool:
    """Chunks of the file swapped, left out or twice; with the digest made to fit, as whoever could rewrite it would."""
    whole = letters.file
    start, chunk = len(age.split(whole)[0]), 65_536 + 16
    pieces = [whole[at : at + chunk] for at in range(start + 16, len(whole), chunk)]
    a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    way = chance.randrange(4)
    if way == 0:
        pieces[a], pieces[b] = pieces[b], pieces[a]
    elif way == 1:
        del pieces[a]
    elif way == 2:
        pieces.insert(a, pieces[b])
    else:
        pieces[a] = changed(chance, pieces[a])
    bad = whole[: start + 16] + b"".join(pieces)
    said = {**letters.said, "length": len(bad), "sha256": hashlib.sha256(bad).hexdigest()}
    return bad != whole and letters.opens_file(said, bad)


def _in_the_browser(node: Driver, count: int) -> int:
    accepted, letters = 0, Letters()
    sealed = [{"header": oracle.b64(header), "payload": oracle.b64(payload)} for header, payload in letters.sealed]
    identity = age.identity(letters.reader)
    for start in range(0, count, 5000):
        some = min(5000, count - start)
        accepted += node.ask(
            "mutations", letters=sealed, identity=identity, case=letters.case, sign=letters.sign, n=some
        )["accepted"]
    return accepted


def trips(count: int, *, seed: int, tell: Tell = lambda _line: None) -> dict[str, Any]:
    """Files written by each of three implementations of age and read by each other: browser modules, pyrage, the age command (where it is)."""
    began, chance, made, wrong = time.perf_counter(), random.Random(seed), Counter[str](), []
    command = shutil.which("age")
    ways = [
        ("browser", "pyrage"),
        ("pyrage", "browser"),
        *([("browser", "age"), ("age", "browser"), ("age", "pyrage"), ("pyrage", "age")] if command else []),
    ]
    with tempfile.TemporaryDirectory() as place, driver(Path(place)) as node:
        tool = Tool(node, command or "", Path(place))
        for number in range(count):
            size = EDGES[number // len(ways) % len(EDGES)] if number % 3 else chance.randrange(200_000)
            content = chance.randbytes(size)
            writer, reader = ways[number % len(ways)]
            who = pyrage.x25519.Identity.generate()
            made[f"{writer} to {reader}"] += 1
            try:
                back = tool.read(reader, tool.write(writer, content, str(who.to_public())), str(who))
            except Exception as error:  # whatever it is, it is a trip that failed
                wrong.append(f"{writer} to {reader}, {size} bytes: {error}")
                continue
            if back != content:
                wrong.append(f"{writer} to {reader}, {size} bytes: another content")
            if number % 1000 == 0:
                tell(f"trips: {number:,} of {count:,}, {len(wrong)} wrong")
    return {
        "trips": count, "ways": dict(made), "sizes": f"{', '.join(map(str, EDGES))} and by chance to 200,000", "age command": _version(command),
        "wrong": len(wrong), "examples": wrong[:5], "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


class Tool:
    """The three implementations behind two words."""

    def __init__(self, node: Driver, command: str, place: Path) -> None:
        self.node, self.command, self.place = node, command, place

    def write(self, who: str, content: bytes, box: str) -> bytes:
        if who == "browser":
            return oracle.unb64(self.node.ask("ageWriting", bytes=oracle.b64(content), box=box)["whole"])
        if who == "pyrage":
            return pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(box)])
        return subprocess.run([self.command, "-r", box], input=content, capture_output=True, check=True).stdout

    def read(self, who: str, whole: bytes, identity: str) -> bytes:
        if who == "browser":
            return oracle.unb64(self.node.ask("ageReading", whole=oracle.b64(whole), identity=identity)["bytes"])
        if who == "pyrage":
            return pyrage.decrypt(whole, [pyrage.x25519.Identity.from_str(identity)])
        key = self.place / "kunci.txt"
        key.write_text(identity)
        return subprocess.run([self.command, "-d", "-i", str(key)], input=whole, capture_output=True, check=True).stdout


def _version(command: str | None) -> str:
    return (
        subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        if command
        else "not installed: not tried"
    )
