"""Asks other offices to cosign the head (C2SP tlog-witness). They are not ours: each gets little time, and only what holds is kept of their answers."""

from __future__ import annotations

import base64
import logging
from datetime import timedelta

from django.db import connection, transaction

from . import clock, notes, outside, tree
from .logkeys import Forked
from .models import Cosignature, Head
from .notes import BadNote, Line
from .policies import Policy, Witness

SECONDS, MOST_BYTES = 5, 100_000  # for a whole answer: 80 kB are 24 post-quantum signatures, two lines are wanted
AHEAD = timedelta(
    seconds=60
)  # that a witness's clock may be fast; who checks a head refuses what is much later than now
_ASKER = 7_251_004  # advisory lock: one at a time
log = logging.getLogger("maklumat.ledger")


def ask_for_newest(rules: Policy) -> int:
    """Have the newest head cosigned by those that did not yet. Returns by how many it was. One asker at a time: a slow witness holds up one job, not all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ASKER])
        if not cursor.fetchone()[0]:
            return 0
        head = Head.objects.filter(note__startswith=f"{rules.origin}\n").order_by("-size").first()
        return ask_witnesses(head, rules) if head else 0


def ask_witnesses(head: Head, rules: Policy) -> int:
    """Have a head cosigned by those that did not since it was signed. Returns by how many. One that does not answer is asked again."""
    done = 0
    already = set(Cosignature.objects.filter(size=head.size, at__gte=head.at).values_list("witness", flat=True))
    for witness in rules.witnesses:
        if witness.name in already:
            continue
        try:
            lines = _cosigned(head, witness)
        except Forked as error:
            log.critical("witness %s: %s", witness.name, error)
            continue
        except (outside.Unreachable, BadNote, ValueError) as error:
            log.warning("witness %s: %s", witness.name, error)
            continue
        Cosignature.objects.update_or_create(
            size=head.size,
            witness=witness.name,
            defaults={"lines": "".join(line.text() for line in lines), "at": max(clock.now(), head.at)},
        )
        done += 1
    return done


def _cosigned(head: Head, witness: Witness) -> list[Line]:
    """Raises :class:`Forked` where the witness saw another history than ours, :class:`BadNote` for any other answer that is none."""
    known = (
        Cosignature.objects.filter(witness=witness.name).order_by("-size").values_list("size", flat=True).first() or 0
    )
    known = min(known, head.size)
    for _try in range(2):
        answer = outside.ask(
            f"{witness.url}/add-checkpoint", method="POST", body=_request(known, head), seconds=SECONDS, in_all=SECONDS, most=MOST_BYTES
        )  # fmt: skip
        if answer.status == 200:
            return _good_lines(head, answer.body.decode(), witness)
        said = answer.body.decode(errors="replace").strip()[:200]
        if answer.status == 422:
            raise Forked(f"it says that our {head.size} entries do not continue the {known} that it saw ({said})")
        if answer.status != 409 or not said.isascii() or not said.isdigit():
            raise BadNote(f"answered {answer.status}: {said}")
        if int(said) > head.size:
            raise Forked(f"it has seen {said} entries signed by us, and we have {head.size}")
        if int(said) == known == head.size:
            raise Forked(f"it has seen another root for our {head.size} entries")
        known = int(said)  # it has seen another head than we remember
    raise BadNote("does not agree with itself")


def _good_lines(head: Head, answer: str, witness: Witness) -> list[Line]:
    """One line of each of its keys, none of them from the future: what is kept here is published, and one bad line would spoil the head for everybody."""
    body, _gap, _rest = head.note.rpartition("\n\n")
    _checkpoint, lines = notes.opened(f"{body}\n\n{answer}", witness.verifiers)
    first = {line.id: line for line in reversed(lines)}
    latest = int((clock.now() + AHEAD).timestamp())
    if any(line.time > latest for line in first.values()):
        raise BadNote("its clock is more than a minute ahead of ours")
    return [first[one.id] for one in witness.verifiers if one.id in first]


def _request(old: int, head: Head) -> bytes:
    proof = "".join(f"{base64.b64encode(one).decode()}\n" for one in tree.consistency(old, head.size))
    return f"old {old}\n{proof}\n{head.note}".encode()
