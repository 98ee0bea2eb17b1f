"""Signed heads of the ledger's tree: made by the worker with keys outside the database, cosigned by witnesses, published with what they say.

The log never signs two trees that contradict each other (:mod:`.logkeys`), and publishes no head that fewer witnesses cosigned than the policy wants.
"""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from . import clock, notes, outbox, tree
from .ledger import sequence
from .logkeys import SIGNER, Forked, Kept, continues, last, remember, signer, trust
from .models import Cosignature, Entry, Head
from .notes import Checkpoint
from .policies import BadPolicy, Policy, Witness, policy, watchers
from .witnesses import ask_for_newest, ask_witnesses

__all__ = [
    "BadPolicy", "Forked", "Kept", "Policy", "Published", "Witness", "ask_witnesses", "continues", "keep_up", "last", "policy", "proof_about", "proof_of", "published",
    "sign", "signer", "tlog_proof", "trust", "watchers",
]  # fmt: skip

REFRESH = timedelta(minutes=5)  # a tree that does not grow is signed again, so that a stale copy shows
KEPT = 5000  # signed heads; a proof is made for the newest
_COSIGNED = """
SELECT h.size, h.root, h.note, h.at FROM ledger_cosignature c JOIN ledger_head h USING (size)
WHERE c.witness = ANY(%s) AND c.size >= %s AND starts_with(h.note, %s)
GROUP BY h.size HAVING count(*) >= %s ORDER BY h.size DESC LIMIT 1
"""
log = logging.getLogger("maklumat.ledger")


@outbox.job("ledger.sequence", queue="ledger", every="* * * * * */5")
def keep_up(timestamp: int = 0) -> None:
    """Order what was recorded, grow the tree, sign its head, ask the witnesses."""
    while sequence() == 1000:
        pass
    while tree.grow() == 2000:
        pass
    try:
        sign(clock.now())
        ask_for_newest(policy())
    except (Forked, BadPolicy) as error:
        # again every five seconds, and `maklumat doctor` says it; a failing job would only be tried again
        log.critical("%s", error)


def sign(at: datetime) -> Head | None:
    """Sign the present head, where there is a new one or the last signature is old. One signer at a time. Raises :class:`Forked`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SIGNER])
        if not cursor.fetchone()[0]:
            return None
        ours = signer()
        size = tree.size()
        newest = Head.objects.order_by("-size").first()
        named = newest is not None and newest.note.startswith(_beginning(settings.LOG_ORIGIN))
        if newest is not None and named and newest.size == size and at - newest.at < REFRESH:
            return None
        root = tree.root(size)
        remember(Kept(size, root))
        checkpoint = Checkpoint(settings.LOG_ORIGIN, size, root)
        note = notes.written(checkpoint, ours.sign(checkpoint, int(at.timestamp())))
        if newest is not None and newest.size == size and not named:
            # The site got another name: what witnesses signed was another text, and would make this one look forged.
            Cosignature.objects.filter(size=size).delete()
        head, _new = Head.objects.update_or_create(
            size=size, defaults={"note": note, "at": at}, create_defaults={"root": root, "note": note, "at": at}
        )
        return head


@outbox.job("ledger.prune", queue="ledger", every="23 * * * *")
def prune(timestamp: int = 0) -> None:
    """Every hour: forget heads of former days beyond the newest :data:`KEPT`, and what witnesses put under them. The published one stays, however long the
    witnesses have been away: it is all that people get until they are back."""
    sizes = list(Head.objects.order_by("-size").values_list("size", flat=True)[KEPT : KEPT + 1])
    if not sizes:
        return
    try:
        head = published()
    except (Forked, BadPolicy):
        return  # which one has to stay is not known now; :func:`keep_up` complains
    old = Head.objects.filter(size__lte=sizes[0], at__lt=clock.now() - timedelta(days=1))
    old.exclude(size=head.checkpoint.size if head else -1).delete()
    Cosignature.objects.filter(size__lte=sizes[0]).exclude(size__in=Head.objects.values("size")).delete()


def _beginning(origin: str) -> str:
    return f"{origin}\n"


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
    names = [one.name for one in rules.witnesses]
    head = _newest_with(rules, names, at_least)
    if head is None:
        return None
    good = list(Cosignature.objects.filter(size=head.size, witness__in=names).order_by("witness"))
    return Published(
        Checkpoint(rules.origin, head.size, bytes(head.root)),
        head.note + "".join(one.lines for one in good),
        head.at,
        tuple(one.witness for one in good),
    )


def _newest_with(rules: Policy, names: list[str], at_least: int) -> Head | None:
    """However many heads were signed since the witnesses answered last."""
    beginning = _beginning(rules.origin)
    if rules.k:
        return next(iter(Head.objects.raw(_COSIGNED, [names, at_least, beginning, rules.k])), None)
    return Head.objects.filter(size__gte=at_least, note__startswith=beginning).order_by("-size").first()


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
