"""Signed heads of the ledger's tree: made by the worker with keys outside the database, cosigned by witnesses, published with what they say.

The log never signs two trees that contradict each other. Beside the keys lies the head that was signed last; a database that is older than it (a restored
backup), or has another history, is not signed but complained about.
"""

from __future__ import annotations

import base64
import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from . import clock, notes, outbox, outside, tree
from .keyfiles import seeds_in
from .ledger import sequence
from .models import Cosignature, Entry, Head
from .notes import BadNote, Checkpoint, Line, Signer, Verifier

REFRESH = timedelta(minutes=5)  # a tree that does not grow is signed again, so that a stale copy shows
LOOKED_AT = 20  # of the newest heads, for one that enough witnesses cosigned
KEPT = 5000  # signed heads; a proof is made for the newest
_SIGNER = 7_251_003  # advisory lock: one at a time
log = logging.getLogger("maklumat.ledger")


class Forked(RuntimeError):
    """The database does not continue what was signed before."""


@dataclass(frozen=True)
class Witness:
    """Another office that looks on. ``url``: its submission prefix."""

    name: str
    url: str
    verifiers: tuple[Verifier, ...]


@dataclass(frozen=True)
class Policy:
    """Who signs the log, who watches it, and how many of those a published head needs."""

    origin: str
    log: tuple[Verifier, ...]
    witnesses: tuple[Witness, ...]
    k: int

    def plain(self) -> dict[str, Any]:
        """As cekjejak reads it."""
        keys = [one.vkey() for witness in self.witnesses for one in witness.verifiers]
        return {"origin": self.origin, "log": [one.vkey() for one in self.log], "witnesses": keys, "k": self.k}


@lru_cache(maxsize=1)
def signer() -> Signer:
    """The log's keys, made at the first start: a JSON file of mode 0600, beside the keyring."""
    return Signer(settings.LOG_ORIGIN, seeds_in(Path(settings.LOG_KEY)))


def policy() -> Policy:
    """From the settings: the witnesses of ``LOG_WITNESSES`` (JSON: ``{"k": 1, "witnesses": [{"url", "vkeys"}]}``)."""
    given = json.loads(Path(settings.LOG_WITNESSES).read_text()) if settings.LOG_WITNESSES else {}
    found = []
    for one in given.get("witnesses", ()):
        verifiers = tuple(Verifier.read(vkey) for vkey in one["vkeys"])
        found.append(Witness(verifiers[0].name, one["url"].rstrip("/"), verifiers))
    return Policy(settings.LOG_ORIGIN, signer().verifiers, tuple(found), min(given.get("k", 0), len(found)))


@outbox.job("ledger.sequence", queue="ledger", every="* * * * * */5")
def keep_up(timestamp: int = 0) -> None:
    """Order what was recorded, grow the tree, sign its head, ask the witnesses."""
    while sequence() == 1000:
        pass
    while tree.grow() == 2000:
        pass
    try:
        head = sign(clock.now())
    except Forked as error:
        log.critical(
            "%s", error
        )  # again every five seconds, and `maklumat doctor` says it; a failing job would only be tried again
        return
    if head is not None:
        ask_witnesses(head, policy())


