"""The public log as the specifications define it, naively: what server and verifier are held against.

It shares no code with either. The tree is the recursion of RFC 6962 §2.1 over a list of leaves; notes, checkpoints,
cosignatures, tiles and proofs are those of C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-proof.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

NOTE, WITNESS, MLDSA = 0x01, 0x04, 0x06  # signature types


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n])."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = largest_power_below(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def largest_power_below(n: int) -> int:
    """k, a power of two with k < n ≤ 2k."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), mth(leaves[k:])]
    return [*path(index - k, leaves[k:]), mth(leaves[:k])]


def consistency(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n]) for 0 < m ≤ n, and nothing for m = 0."""
    return subproof(m, leaves, True) if m else []


def subproof(m: int, leaves: Sequence[bytes], known: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def tile(level: int, index: int, width: int, leaves: Sequence[bytes]) -> bytes:
    """The first `width` hashes of a tile."""
    span = 256**level
    starts = [(index * 256 + i) * span for i in range(width)]
    assert width and starts[-1] + span <= len(leaves), "the tree has no such tile"
    return b"".join(mth(leaves[start : start + span]) for start in starts)


def entries(index: int, width: int, leaves: Sequence[bytes]) -> bytes:
    """The first `width` entries of a bundle."""
    chosen = leaves[index * 256 : index * 256 + width]
    assert len(chosen) == width, "the log has no such entries"
    return b"".join(len(one).to_bytes(2, "big") + one for one in chosen)


def tile_path(level: int | str, index: int, width: int = 256) -> str:
    """`tile/<L>/<N>[.p/<W>]`; level "entries" for bundles."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True)
class Signer:
    """A key of a log (0x01, 0x06) or of a witness (0x04, 0x06), made of a seed of 32 bytes."""

    name: str
    kind: int
    seed: bytes

    @cached_property
    def private(self) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        if self.kind == MLDSA:
            return MLDSA44PrivateKey.from_seed_bytes(self.seed)
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def vkey(self) -> str:
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{key_id(self.name, self.kind, self.public).hex()}+{material}"

    def line(self, body: str, at: int) -> str:
        """A signature line on the text of a checkpoint."""
        origin, size, root = body.split("\n")[:3]
        stamp = at.to_bytes(8, "big")
        if self.kind == NOTE:
            signature = self.private.sign(body.encode())
        elif self.kind == WITNESS:
            signature = stamp + self.private.sign(f"cosignature/v1\ntime {at}\n{body}".encode())
        else:
            message = b"subtree/v1\n\0" + vector(self.name) + stamp + vector(origin)
            message += (0).to_bytes(8, "big") + int(size).to_bytes(8, "big") + base64.b64decode(root)
            signature = stamp + self.private.sign(message)
        return signature_line(self.name, key_id(self.name, self.kind, self.public) + signature)


def vector(text: str) -> bytes:
    """opaque<1..2^8-1>"""
    return bytes([len(text.encode())]) + text.encode()


def signature_line(name: str, raw: bytes) -> str:
    return f"\u2014 {name} {base64.b64encode(raw).decode()}\n"


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def checkpoint(origin: str, leaves: Sequence[bytes], keys: Iterable[Signer], at: int) -> bytes:
    """A checkpoint over all the leaves, signed by every key in turn."""
    return note(checkpoint_text(origin, len(leaves), mth(leaves)), keys, at)


def note(text: str, keys: Iterable[Signer], at: int) -> bytes:
    return (text + "\n" + "".join(key.line(text, at) for key in keys)).encode()


def leaf(key: bytes, fact: str) -> bytes:
    """The log entry of a fact's canonical text under its row key."""
    return f'{{"c":"{hmac.new(key, fact.encode(), "sha256").hexdigest()}","v":1}}'.encode()


def extra(key: bytes, fact: str) -> bytes:
    return json.dumps({"fact": fact, "key": key.hex()}).encode()


def proof(index: int, hashes: Sequence[bytes], signed: bytes, more: bytes | None = None) -> bytes:
    """A `.tlog-proof`; `more` is the extra data."""
    head = ["c2sp.org/tlog-proof@v1", *([f"extra {base64.b64encode(more).decode()}"] if more is not None else [])]
    lines = [*head, f"index {index}", *(base64.b64encode(one).decode() for one in hashes)]
    return "".join(f"{one}\n" for one in lines).encode() + b"\n" + signed


def policy(origin: str, log: Iterable[Signer], witnesses: Iterable[Signer], k: int) -> bytes:
    return json.dumps(
        {"origin": origin, "log": [one.vkey for one in log], "witnesses": [one.vkey for one in witnesses], "k": k}
    ).encode()


def resources(leaves: Sequence[bytes]) -> dict[str, bytes]:
    """Every tile and bundle that a log of these leaves serves, by path."""
    found: dict[str, bytes] = {}
    level, count = 0, len(leaves)
    while count:
        for index in range(-(-count // 256)):
            width = min(256, count - index * 256)
            found[tile_path(level, index, width)] = tile(level, index, width, leaves)
            if level == 0:
                found[tile_path("entries", index, width)] = entries(index, width, leaves)
        level, count = level + 1, count // 256
    return found


@dataclass
class Served:
    """What the loopback server answers: paths under the prefix. Change it as you like between two requests."""

    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    redirect: str = ""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def show(self, leaves: Sequence[bytes], signed: bytes) -> None:
        """Serve this tree, and only it, under this checkpoint."""
        self.files = {**resources(leaves), "checkpoint": signed}


@contextmanager
def serving() -> Iterator[Served]:
    """A log on this computer, under `/jejak`."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.path.removeprefix("/jejak/")
            served.asked.append(wanted)
            body = served.files.get(wanted)
            self.send_response(302 if served.redirect else 404 if body is None else 200)
            if served.redirect:
                self.send_header("Location", served.redirect)
            for name, value in {"Content-Length": str(len(body or b"")), **served.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_given: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/jejak"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
