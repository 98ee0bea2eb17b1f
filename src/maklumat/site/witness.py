"""A witness (C2SP tlog-witness): another office that looks on, and signs that the log it saw only grew. It needs a folder, and neither database nor Django.

The folder holds ``witness.json`` (its name, and the logs it trusts), ``keys.json`` (mode 0600), ``heads.json`` (what it cosigned last, of each log),
``evidence/``: two heads of one size with different roots, both signed by the log, which it can never explain; and ``unexplained/``: signed heads that came
with a proof that does not hold. Anybody can send an honest head with a wrong proof, so these accuse nobody; they are a reason to ask.
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
from maklumat.kernel.keyfiles import seeds_in, write_first, write_whole
from maklumat.kernel.notes import BadNote, Checkpoint, Signer, Verifier

HEADS = "heads.json"
FOLDER = "MAKLUMAT_WITNESS"  # the environment variable that names the folder to the server
MOST_BODY, MOST_HASHES = 200_000, 63
MOST_EVIDENCE, MOST_UNEXPLAINED = 200, 50  # heads: whoever misbehaves must not fill the disk
PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
log = logging.getLogger("maklumat.witness")
Reply = tuple[int, str, str]  # status, kind, text


class Forgotten(ValueError):
    """What was cosigned is not known any more, so nothing is."""


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
            note = _signed_by_all(note, text, self.logs[checkpoint.origin])
        except BadNote as error:
            return 403, PLAIN, f"{error}\n"
        if old > checkpoint.size:
            return 400, PLAIN, "the old size is larger than the new one\n"
        try:
            with self._held() as heads:
                return self._judged(heads, old, proof, checkpoint, note)
        except Forgotten as error:
            log.critical("%s", error)
            return 503, PLAIN, "this witness lost what it saw, and signs nothing\n"

    def _judged(self, heads: dict[str, Any], old: int, proof: list[bytes], new: Checkpoint, note: str) -> Reply:
        """Alone with the heads: the answer, and the new head put among them where it is a good one."""
        seen = heads.get(new.origin, {"size": 0, "root": merkle.EMPTY.hex(), "note": ""})
        if old != seen["size"]:
            return 409, SIZE, f"{seen['size']}\n"
        root = bytes.fromhex(seen["root"])
        if old == new.size and root != new.root:
            self._keep("evidence", MOST_EVIDENCE, note, seen["note"])
            log.error("EVIDENCE: %s signed two roots for the size %s; kept in %s", new.origin, old, self.folder)
            return 409, SIZE, f"{seen['size']}\n"
        if not merkle.consistent(old, new.size, root, new.root, proof):
            if old != new.size:
                self._keep("unexplained", MOST_UNEXPLAINED, note, seen["note"])
            return 422, PLAIN, "does not continue what was seen\n"
        # Signed while nobody else is let in: a time is given to the larger of two heads last. What was received is signed, also lines that we do not know.
        text = note.rpartition("\n\n")[0] + "\n"
        lines = self.signer.sign(new, int(clock.now().timestamp()), text)
        heads[new.origin] = {"size": new.size, "root": new.root.hex(), "note": note}
        return 200, PLAIN, "".join(line.text() for line in lines)

    def about(self) -> str:
        """Who it is and what it saw last, for people and monitors. Raises :class:`Forgotten`."""
        heads = self._seen()
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
            heads = self._seen()
            before = json.dumps(heads)
            yield heads
            if json.dumps(heads) != before:
                write_whole(self.folder / HEADS, json.dumps(heads, indent=1))

    def _seen(self) -> dict[str, Any]:
        """The heads. A file that is gone or empty is not "nothing seen yet": a witness that forgets can be shown another history."""
        try:
            found = json.loads((self.folder / HEADS).read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        except (OSError, ValueError):
            pass
        raise Forgotten(
            f"{self.folder / HEADS} is missing or damaged: what this witness signed is not known, so it signs nothing. Restore the file. Who writes {{}} into it "
            "begins anew, and may then be shown another history than before."
        )

    def _keep(self, where: str, most: int, note: str, seen: str) -> None:
        """A head and the one that was seen before, for `cekjejak banding`. Named by what was signed, so that the same head is kept once."""
        place = self.folder / where
        place.mkdir(exist_ok=True)
        name = hashlib.sha256(note.rpartition("\n\n")[0].encode()).hexdigest()[:32]
        if (place / f"{name}.txt").exists() or sum(1 for _one in place.glob("*.txt")) >= most:
            return
        if seen:
            write_whole(place / f"{name}.seen", seen)
        write_whole(place / f"{name}.txt", note)


def _signed_by_all(note: str, text: str, verifiers: list[Verifier]) -> str:
    """The note with one line of each of the log's keys, all of which hold. Raises :class:`BadNote`, also where a key has no line: the one that holds against
    quantum computers must not be left out."""
    _checkpoint, lines = notes.opened(note, verifiers)
    first = {line.id: line for line in reversed(lines)}
    if set(first) != {one.id for one in verifiers}:
        raise BadNote("not signed by every key of the log")
    return text + "\n" + "".join(first[one.id].text() for one in verifiers)


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
    known = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {"name": name, "logs": []}
    if not known["name"]:
        raise ValueError("A new witness needs a name, such as inspektorat.kabupaten.example/saksi.")
    if name and name != known["name"]:
        raise ValueError(f"This folder belongs to the witness {known['name']}.")
    logs = {one["origin"]: one for one in known["logs"]}
    for policy in policies:
        for vkey in policy["log"]:
            Verifier.read(vkey)
        logs[policy["origin"]] = {"origin": policy["origin"], "log": policy["log"]}
    if not place.exists():
        write_first(folder / HEADS, "{}")  # of a new witness only: afterwards a lost file must be noticed
    write_whole(place, json.dumps({"name": known["name"], "logs": list(logs.values())}, indent=1))
    return Witness(folder)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """WSGI. The folder is named by the environment."""
    status, kind, text = _answer(environ, Witness(Path(os.environ[FOLDER])))
    words = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content", 503: "Service Unavailable"}  # fmt: skip
    content = text.encode()
    start_response(
        f"{status} {words[status]}",
        [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")],
    )
    return [content]


def _answer(environ: dict[str, Any], witness: Witness) -> Reply:
    path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
    if path in ("", "/") and method in ("GET", "HEAD"):
        try:
            return 200, PLAIN, witness.about()
        except Forgotten:
            return 503, PLAIN, "this witness lost what it saw, and signs nothing\n"
    if path != "/add-checkpoint":
        return 404, PLAIN, "nothing is here; POST /add-checkpoint\n"
    if method != "POST":
        return 405, PLAIN, "POST a checkpoint\n"
    given = environ.get("CONTENT_LENGTH") or "0"
    if not given.isascii() or not given.isdigit() or len(given) > 9 or int(given) > MOST_BODY:
        return 413, PLAIN, "too large\n"
    try:
        return witness.add_checkpoint(environ["wsgi.input"].read(int(given)).decode())
    except UnicodeDecodeError:
        return 400, PLAIN, "not UTF-8\n"
