"""A witness (C2SP tlog-witness): another office that looks on, and signs that the log it saw only grew. It needs a folder, and neither database nor Django.

The folder holds ``witness.json`` (its name, and the logs it trusts), ``keys.json`` (mode 0600), ``heads.json`` (what it cosigned last, of each log) and
``evidence/``: heads with a good signature that contradict what was seen before.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from maklumat.kernel import clock, merkle, notes
from maklumat.kernel.keyfiles import seeds_in
from maklumat.kernel.notes import BadNote, Checkpoint, Signer, Verifier

FOLDER = "MAKLUMAT_WITNESS"  # the environment variable that names the folder to the server
MOST_BODY, MOST_HASHES, MOST_EVIDENCE = 200_000, 63, 200
PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
log = logging.getLogger("maklumat.witness")
Reply = tuple[int, str, str]  # status, kind, text


class Witness:
    """What a folder holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        known = json.loads((folder / "witness.json").read_text(encoding="utf-8"))
        self.name: str = known["name"]
        self.logs = {one["origin"]: [Verifier.read(vkey) for vkey in one["log"]] for one in known["logs"]}
        self.signer = Signer(self.name, seeds_in(folder / "keys.json"), witness=True)

    def add_checkpoint(self, body: str) -> Reply:
        """Cosign a head that continues what was seen; the statuses are those of the protocol."""
        try:
            old, proof, note = _request(body)
            text, _lines = notes.split(note)
            checkpoint = Checkpoint.read(text)
        except BadNote as error:
            return 400, PLAIN, f"{error}\n"
        if checkpoint.origin not in self.logs:
            return 404, PLAIN, "unknown log\n"
        try:
            notes.opened(note, self.logs[checkpoint.origin])
        except BadNote as error:
            return 403, PLAIN, f"{error}\n"
        if old > checkpoint.size:
            return 400, PLAIN, "the old size is larger than the new one\n"
        with self._held() as heads:
            seen = heads.get(checkpoint.origin, {"size": 0, "root": merkle.EMPTY.hex()})
            if old != seen["size"]:
                return 409, SIZE, f"{seen['size']}\n"
            if not merkle.consistent(old, checkpoint.size, bytes.fromhex(seen["root"]), checkpoint.root, proof):
                self._keep_evidence(note)
                return (
                    (409, SIZE, f"{seen['size']}\n")
                    if old == checkpoint.size
                    else (422, PLAIN, "does not continue what was seen\n")
                )
            heads[checkpoint.origin] = {"size": checkpoint.size, "root": checkpoint.root.hex(), "note": note}
        return 200, PLAIN, "".join(line.text() for line in self.signer.sign(checkpoint, int(clock.now().timestamp())))

    def about(self) -> str:
        """Who it is and what it saw last, for people and monitors."""
        heads = json.loads(_read(self.folder / "heads.json") or "{}")
        lines = [self.name, *(one.vkey() for one in self.signer.verifiers), ""]
        return (
            "\n".join([*lines, *(f"{origin} {one['size']} {one['root']}" for origin, one in sorted(heads.items()))])
            + "\n"
        )

    @contextmanager
    def _held(self) -> Iterator[dict[str, Any]]:
        """The heads, alone; what is changed in them lies on the disk when it ends without an error."""
        with (self.folder / "heads.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            place = self.folder / "heads.json"
            heads = json.loads(_read(place) or "{}")
            before = json.dumps(heads)
            yield heads
            if json.dumps(heads) != before:
                _write(place, json.dumps(heads, indent=1))

    def _keep_evidence(self, note: str) -> None:
        """A head that the log signed and cannot explain."""
        place = self.folder / "evidence"
        place.mkdir(exist_ok=True)
        if sum(1 for _one in place.iterdir()) >= MOST_EVIDENCE:
            return  # a log that misbehaves must not fill the disk
        _write(place / f"{hashlib.sha256(note.encode()).hexdigest()[:32]}.txt", note)
        log.error("EVIDENCE: a signed head contradicts what was seen before; kept in %s", place)


def _request(body: str) -> tuple[int, list[bytes], str]:
    """Old size, proof and note. Raises :class:`BadNote`."""
    head, gap, note = body.partition("\n\n")
    first, *hashes = head.split("\n")
    word, _space, old = first.partition(" ")
    if (
        not gap
        or word != "old"
        or not old.isascii()
        or not old.isdigit()
        or str(int(old[:20])) != old
        or len(hashes) > MOST_HASHES
    ):
        raise BadNote("not a request: an old size, a proof, an empty line, a checkpoint")
    proof = [base64.b64decode(one) for one in hashes if _is_hash(one)]
    if len(proof) != len(hashes):
        raise BadNote("a line of the proof is no SHA-256")
    return int(old), proof, note


def _is_hash(line: str) -> bool:
    try:
        found = base64.b64decode(line, validate=True)
    except ValueError:
        return False
    return len(found) == merkle.HASH and base64.b64encode(found).decode() == line


def found(folder: Path, name: str, policies: Iterable[dict[str, Any]]) -> Witness:
    """Make a folder, or add logs to one. ``policies``: of the logs, as they publish them (kebijakan.json). Raises ValueError, :class:`BadNote`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / "witness.json"
    known = json.loads(_read(place) or json.dumps({"name": name, "logs": []}))
    if not known["name"]:
        raise ValueError("A new witness needs a name, such as inspektorat.kabupaten.example/saksi.")
    if name and name != known["name"]:
        raise ValueError(f"This folder belongs to the witness {known['name']}.")
    logs = {one["origin"]: one for one in known["logs"]}
    for policy in policies:
        for vkey in policy["log"]:
            Verifier.read(vkey)
        logs[policy["origin"]] = {"origin": policy["origin"], "log": policy["log"]}
    _write(place, json.dumps({"name": known["name"], "logs": list(logs.values())}, indent=1))
    return Witness(folder)


def _read(place: Path) -> str:
    return place.read_text(encoding="utf-8") if place.exists() else ""


def _write(place: Path, text: str) -> None:
    """Whole or not at all, and on the disk."""
    new = place.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(place)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """WSGI. The folder is named by the environment."""
    status, kind, text = _answer(environ, Witness(Path(os.environ[FOLDER])))
    words = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content"}  # fmt: skip
    content = text.encode()
    start_response(
        f"{status} {words[status]}",
        [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")],
    )
    return [content]


def _answer(environ: dict[str, Any], witness: Witness) -> Reply:
    path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
    if path in ("", "/") and method in ("GET", "HEAD"):
        return 200, PLAIN, witness.about()
    if path != "/add-checkpoint":
        return 404, PLAIN, "nothing is here; POST /add-checkpoint\n"
    if method != "POST":
        return 405, PLAIN, "POST a checkpoint\n"
    given = environ.get("CONTENT_LENGTH") or "0"
    if not given.isdigit() or int(given) > MOST_BODY:
        return 413, PLAIN, "too large\n"
    try:
        return witness.add_checkpoint(environ["wsgi.input"].read(int(given)).decode())
    except UnicodeDecodeError:
        return 400, PLAIN, "not UTF-8\n"