def sign(at: datetime) -> Head | None:
    """Sign the present head, where there is a new one or the last signature is old. One signer at a time. Raises :class:`Forked`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SIGNER])
        if not cursor.fetchone()[0]:
            return None
        size = tree.size()
        last = Head.objects.order_by("-size").first()
        ours = last is not None and last.note.startswith(
            f"{settings.LOG_ORIGIN}\n"
        )  # the site may have got another name
        if last is not None and ours and last.size == size and at - last.at < REFRESH:
            return None
        root = tree.root(size)
        _remember(size, root)
        checkpoint = Checkpoint(settings.LOG_ORIGIN, size, root)
        note = notes.written(checkpoint, signer().sign(checkpoint, int(at.timestamp())))
        head, _new = Head.objects.update_or_create(size=size, defaults={"root": root, "note": note, "at": at})
        Head.objects.filter(size__lt=size, at__lt=at - timedelta(days=1)).exclude(
            size__in=Head.objects.order_by("-size").values("size")[:KEPT]
        ).delete()
        return head


def _remember(size: int, root: bytes) -> None:
    """Keep the head beside the keys, before anybody sees it. Raises :class:`Forked` where it does not continue the one that lies there."""
    place = Path(settings.LOG_KEY).with_suffix(".head")
    if place.exists():
        kept = json.loads(place.read_text())
        before = tree.root(kept["size"]).hex() if kept["size"] <= size else ""
        if before != kept["root"]:
            raise Forked(
                f"the database has {size} entries and does not continue the {kept['size']} that were signed: a restored backup, or a changed history. "
                f"Nothing is signed. See docs/operations.md (the signed ledger)."
            )
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = place.with_suffix(".new")
    with new.open("w") as file:
        json.dump({"size": size, "root": root.hex()}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(place)


def ask_witnesses(head: Head, rules: Policy) -> int:
    """Have a head cosigned. Returns by how many. One that does not answer is asked with the next head."""
    done = 0
    for witness in rules.witnesses:
        try:
            lines = _cosigned(head, witness)
        except (outside.Unreachable, BadNote, ValueError) as error:
            log.warning("witness %s: %s", witness.name, error)
            continue
        Cosignature.objects.update_or_create(
            size=head.size,
            witness=witness.name,
            defaults={"lines": "".join(line.text() for line in lines), "at": clock.now()},
        )
        done += 1
    return done


def _cosigned(head: Head, witness: Witness) -> list[Line]:
    known = (
        Cosignature.objects.filter(witness=witness.name).order_by("-size").values_list("size", flat=True).first() or 0
    )
    for _try in range(2):
        answer = outside.ask(f"{witness.url}/add-checkpoint", method="POST", body=_request(known, head), seconds=5)
        if answer.status == 200:
            body, _gap, _rest = head.note.rpartition("\n\n")
            _checkpoint, lines = notes.opened(f"{body}\n\n{answer.body.decode()}", witness.verifiers)
            return lines
        size = answer.body.decode(errors="replace").strip()
        if answer.status != 409 or not size.isdigit() or int(size) > head.size:
            raise BadNote(f"answered {answer.status}: {size[:200]}")
        known = int(size)  # it has seen another head than we remember
    raise BadNote("does not agree with itself")


def _request(old: int, head: Head) -> bytes:
    proof = "".join(f"{base64.b64encode(one).decode()}\n" for one in tree.consistency(old, head.size))
    return f"old {old}\n{proof}\n{head.note}".encode()


@dataclass(frozen=True)
class Published:
    """A head as everybody gets it. ``witnesses``: the names of those that cosigned."""

    checkpoint: Checkpoint
    note: str
    at: datetime
    witnesses: tuple[str, ...]


def published(at_least: int = 0) -> Published | None:
    """The newest head that has as many cosignatures as the policy wants, and has ``at_least`` so many entries; None while there is none. Two queries."""
    rules = policy()
    names = {one.name for one in rules.witnesses}
    heads = list(Head.objects.filter(size__gte=at_least).order_by("-size")[:LOOKED_AT])
    sizes = [head.size for head in heads]
    cosigned = list(Cosignature.objects.filter(size__in=sizes, witness__in=names).order_by("witness"))
    for head in heads:
        good = [one for one in cosigned if one.size == head.size]
        if len(good) >= rules.k:
            note = head.note + "".join(one.lines for one in good)
            return Published(
                Checkpoint(rules.origin, head.size, bytes(head.root)),
                note,
                head.at,
                tuple(one.witness for one in good),
            )
    return None


def proof_of(entry_id: UUID) -> str | None:
    """The proof file of a fact; None while it is not in a published head. Seven queries."""
    head = published()
    proof = tree.prove(entry_id, head.checkpoint.size) if head else None
    return tlog_proof(proof, head) if head and proof else None


def proof_about(subject: UUID, kind: str) -> str | None:
    """The proof file of the first fact of this kind about a subject; None while it is not in a published head. Eight queries."""
    found = Entry.objects.filter(subject=subject, kind=kind).order_by("at", "id").values_list("id", flat=True).first()
    return proof_of(found) if found else None


def tlog_proof(proof: tree.Proof, head: Published) -> str:
    """A proof as a file that anybody can check without a network (C2SP tlog-proof). ``extra`` opens the leaf."""
    lines = ["c2sp.org/tlog-proof@v1"]
    if proof.key is not None:
        extra = tree.canonical({"fact": proof.text, "key": proof.key.hex()})
        lines.append(f"extra {base64.b64encode(extra.encode()).decode()}")
    lines += [f"index {proof.index}", *(base64.b64encode(one).decode() for one in proof.hashes), "", head.note]
    return "\n".join(lines)
